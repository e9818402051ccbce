"""Which posters an office prints: a procedure, a field, a life event, the office, or the wall sheet of the most used; and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..procedures import extras
from ..procedures import queries as procedures
from . import placing, posters, queries, rules, service
from .queries import OfficeView, PosterView

SETS = ("office", "events", "fields", "most-used", "procedures", "wall")
MOST_PAGES = 300
NOWHERE: tuple[int | None, ...] = (None,)


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


def print_set(
    office: OfficeView,
    what: str,
    paper: str,
    public_url: str,
    now: datetime,
    places: Sequence[int | None] = NOWHERE,
    by: str | None = None,
) -> bytes:
    """Register what is not registered yet, for each place with its own ids, and give the PDF. Raises posters.NoPosters, Invalid.

    paper: `a5` or `a4`; the wall sheet has its own. places: numbers of places, or None where nobody knows yet.
    """
    chosen = posters.WALL if what == "wall" else paper
    if chosen not in (*posters.PAPERS, posters.WALL):
        raise posters.NoPosters(f"paper must be one of {posters.PAPERS}")
    wanted = targets(what)
    if len(wanted) * len(places) > MOST_PAGES:
        raise posters.NoPosters(f"more than {MOST_PAGES} pages at once")
    ids = [one for place in places for one in service.hang(office.code, wanted, now, place=place, by=by, paper=chosen)]
    found = {one.id: replace(one, paper=chosen) for one in queries.posters(office.code)}
    return _print([found[one] for one in ids], public_url, now, chosen)


def reprint(office_code: str, public_url: str, now: datetime, only: str | None = None) -> bytes:
    """Print all that an office's posters say otherwise by now (or `only` one), each on the paper it had. Raises posters.NoPosters.

    One stale code on a wall sheet wants the whole sheet.
    """
    order = {code: number for number, code in enumerate(extras.most_used())}
    found = [one for one in queries.posters(office_code) if one.is_active]
    wanted = {only} if only else set(outdated(found, public_url))
    sheets = {one.place for one in found if one.id in wanted and one.paper == posters.WALL}
    chosen = [one for one in found if one.id in wanted or (one.paper == posters.WALL and one.place in sheets)]
    return _print(sorted(chosen, key=lambda one: order.get(one.target, len(order))), public_url, now)


def _print(found: Sequence[PosterView], public_url: str, now: datetime, paper: str | None = None) -> bytes:
    data = posters.pdf(found, public_url)
    placing.note_printed(posters.facts(found, public_url), paper, now)
    return data


def outdated(found: Sequence[PosterView], public_url: str) -> dict[str, list[tuple[str, str, str]]]:
    """Poster id -> (part, what the paper says, what is right today) of each part that changed; without those that are right."""
    today = posters.facts(found, public_url)
    changed = {one.id: rules.changes(one.printed, today[one.id]) for one in found if one.id in today and one.is_active}
    said = {one.id: one.printed or {} for one in found}
    return {
        poster_id: [(part, said[poster_id].get(part, ""), today[poster_id][part]) for part in parts]
        for poster_id, parts in changed.items()
        if parts
    }
