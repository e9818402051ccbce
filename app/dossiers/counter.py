"""A dossier that an officer typed for the person at the counter: the plain form's own door, with who sat there and what they saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from ..accounts import audit
from ..sealing import Keys
from . import checks, service
from .models import Dossier, DossierEvent
from .service import FilledForm, Receipt

AGREED = "agreed"


@dataclass(frozen=True)
class AtCounter:
    """id: of the draft, which becomes the dossier's. actor: the officer. seen: `paper.<number>` or `photo.<question>` -> was it there."""

    id: str
    actor: str
    seen: Mapping[str, bool] = field(default_factory=dict)


def receive(keys: Keys, filled: FilledForm, counter: AtCounter, now: datetime) -> Receipt:
    """Store it once, however often it is sent, in this officer's hands; that the person agreed aloud is noted. Raises Busy."""

    def note(session: Session, row: Dossier) -> None:
        row.taken_by, row.taken_at = counter.actor, now
        for state in (AGREED, "taken"):
            session.add(DossierEvent(dossier_id=row.id, at=now, state=state, actor=counter.actor))
        checks.add(session, row.id, counter.seen, counter.actor, now)
        audit.note(session, "dossier.received", row.id, row.office_code)

    return service.receive_form(keys, filled, now, counter.id, counter.actor, note)
