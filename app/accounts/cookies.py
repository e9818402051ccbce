"""The two cookies of staff: `staff` opens a session, `device` says that this browser was here before. Neither is for scripts."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

STAFF, DEVICE = "gocua-staff", "gocua-device"
SAME_SITE = {STAFF: "Strict", DEVICE: "Lax"}
DEVICE_SECONDS = 400 * 24 * 3600  # the most that browsers allow


def read(name: str) -> str:
    """The token in a cookie, or nothing."""
    return request.cookies.get(_written(name), "")


def put(response: Response, name: str, token: str) -> None:
    """Set it: the device's for long, the session's until the browser ends (the server ends it much earlier)."""
    age = DEVICE_SECONDS if name == DEVICE else None
    response.set_cookie(
        _written(name), token, max_age=age, path="/", httponly=True, secure=request.is_secure, samesite=SAME_SITE[name]
    )


def drop(response: Response, name: str) -> None:
    """Take it back."""
    response.delete_cookie(_written(name), path="/", httponly=True, secure=request.is_secure, samesite=SAME_SITE[name])


def _written(name: str) -> str:
    """`__Host-` binds a cookie to this very host; browsers take that on HTTPS only."""
    return f"__Host-{name}" if request.is_secure else name
