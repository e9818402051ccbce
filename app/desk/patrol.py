"""The patrol: a walk with a phone from poster to poster, each scan with its answer at once; what it came to; earlier ones."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for

from ..accounts import names
from ..dossiers import calendar
from ..offices import patrol_queries, patrols, scanning
from ..offices import posters as printing
from ..offices import queries as offices
from ..offices.patrol_queries import FindView, PatrolView
from ..offices.patrols import Spot
from ..offices.posters import place_label
from ..offices.queries import PlaceView, PosterView
from ..web.access import may
from ..web.errors import Invalid, Missing
from ..web.pages import page
from .routes import bp
from .scope import own_office, public_url, staff

NOWHERE = 0  # in addresses: what hangs nobody knows where
WANTS_JSON = "application/json"


@bp.get("/patrol")
@may("make_posters")
def patrol():
    """Where to walk; the last walks."""
    office = own_office()
    walks = patrol_queries.patrols(office.code)
    return page(
        "desk/patrol.html",
        office=office,
        places=_places(office.code),
        walks=walks,
        people=names.of(one.actor for one in walks),
    )


@bp.post("/patrol")
@may("make_posters")
def start_patrol():
    """Begin one of a place (`place`: its number), or of all (nothing): 303 to it."""
    office, place = own_office(), request.form.get("place") or None
    if place is not None and not place.isdecimal():
        raise Invalid
    number = patrols.start(office.code, int(place) if place else None, staff().actor, calendar.now())
    return redirect(url_for("desk.patrol_walk", patrol_id=number), 303)


@bp.get("/patrol/<int:patrol_id>")
@may("make_posters")
def patrol_walk(patrol_id: int):
    """The places of a walk; once it is ended, what it came to."""
    walk = _walk(patrol_id)
    found, expected = patrol_queries.finds(walk), _expected(walk)
    if walk.ended_at is None and walk.place:
        return redirect(url_for("desk.patrol_at", patrol_id=patrol_id, place_id=walk.place.id), 303)
    return page(
        "desk/patrol_end.html" if walk.ended_at else "desk/patrol_walk.html",
        walk=walk,
        summary=patrol_queries.summary(found, expected),
        places=_places(walk.office_code),
        looked={one.poster_id for one in found},
        expected=expected,
        subjects=printing.subjects(expected),
        people=names.of([walk.actor]),
    )


@bp.get("/patrol/<int:patrol_id>/<int:place_id>")
@may("make_posters")
def patrol_at(patrol_id: int, place_id: int):
    """Scan and tick off at one place (0: nobody knows where); with `find`, what was found just now."""
    return _at(_walk(patrol_id), place_id)


def _at(walk: PatrolView, place_id: int, status: int = 200, problem: str = ""):
    place = _place(walk, place_id)
    found = patrol_queries.finds(walk)
    here = [one for one in _expected(walk) if (one.place.id if one.place else NOWHERE) == place_id]
    now = next((one for one in found if one.id == request.args.get("find", type=int)), None)
    return page(
        "desk/patrol_at.html",
        status=status,
        walk=walk,
        place=place,
        place_id=place_id,
        posters=here,
        subjects=printing.subjects(here),
        results={one.poster_id: one.result for one in found if one.poster_id},
        foreign=[one for one in found if one.result == "foreign" and (one.place.id if one.place else NOWHERE) == place_id],
        find=_told(now) if now else None,
        problem=problem,
        new_key=lambda: str(uuid.uuid4()),
        host=scanning.own_host(),
    )


@bp.post("/patrol/<int:patrol_id>/<int:place_id>")
@may("make_posters")
def patrol_note(patrol_id: int, place_id: int):
    """Note what was found: `code` as scanned, `typed`, a `photo`, or `missing` (a poster's id), under the phone's `key`.

    303 back with the answer, or JSON for the page's script; 422 for what is no poster's code, with nothing kept of it.
    """
    walk = _walk(patrol_id)
    place = _place(walk, place_id)
    spot, key, missing = (
        Spot(walk.id, walk.office_code, place.id if place else None),
        request.form.get("key", ""),
        request.form.get("missing"),
    )
    try:
        number = patrols.note_missing(spot, key, missing, calendar.now()) if missing else _note_code(spot, key)
    except scanning.NotAPoster:
        if _is_script():
            return {"key": key, "result": "no-poster"}, 422
        return _at(walk, place_id, 422, "no-poster")
    if _is_script():
        return _told(next(one for one in patrol_queries.finds(walk) if one.id == number))
    return redirect(url_for("desk.patrol_at", patrol_id=walk.id, place_id=place_id, find=number), 303)


def _note_code(spot: Spot, key: str) -> int:
    typed, code, photo = request.form.get("typed", ""), request.form.get("code", ""), request.files.get("photo")
    if photo is not None and photo.filename:
        texts = scanning.texts_in_photo(photo.read(scanning.MOST_PHOTO_BYTES))
        code = next((text for text in texts if scanning.address_of(text)), texts[0] if texts else "")
    return patrols.note_code(spot, key, code or typed, not code, public_url(), calendar.now())


@bp.post("/patrol/<int:patrol_id>/finds/<int:find_id>/mistake")
@may("make_posters")
def patrol_mistake(patrol_id: int, find_id: int):
    """A foreign code was scanned by mistake: 303 back to where that was."""
    walk = _walk(patrol_id)
    found = next((one for one in patrol_queries.finds(walk) if one.id == find_id), None)
    patrols.take_back(patrol_id, find_id)
    at = found.place.id if found and found.place else NOWHERE
    return redirect(url_for("desk.patrol_at", patrol_id=patrol_id, place_id=at), 303)


@bp.post("/patrol/<int:patrol_id>/end")
@may("make_posters")
def end_patrol(patrol_id: int):
    """End the walk: 303 to what it came to."""
    walk = _walk(patrol_id)
    patrols.end(patrol_id, walk.office_code, calendar.now())
    return redirect(url_for("desk.patrol_walk", patrol_id=patrol_id), 303)


def _told(found: FindView) -> dict:
    """A find as the page shows it. place: where a poster that is elsewhere should hang."""
    poster = offices.poster(found.poster_id) if found.poster_id else None
    subject = printing.subjects([poster]).get((poster.kind, poster.target)) if poster else None
    return {
        "id": found.id,
        "key": found.key,
        "result": found.result,
        "poster": found.poster_id or "",
        "name": subject[0] if subject else "",
        "place": place_label(poster.place) if poster else "",
        "said": found.said,
    }


def _walk(patrol_id: int) -> PatrolView:
    """A patrol in the scope of whoever asks. Raises Missing."""
    found = patrol_queries.patrol(patrol_id)
    if found is None or not staff().may_see(found.office_code):
        raise Missing
    return found


def _place(walk: PatrolView, place_id: int) -> PlaceView | None:
    """A place of the walk's office; None for 0. Raises Missing for any other, and for one beside a walk of one place."""
    if walk.place and walk.place.id != place_id:
        raise Missing
    found = {one.id: one for one in offices.poster_places(walk.office_code)}
    if place_id != NOWHERE and place_id not in found:
        raise Missing
    return found.get(place_id)


def _expected(walk: PatrolView) -> list[PosterView]:
    """The posters that should hang where the walk goes."""
    found = [one for one in offices.posters(walk.office_code) if one.is_active]
    return [one for one in found if walk.place in (None, one.place)]


def _places(office_code: str) -> list[tuple[PlaceView | None, int]]:
    """(place, how many posters should hang there), those with any; last what hangs nobody knows where."""
    hanging = [one.place for one in offices.posters(office_code) if one.is_active]
    wanted: list[PlaceView | None] = [*offices.poster_places(office_code), None]
    return [(place, hanging.count(place)) for place in wanted if place in hanging]


def _is_script() -> bool:
    return request.accept_mimetypes.best == WANTS_JSON
