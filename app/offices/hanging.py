"""Which posters an office prints: a procedure, a field, a life event, the office, or the wall sheet of the most used."""

from __future__ import annotations

from datetime import datetime

from ..procedures import extras
from ..procedures import queries as procedures
from . import posters, queries, service
from .queries import OfficeView

SETS = ("office", "events", "fields", "most-used", "procedures", "wall")


def targets(what: str) -> list[service.Target]:
    """(kind, target) of a set, or of one procedure's code. Raises posters.NoPosters for something that is not there."""
    if what == "office":
        return [("office", "")]
    if what == "events":
        return [("event", event.id) for event in extras.events()]
    if what == "fields":
        return [("field", slug) for slug in procedures.fields()]
    if what in ("most-used", "wall"):
        return [("procedure", card.code) for card in procedures.cards(extras.most_used())]
    if what == "procedures":
        return [("procedure", card.code) for card in procedures.listed()]
    if procedures.exists(what):
        return [("procedure", what)]
    raise posters.NoPosters(f"{what}: neither a set ({', '.join(SETS)}) nor a procedure's code")


def print_set(office: OfficeView, what: str, paper: str, public_url: str, now: datetime) -> bytes:
    """Register what is not registered yet, and give the PDF. Raises posters.NoPosters, ValueError."""
    ids = service.hang(office.code, targets(what), now)
    found = [poster for poster in map(queries.poster, ids) if poster]
    items = [posters.item(poster, public_url) for poster in found]
    return posters.wall_sheet_pdf(items, office) if what == "wall" else posters.posters_pdf(items, paper)
