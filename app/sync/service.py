"""Drafts on their way: left by one browser, taken by another, once; gone after a day."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from ..database import write
from ..web.errors import Missing, Taken, TradeError
from . import rules
from .models import CarriedDraft


class NoSuchDraft(Missing):
    """Taken already, too old, or never left."""


class NameTaken(Taken):
    """Something lies under this name: the phone makes another code."""


class TooMany(TradeError):
    """The table, or one giver's share of a day, is full."""

    status = 429


def leave(name: str, sealed: bytes, giver: str, now: datetime) -> None:
    """Keep a sealed draft under `name`. Raises NameTaken, TooMany."""

    def work(session: Session) -> None:
        _forget_old(session, now)
        all_of_them = session.scalar(select(func.count()).select_from(CarriedDraft)) or 0
        of_giver = session.scalar(select(func.count()).where(CarriedDraft.giver == giver)) or 0
        if all_of_them >= rules.MOST_AT_A_TIME or of_giver >= rules.MOST_A_DAY_FROM_ONE:
            raise TooMany
        if session.get(CarriedDraft, name) is not None:
            raise NameTaken
        session.add(CarriedDraft(id=name, sealed=sealed, giver=giver, left_at=now))

    write(work)


def take(name: str, now: datetime) -> bytes:
    """The sealed bytes under `name`, which are deleted at the same moment. Raises NoSuchDraft."""

    def work(session: Session) -> bytes | None:
        row = delete(CarriedDraft).where(CarriedDraft.id == name, CarriedDraft.left_at > now - rules.STAYS)
        return session.scalar(row.returning(CarriedDraft.sealed))

    sealed = write(work)
    if sealed is None:
        raise NoSuchDraft
    return sealed


def purge(now: datetime) -> int:
    """Delete what nobody fetched within a day; returns how many."""
    return write(lambda session: _forget_old(session, now))


def _forget_old(session: Session, now: datetime) -> int:
    old = delete(CarriedDraft).where(CarriedDraft.left_at <= now - rules.STAYS)
    return cast(CursorResult, session.execute(old)).rowcount
