"""`/my-phone`: what this phone keeps. `/drafts`: a draft on its way to another browser, sealed by the phone itself."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from ..web.access import public
from ..web.clock import now
from ..web.errors import Invalid, TooLarge
from ..web.pages import page, published
from . import rules, service

bp = Blueprint("sync", __name__)
BYTES = "application/octet-stream"


@bp.get("/my-phone")
@public
def my_phone():
    """What lies on this phone, and how to wipe it; the phone itself fills it in."""
    published()
    return page("sync/my_phone.html")


@bp.get("/drafts")
@public
def carry():
    """A draft to another browser: the code is shown, or typed; it stands behind the `#` and never reaches the server."""
    published()
    return page("sync/drafts.html")


@bp.post("/drafts")
@public
def leave():
    """Keep a sealed draft (16 bytes of name, then the sealed bytes): 201; 409 asks for another code; 413, 422, 429."""
    body = _body(rules.NAME_BYTES + rules.MOST_SEALED_BYTES)
    parts = rules.parted(body)
    if parts is None:
        raise Invalid
    moment = now()
    giver = current_app.extensions["gocua.keys"].name("carry", moment.date().isoformat(), request.remote_addr or "")[:32]
    service.leave(*parts, giver, moment)
    return _plain(Response(status=201))


@bp.post("/drafts/taken")
@public
def take():
    """The sealed bytes under the 16 bytes of name in the body, once; 404 where there are none."""
    name = _body(rules.NAME_BYTES)
    if len(name) != rules.NAME_BYTES:
        raise Invalid
    return _plain(Response(service.take(name.hex(), now()), mimetype=BYTES))


def _body(most: int) -> bytes:
    if request.content_length is None or request.content_length > most:
        raise TooLarge
    return request.get_data(cache=False)


def _plain(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
