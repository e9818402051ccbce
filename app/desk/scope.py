"""Whose office a request of the desk is about, and who asks."""

from __future__ import annotations

from flask import current_app, request

from ..accounts import who
from ..offices import queries as offices
from ..web.errors import Missing


def staff() -> who.Staff:
    """Whoever asks. Raises Missing for nobody."""
    found = who.current()
    if found is None:
        raise Missing
    return found


def own_office() -> offices.OfficeView:
    """The office that is asked for (`o`), or the first one in the scope of whoever asks. Raises Missing."""
    wanted = request.values.get("o")
    found = [one for one in offices.offices() if staff().may_see(one.code) and wanted in (None, one.code)]
    if not found:
        raise Missing
    return found[0]


def public_url() -> str:
    """What our codes carry."""
    return current_app.extensions["gocua.config"].public_url
