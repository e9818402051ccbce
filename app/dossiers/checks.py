"""Which papers an officer saw at the counter, and which were not there: kept, so that the next officer need not ask again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import reading, write
from .calendar import local
from .models import Dossier, PaperCheck
from .service import NoSuchDossier

MOST_TARGET = 80


@dataclass(frozen=True)
class Check:
    """is_there: seen, else found missing. at: local. actor: who looked."""

    is_there: bool
    at: datetime
    actor: str


def of(dossier_id: str) -> dict[str, Check]:
    """`paper.<number>` or `photo.<question>` -> what an officer found."""
    rows = reading().scalars(select(PaperCheck).where(PaperCheck.dossier_id == dossier_id))
    return {row.target: Check(row.is_there, local(row.at), row.actor) for row in rows}


def mark(dossier_id: str, target: str, is_there: bool | None, actor: str, now: datetime) -> None:
    """Note what was seen (True) or is missing (False), or take the note back (None). Raises NoSuchDossier."""

    def work(session: Session) -> None:
        row = session.get(Dossier, dossier_id, with_for_update=True)
        if row is None:
            raise NoSuchDossier
        session.execute(delete(PaperCheck).where(PaperCheck.dossier_id == dossier_id, PaperCheck.target == target))
        if is_there is not None:
            add(session, dossier_id, {target: is_there}, actor, now)
        audit.note(session, "dossier.checked", dossier_id, row.office_code)

    write(work)


def add(session: Session, dossier_id: str, found: Mapping[str, bool], actor: str, now: datetime) -> None:
    """The first notes about a dossier, within a transaction that does more."""
    session.add_all(
        PaperCheck(dossier_id=dossier_id, target=target, is_there=is_there, at=now, actor=actor)
        for target, is_there in found.items()
    )
