"""This room's public addresses (web/site.py): procedures with their papers, posters, help, privacy, the scanner."""

from __future__ import annotations

from collections.abc import Iterator

from ..procedures import addresses as procedures
from ..procedures import extras
from ..procedures import queries as catalogue
from . import queries
from .queries import PosterView


def addresses() -> Iterator[str]:
    """Every page of a procedure; every poster that hangs, in capitals too, as its QR code has it."""
    yield from ("/help", "/privacy", "/scan")
    for code in catalogue.codes():
        yield from (f"/p/{code}", f"/p/{code}/papers", f"/p/{code}/row")
    for office in queries.offices():
        for poster in queries.posters(office.code):
            if poster.is_active:
                for address in procedures.pages(f"/q/{poster.id}", _length(poster)):
                    yield address
                    yield address.replace("/q/", "/Q/", 1)


def _length(poster: PosterView) -> int:
    """How many things the page of a poster lists; 0 for a procedure's."""
    if poster.kind == "office":
        return len(catalogue.events())
    if poster.kind == "event":
        return sum(len(catalogue.cards(event.procedures)) for event in extras.events() if event.id == poster.target)
    return len(catalogue.in_field(poster.target)) if poster.kind == "field" else 0
