"""The audit: who did or read what, one chain of entries, each bound to the one before. Rows are added, never changed.

Inside a transaction: `audit.note(session, "dossier.accepted", dossier_id, office_code)`. What was read is noted by `seen`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import reading, write
from ..web.clock import now
from . import rules, who
from .models import AuditEntry, AuditHead

START = "0" * 64
SAME_LOOK = timedelta(minutes=1)


def note(session: Session, action: str, subject: str = "", office: str = "", by: int | None = None) -> None:
    """Add an entry to the transaction of whatever is done, as its last step: writers wait for each other from here on.

    action: `room.verb`, in English. subject: an id. by: the account, where it is not the request's own.
    """
    head = session.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    row = AuditEntry(number=head.number + 1, at=now().replace(microsecond=0), account_id=by or who.account_id())
    row.system_id = who.system_id()
    row.action, row.subject, row.office = action, subject, office
    row.hash = rules.chained(head.hash, _content(row))
    session.add(row)
    head.number, head.hash = row.number, row.hash
    session.flush()


def seen(action: str, subject: str, office: str) -> None:
    """Note that the one who asks has read something; looking again at it within a minute is the same look."""
    since = now() - SAME_LOOK
    if not _is_noted(reading(), action, subject, since):
        write(lambda session: None if _is_noted(session, action, subject, since) else note(session, action, subject, office))


def _is_noted(session: Session, action: str, subject: str, since: datetime) -> bool:
    mine = AuditEntry.account_id.is_not_distinct_from(who.account_id()), AuditEntry.system_id.is_not_distinct_from(who.system_id())
    same = select(AuditEntry.number).where(AuditEntry.subject == subject, *mine, AuditEntry.action == action, AuditEntry.at > since)
    return session.scalar(same.limit(1)) is not None


def first_broken() -> tuple[int | None, int, str]:
    """(number of the first entry that does not fit or None, how many entries were read, the last one's hash).

    A row that is missing breaks the next one; rows missing at the end do not reach the head.
    """
    session = reading()
    number, before = 0, START
    for row in session.scalars(select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)):
        if row.number != number + 1 or row.hash != rules.chained(before, _content(row)):
            return number + 1, number, before
        number, before = row.number, row.hash
    head = session.get(AuditHead, 1)
    is_whole = head is not None and (head.number, head.hash) == (number, before)
    return None if is_whole else number + 1, number, before


def _content(row: AuditEntry) -> dict[str, object]:
    names = ("number", "account_id", "action", "subject", "office")
    system = {"system_id": row.system_id} if row.system_id else {}  # entries from before systems keep their hashes
    return {"at": row.at.isoformat(), **{name: getattr(row, name) for name in names}, **system}
