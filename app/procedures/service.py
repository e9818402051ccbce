"""What keepers do with the catalogue: import, withdraw, confirm. Each is one transaction with a new edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from ..database import write
from ..web.errors import Missing
from ..web.models import new_edition
from . import extras, rules
from .models import CatalogueImport, Confirmation, Procedure, ProcedureVersion


class NoSuchProcedure(Missing):
    """The code is not in the catalogue."""


@dataclass(frozen=True)
class Entry:
    """One line of what is to be imported: a record, or why there is none.

    line: where it stands in the file, from 1. side: `curated` or `crawled`. refused: the reason, in plain words.
    raw: field -> text that could not be read. needs: paper -> need. is_repeated: the same line stood before in the file.
    """

    line: int
    side: str
    code: str | None
    record: dict[str, Any] | None
    notes: tuple[str, ...] = ()
    refused: str | None = None
    raw: dict[str, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    is_repeated: bool = False


@dataclass
class Report:
    """What became of every line of an import."""

    counts: Counter = field(default_factory=lambda: Counter(added=0, changed=0, unchanged=0, refused=0))
    lines: list[dict[str, Any]] = field(default_factory=list)

    def add(self, entry: Entry, outcome: str, changed: Iterable[str] = ()) -> None:
        self.counts[outcome] += 1
        line = {"line": entry.line, "code": entry.code, "outcome": outcome, "fields": list(changed), "notes": list(entry.notes)}
        self.lines.append(line | ({"why": entry.refused} if entry.refused else {}))

    def __str__(self) -> str:
        return ", ".join(f"{name} {self.counts[name]}" for name in ("added", "changed", "unchanged", "refused"))


def import_entries(entries: Iterable[Entry], file_name: str, now: datetime) -> Report:
    """Take all entries in one transaction; refused ones do not undo the others. Nothing is written when nothing changed.

    now: UTC. Raises database.Busy.
    """
    known = list(entries)

    def work(session: Session) -> Report:
        report = Report()
        log = CatalogueImport(at=now, file_name=file_name[:200], counts={}, lines=[])
        session.add(log)
        session.flush()
        for entry in known:
            outcome, changed = _take(session, entry, now, log.id)
            report.add(entry, outcome, changed)
        if report.counts["added"] + report.counts["changed"]:
            new_edition(session)
        log.counts, log.lines = dict(report.counts), report.lines
        return report

    return write(work)


def _take(session: Session, entry: Entry, now: datetime, import_id: int) -> tuple[str, list[str]]:
    if entry.record is None or entry.code is None:
        return ("unchanged" if entry.is_repeated else "refused"), []
    row = session.get(Procedure, entry.code)
    curated = entry.record if entry.side == "curated" else (row.curated if row else None)
    crawled = entry.record if entry.side == "crawled" else (row.crawled if row else None)
    merged = rules.merge(curated, crawled)
    changed = rules.changed_fields(row.record if row else None, merged)
    outcome = "added" if row is None else "changed" if changed else "unchanged"
    if row is None:
        row = Procedure(code=entry.code, version=0, state="current", changed_at=now, record=merged)
        row.is_listed = curated is not None
        session.add(row)
    if row.curated != curated:
        row.curated = curated
        row.is_listed = row.is_listed or curated is not None
    if row.crawled != crawled:
        row.crawled = crawled
    if entry.side == "crawled" and row.raw != (entry.raw or None):
        row.raw = entry.raw or None
    if entry.needs and entry.needs != {**extras.needs(entry.code), **(row.needs or {})}:
        row.needs, changed = entry.needs, [*changed, "needs"]
        outcome = "changed" if outcome == "unchanged" else outcome
    if changed:
        _new_version(session, row, merged, changed, now, import_id)
    return outcome, changed if outcome == "changed" else []


def _new_version(session: Session, row: Procedure, record: dict, changed: list[str], now: datetime, import_id: int | None):
    row.version += 1
    row.record, row.changed_at = record, now
    session.flush()
    session.add(
        ProcedureVersion(
            code=row.code, version=row.version, changed_at=now, changed_fields=changed, record=record, import_id=import_id
        )
    )


def withdraw(code: str, successor: str | None, now: datetime) -> None:
    """Mark a procedure as withdrawn; its page then says so and names `successor`. Raises NoSuchProcedure."""

    def work(session: Session) -> None:
        row = session.get(Procedure, code)
        if row is None or (successor and session.get(Procedure, successor) is None):
            raise NoSuchProcedure
        row.state, row.successor = "withdrawn", successor
        _new_version(session, row, row.record, ["state"], now, None)
        new_edition(session)

    write(work)


def list_procedure(session: Session, code: str) -> None:
    """Let a crawled procedure be found, inside the caller's transaction. Raises NoSuchProcedure."""
    row = session.get(Procedure, code)
    if row is None:
        raise NoSuchProcedure
    row.is_listed = True


def confirm(code: str, office_code: str, today: date) -> None:
    """The keeper of an office says: the current version of this record is right. Raises NoSuchProcedure."""

    def work(session: Session) -> None:
        row = session.get(Procedure, code)
        if row is None:
            raise NoSuchProcedure
        session.merge(Confirmation(code=code, office_code=office_code, version=row.version, confirmed_on=today))
        new_edition(session)

    write(work)


def as_json(report: Report) -> dict[str, Any]:
    """A report as plain data, for the command line and the desk."""
    return asdict(report)
