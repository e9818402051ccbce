"""Posters at the desk: what hangs where and what it wants, printing and printing again, moving, taking down."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, redirect, request, url_for

from ..accounts import names
from ..dossiers import calendar
from ..offices import hanging, patrol_queries, placing, rules
from ..offices import posters as printing
from ..offices import queries as offices
from ..offices import service as offices_service
from ..offices.posters import PAPERS, NoPosters
from ..offices.queries import OfficeView, PosterView
from ..procedures.extras import slug
from ..web.access import may
from ..web.errors import Invalid, Missing
from ..web.pages import page
from . import poster_rows
from .routes import bp
from .scope import own_office, public_url, staff

FOREIGN_DAYS = 30
NEW = "new"


@bp.get("/posters")
@may("make_posters")
def posters():
    """Every poster, what wants doing first; what can be printed; foreign codes that patrols found."""
    return _list(own_office())


def _list(office: OfficeView, status: int = 200, problem: str = ""):
    rows = poster_rows.rows(office, calendar.today(), public_url())
    now = calendar.now()
    foreign = patrol_queries.foreign(office.code, now - timedelta(days=FOREIGN_DAYS))
    last = patrol_queries.last_ended(office.code)
    actors = (
        [one.looked.actor for one in rows if one.looked] + [one.poster.placed_by for one in rows] + [one.actor for one in foreign]
    )
    return page(
        "desk/posters.html",
        status=status,
        office=office,
        rows=rows,
        stale=sum(1 for one in rows if one.changes),
        people=names.of(actors),
        foreign=foreign,
        patrol_days=(calendar.today() - calendar.local(last).date()).days if last else None,
        places=offices.poster_places(office.code),
        hamlets=offices.hamlets(office.code),
        kinds=rules.PLACES,
        sets=hanging.SETS,
        papers=PAPERS,
        problem=problem,
    )


@bp.post("/posters")
@may("make_posters")
def print_posters():
    """The PDF of a set (`what`, `paper`), for each place of `place` (a number, or `new` with `kind`, `name`, `hamlet`); 422 without one."""
    office, what, paper = own_office(), request.form.get("what", ""), request.form.get("paper", "a5")
    if paper not in PAPERS:
        raise Invalid
    try:
        places = [_place(office, one) for one in dict.fromkeys(request.form.getlist("place"))]
        if not places:
            return _list(office, 422, "where")
        data = hanging.print_set(office, what, paper, public_url(), calendar.now(), places, staff().actor)
    except placing.NotAPlace:
        return _list(office, 422, "place")
    except NoPosters:
        return _list(office, 422, "nothing")
    return _pdf(data, f"posters-{slug(what)}-{paper}.pdf")


@bp.post("/posters/reprint")
@may("make_posters")
def reprint():
    """The PDF of all posters that say something else by now, or of one (`poster`); 422 where there is none."""
    office, only = own_office(), request.form.get("poster")
    try:
        return _pdf(hanging.reprint(office.code, public_url(), calendar.now(), only), "posters.pdf")
    except NoPosters:
        return _list(office, 422, "nothing")


@bp.get("/posters/<poster_id>")
@may("make_posters")
def poster(poster_id: str):
    """One poster, and what can be done with it."""
    return _one(_own(poster_id))


def _one(found: PosterView, status: int = 200):
    return page(
        "desk/poster.html",
        status=status,
        poster=found,
        name=printing.subjects([found]).get((found.kind, found.target), (found.target, ""))[0],
        people=names.of([found.placed_by]),
        places=offices.poster_places(found.office.code),
        hamlets=offices.hamlets(found.office.code),
        kinds=rules.PLACES,
        problem=status != 200,
    )


@bp.post("/posters/<poster_id>/place")
@may("make_posters")
def place(poster_id: str):
    """Say where a poster hangs (`place` as in printing, `note`): 303 back, to the patrol (`patrol`, `at`) where it was asked there."""
    found = _own(poster_id)
    try:
        place_id = _place(found.office, request.form.get("place", ""))
    except placing.NotAPlace:
        return _one(found, 422)
    placing.place(poster_id, found.office.code, place_id, request.form.get("note", found.note), staff().actor, calendar.now())
    patrol, at = request.form.get("patrol", type=int), request.form.get("at", type=int)
    if patrol is not None and at is not None:
        return redirect(url_for("desk.patrol_at", patrol_id=patrol, place_id=at), 303)
    return redirect(url_for("desk.posters", o=found.office.code), 303)


@bp.post("/posters/<poster_id>/retire")
@may("make_posters")
def retire(poster_id: str):
    """Take a poster down; its address keeps answering with a page that helps. 303 back."""
    found = _own(poster_id)
    offices_service.retire(poster_id)
    return redirect(url_for("desk.posters", o=found.office.code), 303)


def _own(poster_id: str) -> PosterView:
    """A poster in the scope of whoever asks. Raises Missing."""
    found = offices.poster(poster_id)
    if found is None or not staff().may_see(found.office.code):
        raise Missing
    return found


def _place(office: OfficeView, chosen: str) -> int:
    """The number of a place of this office, made where it is `new`. Raises placing.NotAPlace."""
    if chosen == NEW:
        form = request.form
        return placing.keep_place(office.code, form.get("kind", ""), form.get("name", ""), form.get("hamlet", type=int))
    if chosen not in {str(one.id) for one in offices.poster_places(office.code)}:
        raise placing.NotAPlace
    return int(chosen)


def _pdf(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
