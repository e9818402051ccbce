"""The list of people waiting at a counter, for officers: who, for what, since when, until when, in whose hands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from ..database import reading
from ..sealing import CannotOpen, Keys, unseal
from .calendar import local
from .models import Dossier, DossierFile, DossierReturn

ON_A_PAGE = 50
NAME, WHO_COMES = "ho_ten", "yeu_cau"  # questions that ask a name end so; of the one who comes they begin so


@dataclass(frozen=True)
class Waiting:
    """A line of the list. Times are local. name: of the one who comes, else of somebody in the form, or nothing. files: photos here, of how many.

    due_on: none where the law names no days. is_mended: it came back with what was missing. taken_by: an actor, or none.
    """

    id: str
    ticket: str
    state: str
    procedure_code: str
    office_code: str
    name: str
    received_at: datetime
    due_on: date | None
    taken_by: str | None
    files: int
    files_expected: int
    is_mended: bool
    needs_review: bool


def waiting(keys: Keys, offices: Collection[str] | None, state: str, number: int = 1) -> list[Waiting]:
    """A page (from 1) of the dossiers in a state, soonest due first, then the longest waiting. offices: None for all."""
    files = select(func.count()).where(DossierFile.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery()
    mended = (
        select(DossierReturn.id)
        .where(DossierReturn.dossier_id == Dossier.id, DossierReturn.mended_at.is_not(None))
        .correlate(Dossier)
        .exists()
    )
    query = (
        _of(select(Dossier, files, mended), offices)
        .where(Dossier.state == state)
        .order_by(Dossier.due_on.is_(None), Dossier.due_on, Dossier.received_at)
        .offset((number - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
    )
    return [_line(keys, row, count, bool(is_mended)) for row, count, is_mended in reading().execute(query)]


def counts(offices: Collection[str] | None) -> dict[str, int]:
    """State -> how many dossiers."""
    return dict(reading().execute(_of(select(Dossier.state, func.count()), offices).group_by(Dossier.state)).tuples().all())


def overdue(offices: Collection[str] | None, today: date) -> int:
    """How many dossiers should have been ready before today."""
    late = _of(select(func.count()), offices).where(Dossier.due_on < today, Dossier.state.in_(("received", "accepted")))
    return reading().scalar(late) or 0


def mark(offices: Collection[str] | None, today: date) -> str:
    """A word that changes with anything that the list shows; one small query, for desks that ask every ten seconds."""
    found = reading().execute(_of(select(func.count(), func.max(Dossier.changed_at)), offices)).one()
    return hashlib.sha256(f"{found[0]} {found[1]} {today}".encode()).hexdigest()[:16]


def _of(query: Select, offices: Collection[str] | None) -> Select:
    query = query.select_from(Dossier)
    return query if offices is None else query.where(Dossier.office_code.in_(offices))


def _line(keys: Keys, row: Dossier, files: int, is_mended: bool) -> Waiting:
    return Waiting(
        row.id,
        row.ticket,
        row.state,
        row.procedure_code,
        row.office_code,
        name_of(keys, row),
        local(row.received_at),
        row.due_on,
        row.taken_by,
        files,
        row.files_expected,
        is_mended,
        row.needs_review,
    )


def name_of(keys: Keys, row: Dossier) -> str:
    """The name in a dossier, or nothing where it holds none or its key is gone."""
    try:
        key = keys.data_key(row.key_version, row.wrapped_key, row.id)
        answers = json.loads(unseal(key, row.answers, "dossiers", "answers", row.id))["answers"]
    except CannotOpen:
        return ""
    return name_in(answers)


def name_in(answers: Mapping[str, Any]) -> str:
    """The name of the one who comes, else of somebody in the form, or nothing."""
    named = [name for name, value in answers.items() if name.endswith(NAME) and isinstance(value, str)]
    return answers[min(named, key=lambda name: (not name.startswith(WHO_COMES), name))] if named else ""
