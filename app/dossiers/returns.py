"""A dossier goes back to its holder with everything that is missing at once, and comes again mended. One transaction each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys, seal, unseal
from ..web.errors import Invalid
from . import service
from .models import Dossier, DossierFile, DossierReturn
from .reasons import MOST_FINDINGS, Finding

TABLE, COLUMN = "dossier_returns", "sealed"


class NothingFound(Invalid):
    """A dossier cannot go back for no reason."""


def give_back(keys: Keys, dossier_id: str, findings: Iterable[Finding], actor: str, now: datetime) -> None:
    """Return the dossier for all these reasons together. Raises NoSuchDossier, WrongState, NothingFound."""
    giving = giving_back(keys, dossier_id, findings)
    write(lambda session: giving(session, service.moved(session, dossier_id, "returned", actor, now)))


def giving_back(keys: Keys, dossier_id: str, findings: Iterable[Finding]) -> Callable[[Session, Dossier], None]:
    """What stores the reasons, in the transaction that returned the dossier. Raises NoSuchDossier, NothingFound."""
    found = list(findings)
    if not 0 < len(found) <= MOST_FINDINGS:
        raise NothingFound
    row = _row(dossier_id)
    plain = json.dumps([asdict(one) for one in found], ensure_ascii=False).encode()
    data_key = keys.data_key(row.key_version, row.wrapped_key, row.id)

    def store(session: Session, returned: Dossier) -> None:
        count = select(func.count()).where(DossierReturn.dossier_id == dossier_id)
        number = session.scalar(count) or 0
        sealed = seal(data_key, plain, TABLE, COLUMN, f"{dossier_id}/{number}")
        session.add(DossierReturn(dossier_id=dossier_id, number=number, at=returned.changed_at, sealed=sealed))

    return store


def open_findings(keys: Keys, dossier_id: str) -> tuple[Finding, ...]:
    """What is missing now: of the last return, unless it was mended; in the officer's order."""
    row = reading().get(Dossier, dossier_id)
    last = reading().scalar(
        select(DossierReturn).where(DossierReturn.dossier_id == dossier_id).order_by(DossierReturn.number.desc()).limit(1)
    )
    if row is None or last is None or last.mended_at is not None:
        return ()
    key = keys.data_key(row.key_version, row.wrapped_key, row.id)
    rows = json.loads(unseal(key, last.sealed, TABLE, COLUMN, f"{dossier_id}/{last.number}"))
    return tuple(Finding(**{**one, "place": tuple(one["place"]) if one["place"] else None}) for one in rows)


def mend(keys: Keys, dossier_id: str, answers: Mapping[str, Any], photos: Mapping[int, bytes], now: datetime) -> None:
    """Take what the holder sent for a returned dossier: it waits for an officer again. Raises NoSuchDossier, WrongState.

    answers: question id -> JSON value, in the place of the old ones. photos: number of a photo -> JPEG, in its place.
    """
    row = _row(dossier_id)
    data_key = keys.data_key(row.key_version, row.wrapped_key, row.id)

    def work(session: Session) -> None:
        service.moved(session, dossier_id, "received", "holder", now)
        again = session.get_one(Dossier, dossier_id)
        again.answers = _rewritten(data_key, again, answers)
        for number, picture in photos.items():
            old = session.get(DossierFile, (dossier_id, number))
            if old is not None:
                session.delete(old)
                session.flush()
                session.add(service.sealed_file(data_key, dossier_id, number, old.question_id, picture))
        session.execute(
            update(DossierReturn)
            .where(DossierReturn.dossier_id == dossier_id, DossierReturn.mended_at.is_(None))
            .values(mended_at=now)
        )

    write(work)


def _rewritten(data_key: bytes, row: Dossier, answers: Mapping[str, Any]) -> bytes:
    written = json.loads(unseal(data_key, row.answers, "dossiers", "answers", row.id))
    written["answers"] |= answers
    written["later"] = [one for one in written["later"] if one not in answers]
    if "unread" in written:
        written["unread"] = {name: text for name, text in written["unread"].items() if name.split(".")[0] not in answers}
    plain = json.dumps(written, sort_keys=True, ensure_ascii=False).encode()
    return seal(data_key, plain, "dossiers", "answers", row.id)


def _row(dossier_id: str) -> Dossier:
    row = reading().get(Dossier, dossier_id)
    if row is None:
        raise service.NoSuchDossier
    return row
