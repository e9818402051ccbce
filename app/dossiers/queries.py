"""Reading dossiers: the public state, the receipt, and (for officers) what was answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from ..database import Prepared, reading
from ..offices.models import Office
from ..sealing import Keys, unseal
from .calendar import local
from .models import Dossier, DossierEvent, DossierFile

ON_A_PAGE = 50
STATE = Prepared(
    select(
        Dossier.id,
        Dossier.ticket,
        Dossier.state,
        Dossier.office_code,
        Office.name,
        Dossier.received_at,
        Dossier.accepted_at,
        Dossier.changed_at,
        Dossier.procedure_code,
        Dossier.second_fact,
    )
    .join(Office, Office.code == Dossier.office_code)
    .where(Dossier.ticket == bindparam("ticket"))
)


@dataclass(frozen=True)
class StateView:
    """What anybody with the ticket may see: nothing about the person. Times are local."""

    id: str
    ticket: str
    state: str
    office_code: str
    office_name: str
    received_at: datetime
    accepted_at: datetime | None
    changed_at: datetime
    procedure_code: str
    second_fact: str | None


@dataclass(frozen=True)
class Line:
    """A dossier in the desk's list."""

    id: str
    ticket: str
    state: str
    procedure_code: str
    form_slug: str
    received_at: datetime
    files: int


@dataclass(frozen=True)
class Opened:
    """A dossier with its seal opened, for an officer.

    answers: question id -> JSON value; later: what was put off; unread: input name -> text that could not be read;
    files: (number, question id).
    """

    line: Line
    office_code: str
    procedure_version: int
    form_version: int
    language: str
    answers: dict[str, Any]
    later: frozenset[str]
    files: tuple[tuple[int, str], ...]
    events: tuple[tuple[datetime, str, str], ...]
    unread: Mapping[str, str] = field(default_factory=dict)
    taken_by: str | None = None
    due_on: date | None = None


def by_ticket(ticket: str) -> StateView | None:
    """The state of the dossier with this ticket (8 characters, capitals), or None.

    One query, for the page that everybody asks again and again (docs/budgets.md).
    """
    found = STATE.first(ticket=ticket)
    if found is None:
        return None
    row = list(found)
    row[5], row[6], row[7] = local(row[5]), local(row[6]) if row[6] else None, local(row[7])
    return StateView(*row)


def lines(office_code: str | None = None, state: str | None = None, number: int = 1) -> list[Line]:
    """A page (from 1) of dossiers, the longest waiting first, at most 50."""
    files = select(func.count()).where(DossierFile.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery()
    query = select(Dossier, files).order_by(Dossier.received_at)
    if office_code:
        query = query.where(Dossier.office_code == office_code)
    if state:
        query = query.where(Dossier.state == state)
    rows = reading().execute(query.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE))
    return [_line(row, count) for row, count in rows]


def counts(office_code: str | None = None) -> dict[str, int]:
    """State -> how many dossiers."""
    query = select(Dossier.state, func.count()).group_by(Dossier.state)
    if office_code:
        query = query.where(Dossier.office_code == office_code)
    return dict(reading().execute(query).tuples().all())


def opened(keys: Keys, dossier_id: str) -> Opened | None:
    """A dossier with its answers, or None. Raises sealing.CannotOpen."""
    row = reading().get(Dossier, dossier_id)
    if row is None:
        return None
    key = keys.data_key(row.key_version, row.wrapped_key, row.id)
    written = json.loads(unseal(key, row.answers, "dossiers", "answers", row.id))
    files = reading().execute(
        select(DossierFile.number, DossierFile.question_id).where(DossierFile.dossier_id == row.id).order_by(DossierFile.number)
    )
    events = reading().scalars(select(DossierEvent).where(DossierEvent.dossier_id == row.id).order_by(DossierEvent.id))
    found = tuple((number, question) for number, question in files)
    return Opened(
        line=_line(row, len(found)),
        office_code=row.office_code,
        procedure_version=row.procedure_version,
        form_version=row.form_version,
        language=row.language,
        answers=written["answers"],
        later=frozenset(written["later"]),
        files=found,
        events=tuple((local(event.at), event.state, event.actor) for event in events),
        unread=written.get("unread", {}),
        taken_by=row.taken_by,
        due_on=row.due_on,
    )


def office_of(dossier_id: str) -> str | None:
    """The code of the office that a dossier belongs to, or None."""
    return reading().scalar(select(Dossier.office_code).where(Dossier.id == dossier_id))


def due_on(dossier_id: str) -> date | None:
    """The local day on which the result is to lie ready, as it was counted once: what was told does not move by itself."""
    return reading().scalar(select(Dossier.due_on).where(Dossier.id == dossier_id))


def form_of(dossier_id: str) -> tuple[str, int]:
    """Slug and version of the form that a dossier was written with; ("", 0) where it is gone."""
    found = reading().execute(select(Dossier.form_slug, Dossier.form_version).where(Dossier.id == dossier_id)).first()
    return (found[0], found[1]) if found else ("", 0)


def photo_questions(keys: Keys, row: Dossier) -> dict[int, str]:
    """Number of a photo -> the question that it answers, for a dossier whose photos come apart. Raises sealing.CannotOpen."""
    key = keys.data_key(row.key_version, row.wrapped_key, row.id)
    coming = json.loads(unseal(key, row.answers, "dossiers", "answers", row.id)).get("coming", {})
    return {number: question for question, number in coming.items()}


def photo(keys: Keys, dossier_id: str, number: int) -> bytes | None:
    """One photo (JPEG), or None. Raises sealing.CannotOpen."""
    row = reading().get(Dossier, dossier_id)
    file = reading().get(DossierFile, (dossier_id, number))
    if row is None or file is None:
        return None
    key = keys.data_key(row.key_version, row.wrapped_key, row.id)
    return unseal(key, file.sealed, "dossier_files", "sealed", f"{dossier_id}/{number}")


def _line(row: Dossier, files: int) -> Line:
    return Line(row.id, row.ticket, row.state, row.procedure_code, row.form_slug, local(row.received_at), files)
