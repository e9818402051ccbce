"""Who asks at `/api/v1`: a system by its key, `Authorization: Bearer gc_...`. Unknown, wrong, ended, revoked: all look alike."""

from __future__ import annotations

from flask import current_app, request

from ..accounts import who
from ..accounts.who import Staff
from ..web.clock import now
from ..web.errors import Refused, TradeError
from . import queries, rules, service

REALM = 'Bearer realm="gocua"'


class NoKey(TradeError):
    """No key that opens anything."""

    status = 401
    headers = {"WWW-Authenticate": REALM}
    told = {"detail": "send a valid key: Authorization: Bearer gc_..."}


class NotGranted(Refused):
    """The key is good, but not for this."""

    def __init__(self, right: str):
        super().__init__()
        self.headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{right}"'}
        self.told = {"detail": f"this key lacks the right {right}"}


def judge(right: str) -> None:
    """Let the system in whose key holds `right`; from here on it is who asks. Raises NoKey, service.TooFast, NotGranted."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not rules.KEY.fullmatch(key):
        raise NoKey
    found = queries.by_key(service.mark_of(current_app.extensions["gocua.keys"], key), now())
    if found is None:
        raise NoKey
    service.count(found.id, current_app.extensions["gocua.config"].api_calls, now())
    who.stand_in(Staff(None, found.name, "system", found.office_code, system_id=found.id))
    if right not in found.rights:
        raise NotGranted(right)


def system() -> Staff:
    """The system that asks. Raises NoKey outside of a call by one."""
    asker = who.current()
    if asker is None or asker.system_id is None:
        raise NoKey
    return asker
