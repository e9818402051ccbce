"""This room's public addresses (web/site.py): home, life events and fields with all their pages, languages."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from . import queries
from .extras import slug
from .routes import ON_A_PAGE


def addresses() -> Iterator[str]:
    """Each page of each list."""
    events = queries.events()
    yield from pages("/", len(events))
    for event, _ in events:
        yield from pages(f"/e/{event.id}", len(queries.cards(event.procedures)))
    for field in sorted({slug(name) for name in queries.fields()}):
        yield from pages(f"/f/{field}", len(queries.in_field(field)))
    yield "/languages"


def pages(address: str, count: int) -> Iterator[str]:
    """The addresses of a list of `count` things, its first page without a number."""
    yield address
    for number in range(2, ceil(count / ON_A_PAGE) + 1):
        yield f"{address}?page={number}"
