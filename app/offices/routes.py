"""The pages that need a procedure and an office: `/p`, `/q`, the walk-saver; help, privacy and the scanner."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for

from ..procedures import queries as procedures
from ..procedures.routes import part
from ..web.access import public
from ..web.errors import Missing
from ..web.pages import page, published
from ..web.texts import Text
from . import queries, rules, scanning, walksaver
from .queries import OfficeView, PosterView

bp = Blueprint("offices", __name__)


@bp.get("/p/<code>")
@public
def procedure(code: str):
    """A procedure; 404 for a code that the catalogue does not hold."""
    return show_procedure(code, queries.only_office())


@bp.get("/p/<code>/row")
@public
def row(code: str):
    """A procedure's row among search results, alone and whole, for a phone that searches without a network."""
    found = procedures.procedure(code)
    if found is None:
        raise Missing
    published()
    return page("offices/row.html", procedure=found)


@bp.get("/p/<code>/papers")
@public
def papers(code: str):
    """The walk-saver: one paper a screen; without script one list with the same questions."""
    published()
    return _papers(code, {})


@bp.get("/p/<code>/papers/result")
@public
def papers_result(code: str):
    """What to fetch first, from the answers `n<number>` and `h<number>`, for phones without script."""
    return _papers(code, {name: value for name, value in request.args.items() if name[:1] in "nh" and name[1:].isdecimal()})


def _papers(code: str, answers: dict[str, str]):
    found = procedures.procedure(code)
    if found is None:
        raise Missing
    office = queries.only_office()
    return page(
        "offices/papers.html",
        procedure=found,
        office=office,
        counter=_counter(office, found),
        answers=answers,
        result=walksaver.outcome(found.papers, answers),
    )


@bp.get("/q/<poster_id>")
@public
def poster(poster_id: str):
    """What a poster opens, in its own answer without a redirect; retired and unknown ones get a page that helps."""
    read = rules.read_code(poster_id, 6)
    found = queries.poster(read) if read else None
    if found is None:
        return page("offices/no_poster.html", poster=None, typed=poster_id[:12], status=404)
    if not found.is_active:
        return page("offices/no_poster.html", poster=found, typed=found.id, status=410)
    return _poster_page(found)


def _poster_page(found: PosterView):
    counts = f"poster:{found.id}"
    if found.kind == "procedure":
        return show_procedure(found.target, found.office, counts)
    published(counts)
    if found.kind == "office":
        events, number, pages = part(procedures.events())
        return page("procedures/home.html", events=events, number=number, pages=pages, office=found.office)
    pair = procedures.event(found.target) if found.kind == "event" else None
    cards = procedures.cards(pair[0].procedures) if pair else procedures.in_field(found.target)
    if not cards:
        raise Missing
    name, picture_name = (pair[1], pair[0].picture) if pair else (Text(cards[0].field), cards[0].picture)
    shown, number, pages = part(cards)
    return page(
        "procedures/list.html",
        name=name,
        picture_name=picture_name,
        cards=shown,
        number=number,
        pages=pages,
        office=found.office,
    )


def show_procedure(code: str, office: OfficeView | None, counts: str | None = None):
    """The page of one procedure at one office (or at none in particular). Raises Missing."""
    found = procedures.procedure(code)
    if found is None:
        raise Missing
    published(counts)
    confirmed = procedures.confirmed_on(code, office.code) if office else None
    return page("offices/procedure.html", procedure=found, office=office, counter=_counter(office, found), confirmed_on=confirmed)


def _counter(office: OfficeView | None, procedure: procedures.ProcedureView) -> str:
    return queries.counter_for(office, procedure.code, procedure.at_police) if office else ""


@bp.get("/help")
@public
def help_page():
    """A person who helps: whom to call, where to go, when; and who made this."""
    published()
    return page("offices/help.html", offices=queries.offices()[:50])


@bp.get("/privacy")
@public
def privacy():
    """What becomes of what people write, in plain words."""
    published()
    return page("offices/privacy.html", office=queries.only_office())


@bp.get("/scan")
@public
def scan():
    """The scanner: camera where the phone lets us, else a photo, else the short code typed. Opens nothing but this host."""
    code = request.args.get("code")
    if code is not None:
        return _opened(scanning.address_of(code), code)
    published()
    return page("offices/scan.html", host=scanning.own_host(), problem=None, typed="")


@bp.post("/scan")
@public
def scan_photo():
    """A photo of a code: 303 to what it opens on this host, else 422 with what to do."""
    photo = request.files.get("photo")
    return _opened(scanning.address_in_photo(photo.read(scanning.MOST_PHOTO_BYTES)) if photo else None, "")


def _opened(address: str | None, typed: str):
    if address is None:
        return page("offices/scan.html", status=422, host=scanning.own_host(), problem=True, typed=typed[:40])
    return redirect(url_for("procedures.home").rstrip("/") + address, 303)
