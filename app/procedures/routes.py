"""Looking around: home, life events, fields, languages. A procedure's own page needs an office and lives there."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, request

from ..web import languages
from ..web.access import public
from ..web.errors import Missing
from ..web.pages import page, published
from ..web.texts import Text
from . import queries

bp = Blueprint("procedures", __name__)
ON_A_PAGE = 4


@bp.get("/")
@public
def home():
    """Search, scan and a page of life events (`page`, from 1); htmx gets only the block `events`."""
    published()
    shown, number, pages = part(queries.events())
    return page("procedures/home.html", fragment="events", events=shown, number=number, pages=pages)


@bp.get("/e/<event_id>")
@public
def event(event_id: str):
    """A life event's procedures, the common ones first; 404 for an unknown event."""
    found = queries.event(event_id)
    if found is None:
        raise Missing
    published()
    shown, number, pages = part(queries.cards(found[0].procedures))
    return page("procedures/list.html", name=found[1], picture_name=found[0].picture, cards=shown, number=number, pages=pages)


@bp.get("/f/<field>")
@public
def field(field: str):
    """A field's procedures; 404 for an unknown field."""
    fitting = queries.in_field(field)
    if not fitting:
        raise Missing
    published()
    shown, number, pages = part(fitting)
    name = Text(fitting[0].field)
    return page("procedures/list.html", name=name, picture_name=fitting[0].picture, cards=shown, number=number, pages=pages)


@bp.get("/languages")
@public
def languages_page():
    """The languages that have a pack, each in its own name."""
    published()
    return page("procedures/languages.html", offered=languages.offered())


def part(things: list) -> tuple[list, int, int]:
    """(the things of page `page`, its number, how many pages): flat lists page, they do not nest. 404 past the end."""
    pages = max(1, ceil(len(things) / ON_A_PAGE))
    said = request.args.get("page", "1")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0
    if not 1 <= number <= pages:
        raise Missing
    return things[(number - 1) * ON_A_PAGE : number * ON_A_PAGE], number, pages
