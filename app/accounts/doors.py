"""What the routes of staff share: the browser that asks, the answer that opens a session, the one who is signed in."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from ..sealing import Keys
from ..web.errors import Invalid, Missing, TooLarge
from . import cookies, passkeys, rules, signing
from .who import Staff, current

MOST_JSON_BYTES = 20_000


def keys() -> Keys:
    """This copy's keys."""
    return current_app.extensions["gocua.keys"]


def me() -> Staff:
    """The account that is signed in; a page of an account's own is not there for the machine itself. Raises Missing."""
    staff = current()
    if staff is None or staff.id is None:
        raise Missing
    return staff


def own_id() -> int:
    """Its number."""
    return me().id or 0


def browser() -> signing.Browser:
    """The one that asks."""
    label = rules.device_label(request.headers.get("User-Agent", ""))
    return signing.Browser(cookies.read(cookies.STAFF), cookies.read(cookies.DEVICE), label, request.remote_addr or "")


def site() -> passkeys.Site | None:
    """Whom a passkey would be for, here; None where there can be none."""
    return passkeys.site(request.scheme, request.host, current_app.extensions["gocua.config"].public_host)


def needed_site() -> passkeys.Site:
    """The same, for routes that are about passkeys. Raises Missing."""
    found = site()
    if found is None:
        raise Missing
    return found


def said() -> dict:
    """The JSON that a script sent. Raises Invalid, TooLarge."""
    if (request.content_length or 0) > MOST_JSON_BYTES:
        raise TooLarge
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Invalid
    return found


def onward(role: str) -> str:
    """Where to go after signing in: the page that was asked for, else where this role works."""
    wanted = rules.own_page(request.values.get("next", ""))
    homes = {"officer": "desk.index", "leader": "staff.index", "admin": "staff.index"}
    return wanted or url_for(homes.get(role, "me.index"))


def let_in(opened: signing.Opened, answer: Response | None = None) -> Response:
    """Give the browser its new cookies, with 303 onward or with `answer`."""
    response = answer or redirect(onward(opened.role), 303)
    cookies.put(response, cookies.STAFF, opened.staff)
    cookies.put(response, cookies.DEVICE, opened.device)
    return response


def keep_private(response: Response) -> Response:
    """What staff see is never stored by anybody."""
    response.headers["Cache-Control"] = "no-store"
    return response
