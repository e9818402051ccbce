"""Reading systems for pages and for the one who asks: who a key belongs to, what waits for its hooks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from ..accounts import scopes
from ..database import reading
from . import rules
from .models import Hook, HookMessage, System, SystemKey

ACTOR = "system:"
MOST_SHOWN = 500


@dataclass(frozen=True)
class Asker:
    """The system that a key belongs to."""

    id: int
    name: str
    office_code: str
    rights: tuple[str, ...]


@dataclass(frozen=True)
class HookView:
    """An address. waiting, parked: messages that are on their way, and those that nobody tries any more; why: the last failure."""

    id: int
    system_id: int
    url: str
    made_at: datetime
    waiting: int
    parked: int
    why: str


@dataclass(frozen=True)
class SystemView:
    """A system as pages show it. Times are UTC. old_key_until: until when the key before the newest works, or none."""

    id: int
    office_code: str
    name: str
    rights: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    used_on: date | None
    old_key_until: datetime | None
    hooks: tuple[HookView, ...]


def by_key(mark: str, now: datetime) -> Asker | None:
    """Whose key has this fingerprint; None for one that never was, has ended, or whose system is revoked or over."""
    alive = (System.revoked_at.is_(None), System.expires_at > now)
    query = select(System).join(SystemKey).where(SystemKey.mark == mark, *alive)
    row = reading().scalar(query.where(SystemKey.ends_at.is_(None) | (SystemKey.ends_at > now)))
    return Asker(row.id, row.name, row.office_code, tuple(row.rights.split())) if row else None


def systems(scope: str, now: datetime) -> list[SystemView]:
    """The systems of the offices in a scope that are not revoked, by office and name, at most 500."""
    query = select(System).where(System.revoked_at.is_(None), System.office_code.in_(scopes.offices_in(scope)))
    rows = list(reading().scalars(query.order_by(System.office_code, System.name, System.id).limit(MOST_SHOWN)))
    listening, ids = hooks([row.id for row in rows]), [row.id for row in rows]
    old = select(SystemKey.system_id, func.max(SystemKey.ends_at)).where(SystemKey.system_id.in_(ids), SystemKey.ends_at > now)
    ends = dict(reading().execute(old.group_by(SystemKey.system_id)).tuples().all())
    return [
        SystemView(
            row.id,
            row.office_code,
            row.name,
            tuple(row.rights.split()),
            row.made_at,
            row.expires_at,
            row.used_on,
            ends.get(row.id),
            tuple(hook for hook in listening if hook.system_id == row.id),
        )
        for row in rows
    ]


def office_of(system_id: int) -> str | None:
    """The office of a system that is not revoked, or None."""
    return reading().scalar(select(System.office_code).where(System.id == system_id, System.revoked_at.is_(None)))


def hooks(system_ids: Collection[int]) -> list[HookView]:
    """The addresses of systems, the oldest first."""
    is_parked = HookMessage.attempts >= rules.MOST_ATTEMPTS
    parked = func.coalesce(func.sum(case((is_parked, 1), else_=0)), 0)
    query = (
        select(Hook, func.count(HookMessage.id), parked, func.max(case((is_parked, HookMessage.last_error))))
        .outerjoin(HookMessage)
        .where(Hook.system_id.in_(system_ids))
        .group_by(Hook.id)
        .order_by(Hook.id)
    )
    return [
        HookView(row.id, row.system_id, row.url, row.made_at, count - stuck, stuck, why or "")
        for row, count, stuck, why in reading().execute(query)
    ]


def names(actors: Collection[str]) -> dict[str, str]:
    """`system:<id>` -> its name, for those of `actors` that are systems, revoked ones too."""
    ids = {int(one.removeprefix(ACTOR)) for one in actors if one.startswith(ACTOR) and one.removeprefix(ACTOR).isdecimal()}
    rows = reading().execute(select(System.id, System.name).where(System.id.in_(ids))) if ids else ()
    return {f"{ACTOR}{number}": name for number, name in rows}
