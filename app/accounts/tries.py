"""Wrong tries: counted before they are looked at, and answered by growing waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..web.errors import TradeError
from . import rules
from .models import SignInTry


class NotLetIn(TradeError):
    """Wrong, unknown, used already or too early: all look alike. wait_seconds: until the next try, 0 for none."""

    status = 422

    def __init__(self, wait_seconds: int = 0):
        super().__init__()
        self.wait_seconds = wait_seconds


def claim(session: Session, key: str, now: datetime) -> int:
    """Count a try under a key; returns the seconds to wait if it was wrong. Raises NotLetIn while it waits."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(SignInTry).values(key=key, failed=0, at=now).on_conflict_do_nothing())
    row = session.get_one(SignInTry, key, with_for_update=True)
    row.failed, row.wait_until, wait = counted(row.failed, row.wait_until, now)
    row.at = now
    return wait


def counted(failed: int, wait_until: datetime | None, now: datetime) -> tuple[int, datetime | None, int]:
    """One more try: (how many, until when none is looked at, the same in seconds). Raises NotLetIn while it waits."""
    if wait_until and wait_until > now:
        raise NotLetIn(int((wait_until - now).total_seconds()) + 1)
    wait = rules.wait_after(failed + 1)
    return failed + 1, now + wait if wait else None, int(wait.total_seconds()) if wait else 0


def forget(session: Session, key: str) -> None:
    """It was right: the wrong ones before it count no more."""
    session.execute(delete(SignInTry).where(SignInTry.key == key))
