"""What happens to hooks: added and removed, told of each new state in its own transaction, delivered by a worker. Order holds per dossier."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from ..accounts import audit
from ..config import Network
from ..database import reading, write
from ..dossiers.models import Dossier
from ..sealing import CannotOpen, Keys
from ..web.errors import Invalid, Missing, Taken
from . import calling, rules
from .calling import NotTaken
from .models import Hook, HookMessage, System

MOST_OF_ONE = 5
AT_ONCE = 10
LEASE = timedelta(seconds=120)  # longer than AT_ONCE calls of 5 seconds with their look-ups
Post = Callable[[str, bytes, dict[str, str]], None]


class NoSuchHook(Missing):
    """No hook with this number, or not one of this system."""


class NotAnAddress(Invalid):
    """No https address that may be called."""

    told = {"detail": "url must be https, on port 443, at a public host"}


class TooManyHooks(Taken):
    """Five addresses of one system listen already."""

    told = {"detail": "a system has at most 5 hooks"}


def add(keys: Keys, system_id: int, office_code: str, url: str, inside: Sequence[Network], now: datetime) -> tuple[int, str]:
    """Let an address hear of the office's dossiers; returns its number and its secret, which is shown this once.

    Raises NotAnAddress, TooManyHooks.
    """
    if not calling.is_address(url, inside):
        raise NotAnAddress
    secret = secrets.token_bytes(calling.SECRET_BYTES)
    version, sealed = keys.wrap(secret, *_place(system_id, url))

    def work(session: Session) -> int:
        session.get_one(System, system_id, with_for_update=True)
        if (session.scalar(select(func.count()).where(Hook.system_id == system_id)) or 0) >= MOST_OF_ONE:
            raise TooManyHooks
        row = Hook(system_id=system_id, url=url, key_version=version, secret=sealed, made_at=now)
        session.add(row)
        session.flush()
        audit.note(session, "hook.made", f"system:{system_id}", office_code)
        return row.id

    return write(work), calling.written_secret(secret)


def remove(system_id: int, hook_id: int, office_code: str) -> None:
    """Tell an address no more; what waited for it goes. Raises NoSuchHook."""

    def work(session: Session) -> None:
        mine = delete(Hook).where(Hook.id == hook_id, Hook.system_id == system_id).returning(Hook.id)
        if session.scalar(mine) is None:
            raise NoSuchHook
        audit.note(session, "hook.removed", f"system:{system_id}", office_code)

    write(work)


def try_again(system_id: int, hook_id: int, office_code: str, now: datetime) -> None:
    """Send what was parked for an address once more, from the beginning. Raises NoSuchHook."""

    def work(session: Session) -> None:
        if session.scalar(select(Hook.id).where(Hook.id == hook_id, Hook.system_id == system_id)) is None:
            raise NoSuchHook
        parked = update(HookMessage).where(HookMessage.hook_id == hook_id, HookMessage.attempts >= rules.MOST_ATTEMPTS)
        session.execute(parked.values(attempts=0, run_at=now))
        audit.note(session, "hook.tried_again", f"system:{system_id}", office_code)

    write(work)


def announce(session: Session, dossier: Dossier, now: datetime) -> None:
    """Inside the transaction that changes the state: a message for each hook of the office. Handed in at start-up (rooms.py)."""
    listening = select(Hook.id).join(System).where(System.office_code == dossier.office_code, *_alive(now))
    for hook_id in session.scalars(listening.order_by(Hook.id)):
        session.add(
            HookMessage(hook_id=hook_id, dossier_id=dossier.id, name=str(uuid.uuid4()), state=dossier.state, at=now, run_at=now)
        )


def deliver(keys: Keys, post: Post, now: datetime) -> int:
    """Send what is due, at most 10; returns how many were taken on. Several workers may do this at once."""
    taken = write(lambda session: _claim(session, now))
    for message_id in taken:
        row = reading().execute(select(HookMessage, Hook).join(Hook).where(HookMessage.id == message_id)).first()
        if row is not None:
            _send(keys, post, row[0], row[1], now)
    return len(taken)


def _place(system_id: int, url: str) -> tuple[str, str, str]:
    """What a secret is bound to: nobody can move it to another address."""
    return "hooks", "secret", f"{system_id} {url}"


def _alive(now: datetime):
    return System.revoked_at.is_(None), System.expires_at > now


def _claim(session: Session, now: datetime) -> list[int]:
    before = aliased(HookMessage)
    same = (before.hook_id == HookMessage.hook_id, before.dossier_id == HookMessage.dossier_id)
    waits = select(before.id).where(*same, before.id < HookMessage.id, before.attempts < rules.MOST_ATTEMPTS).exists()
    free = HookMessage.lease_until.is_(None) | (HookMessage.lease_until < now)
    due = (
        select(HookMessage.id)
        .join(Hook)
        .join(System)
        .where(HookMessage.run_at <= now, HookMessage.attempts < rules.MOST_ATTEMPTS, free, ~waits, *_alive(now))
        .order_by(HookMessage.run_at, HookMessage.id)
    )
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True, of=HookMessage)
    found = list(session.scalars(due.limit(AT_ONCE)))
    session.execute(update(HookMessage).where(HookMessage.id.in_(found)).values(lease_until=now + LEASE))
    return found


def _send(keys: Keys, post: Post, message: HookMessage, to: Hook, now: datetime) -> None:
    body = rules.message(message.name, message.at, message.dossier_id, message.state)
    try:
        secret = keys.unwrap(to.key_version, to.secret, *_place(to.system_id, to.url))
        post(to.url, body, calling.signed(secret, message.name, now, body))
    except (NotTaken, CannotOpen) as problem:
        why, message_id = str(problem), message.id
        return write(lambda session: _later(session, message_id, why, now))
    return write(lambda session: _drop(session, message.id))


def _drop(session: Session, message_id: int) -> None:
    session.execute(delete(HookMessage).where(HookMessage.id == message_id))


def _later(session: Session, message_id: int, error: str, now: datetime) -> None:
    row = session.get(HookMessage, message_id)
    if row is not None:
        row.attempts, row.lease_until, row.last_error = row.attempts + 1, None, error[:64]
        row.run_at = now + rules.pause(row.attempts)
