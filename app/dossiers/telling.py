"""Who was not reached yet: a state changed, and neither has the holder looked nor has anybody called. Kept as events of the dossier."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..database import reading, write
from ..notices import queries as notices
from ..sealing import CannotOpen, Keys, unseal
from . import queue
from .calendar import local
from .models import Dossier, DossierEvent
from .service import NoSuchDossier

TOLD = ("returned", "ready")  # what people should hear of soon
SEEN, CALLED = "seen", "called"
MOST = 200
PHONE = "dien_thoai"


@dataclass(frozen=True)
class Unreached:
    """A dossier whose holder does not know yet. phone: as it was answered, or nothing. since: local time of the change.

    push: `sent` (a browser was told), `failed` (it could not be told), `none` (nobody asked to be told).
    """

    id: str
    ticket: str
    state: str
    procedure_code: str
    name: str
    phone: str
    since: datetime
    push: str


def unreached(keys: Keys, offices: Collection[str] | None) -> list[Unreached]:
    """Those to be called, the longest waiting first, at most 200. offices: None for all."""
    heard = (
        select(func.max(DossierEvent.at))
        .where(DossierEvent.dossier_id == Dossier.id, DossierEvent.state.in_((SEEN, CALLED)))
        .correlate(Dossier)
        .scalar_subquery()
    )
    changed = _changed()
    query = select(Dossier, changed).where(Dossier.state.in_(TOLD), (heard.is_(None)) | (heard < changed))
    if offices is not None:
        query = query.where(Dossier.office_code.in_(offices))
    rows = reading().execute(query.order_by(changed).limit(MOST)).all()
    pushed = notices.outcomes([row.id for row, _ in rows])
    return [_told(keys, row, since, pushed.get(row.id, "none")) for row, since in rows]


def is_untold(state: str, past: Sequence[str]) -> bool:
    """True while the holder should hear of `state` and has neither looked nor been called. past: states of the events, in order."""
    heard = max((place for place, one in enumerate(past) if one in (SEEN, CALLED)), default=-1)
    return state in TOLD and state in past[heard + 1 :]


def note(dossier_id: str, what: str, actor: str, now: datetime) -> bool:
    """Note that the holder looked (`seen`) or was called (`called`); once for each change. Raises NoSuchDossier."""
    query = select(DossierEvent.state).where(DossierEvent.dossier_id == dossier_id).order_by(DossierEvent.id.desc()).limit(1)
    if reading().scalar(query) in (SEEN, CALLED):  # nothing happened since: no need to write
        return False

    def work(session: Session) -> bool:
        if session.get(Dossier, dossier_id) is None:
            raise NoSuchDossier
        session.add(DossierEvent(dossier_id=dossier_id, at=now, state=what, actor=actor))
        return True

    return write(work)


def _changed():
    return (
        select(func.max(DossierEvent.at))
        .where(DossierEvent.dossier_id == Dossier.id, DossierEvent.state == Dossier.state)
        .correlate(Dossier)
        .scalar_subquery()
    )


def _told(keys: Keys, row: Dossier, since: datetime, push: str) -> Unreached:
    answers = _answers(keys, row)
    phone = next((str(value) for name, value in answers.items() if name.endswith(PHONE) and value), "")
    return Unreached(row.id, row.ticket, row.state, row.procedure_code, queue.name_in(answers), phone, local(since), push)


def _answers(keys: Keys, row: Dossier) -> dict:
    try:
        key = keys.data_key(row.key_version, row.wrapped_key, row.id)
        return json.loads(unseal(key, row.answers, "dossiers", "answers", row.id))["answers"]
    except CannotOpen:
        return {}
