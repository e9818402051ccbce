"""What happens to other systems: a key is made, changed for another, revoked; a call is counted; a state is set. One transaction each."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ..accounts import audit
from ..accounts.who import Staff
from ..database import write
from ..dossiers import returns
from ..dossiers import service as dossiers
from ..sealing import Keys
from ..web.errors import Invalid, Missing, TradeError
from . import rules
from .models import Hook, System, SystemAnswer, SystemKey

MOST_NAME = 120


class NoSuchSystem(Missing):
    """No system with this number, or it is revoked."""


class TooFast(TradeError):
    """More calls than a minute takes."""

    status = 429

    def __init__(self, seconds: int):
        super().__init__()
        self.headers = {"Retry-After": str(seconds)}


class CallReused(Invalid):
    """The same Idempotency-Key came with another call before."""

    told = {"detail": "this Idempotency-Key was used for another call"}


def mark_of(keys: Keys, key: str) -> str:
    """How a key lies in the table: a fingerprint under a key of ours, worth nothing without it."""
    return keys.name("system key", key)


def make(keys: Keys, office_code: str, name: str, rights: Collection[str], days: int, now: datetime) -> tuple[int, str]:
    """Make a system of an office; returns its number and its key, which is shown this once. Raises Invalid."""
    name, known = " ".join(name.split()), [right for right in rules.RIGHTS if right in rights]
    if not name or len(name) > MOST_NAME or not known or set(rights) - set(known) or days not in rules.DAYS:
        raise Invalid
    key = _new_key()

    def work(session: Session) -> int:
        row = System(office_code=office_code, name=name, rights=" ".join(known), made_at=now)
        row.expires_at = now + timedelta(days=days)
        session.add(row)
        session.flush()
        session.add(SystemKey(mark=mark_of(keys, key), system_id=row.id, made_at=now))
        audit.note(session, "system.made", f"system:{row.id}", office_code)
        return row.id

    return write(work), key


def rotate(keys: Keys, system_id: int, now: datetime) -> str:
    """Make another key, shown this once; the one before goes on working for 7 days, older ones end. Raises NoSuchSystem."""
    key = _new_key()

    def work(session: Session) -> None:
        row = _held(session, system_id)
        mine = SystemKey.system_id == system_id
        session.execute(delete(SystemKey).where(mine, SystemKey.ends_at.is_not(None)))
        session.execute(update(SystemKey).where(mine).values(ends_at=now + rules.OLD_KEY_LASTS))
        session.add(SystemKey(mark=mark_of(keys, key), system_id=system_id, made_at=now))
        audit.note(session, "system.rotated", f"system:{system_id}", row.office_code)

    write(work)
    return key


def revoke(system_id: int, now: datetime) -> None:
    """End a system at once: its keys, its hooks, what waited for them. Raises NoSuchSystem."""

    def work(session: Session) -> None:
        row = _held(session, system_id)
        row.revoked_at = now
        session.execute(delete(SystemKey).where(SystemKey.system_id == system_id))
        session.execute(delete(Hook).where(Hook.system_id == system_id))
        audit.note(session, "system.revoked", f"system:{system_id}", row.office_code)

    write(work)


def count(system_id: int, calls_a_minute: int, now: datetime) -> None:
    """Count a call, and keep the day of the last one. Raises TooFast."""

    def work(session: Session) -> int:
        row = session.get_one(System, system_id, with_for_update=True)
        row.free_at, wait = rules.spent(row.free_at, now, calls_a_minute)
        row.used_on = now.date()
        return wait

    wait = write(work)
    if wait:
        raise TooFast(wait)


def set_state(keys: Keys, system: Staff, dossier_id: str, move: rules.Move, call: str, now: datetime) -> dict[str, Any]:
    """Set a state as an officer would; returns the answer. call: the Idempotency-Key, or nothing; the same call again gives the same.

    Raises NoSuchDossier, WrongState, CallReused.
    """
    giving = returns.giving_back(keys, dossier_id, move.findings) if move.findings else None
    mark, content = keys.name("call", call), keys.name("call content", dossier_id, repr(move))

    def work(session: Session) -> dict[str, Any]:
        session.get_one(System, system.system_id, with_for_update=True)  # two calls with one key wait for each other
        before = session.get(SystemAnswer, (system.system_id, mark)) if call else None
        if before is not None:
            if before.call != content:
                raise CallReused
            return json.loads(before.answer)
        row = dossiers.moved(session, dossier_id, move.state, system.actor, now, move.only_from)
        if giving:
            giving(session, row)
        due = row.due_on.isoformat() if row.due_on else None
        answer = {"id": row.id, "state": row.state, "changed_at": rules.stamp(row.changed_at), "due_on": due}
        if call:
            session.add(
                SystemAnswer(system_id=system.system_id, mark=mark, dossier_id=dossier_id, call=content, answer=json.dumps(answer))
            )
        return answer

    return write(work)


def _new_key() -> str:
    return f"gc_{secrets.token_urlsafe(32)}"


def _held(session: Session, system_id: int) -> System:
    row = session.get(System, system_id, with_for_update=True)
    if row is None or row.revoked_at:
        raise NoSuchSystem
    return row
