"""Dossiers as other systems read them: a list in order of change, one with its answers. Plain JSON values, times in UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import and_, func, or_, select

from ..accounts import audit
from ..database import reading
from ..dossiers import opening, returns
from ..dossiers import queries as dossiers
from ..dossiers.models import Dossier, DossierEvent, DossierFile
from ..dossiers.queries import Opened
from ..dossiers.service import NoSuchDossier
from ..fees.models import Payment
from ..forms import queries as forms
from ..forms import rules as form_rules
from . import access, rules
from .rules import Place


def changed(office_code: str, asked: rules.Page, now: datetime) -> dict[str, Any]:
    """A page of an office's dossiers that changed after a place, the earliest change first, with the cursor of where it ends.

    A dossier shows a minute after its change (rules.SETTLED). By then every transaction with an earlier stamp is over, so no reader
    passes one that is still to come; and since a change moves a dossier behind all others, each reader meets its last version.
    """
    here = asked.place
    after = or_(Dossier.changed_at > here.changed_at, and_(Dossier.changed_at == here.changed_at, Dossier.id > here.dossier_id))
    files = select(func.count()).where(DossierFile.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery()
    query = select(Dossier, files).where(Dossier.office_code == office_code, after, Dossier.changed_at <= now - rules.SETTLED)
    if asked.state:
        query = query.where(Dossier.state == asked.state)
    rows = reading().execute(query.order_by(Dossier.changed_at, Dossier.id).limit(asked.limit + 1)).all()
    shown = rows[: asked.limit]
    end = Place(shown[-1][0].changed_at, shown[-1][0].id) if shown else here
    found = {"dossiers": [_summary(row, count) for row, count in shown], "cursor": end.written(), "more": len(rows) > len(shown)}
    audit.seen("dossier.listed", office_code, office_code)
    return found


def whole(dossier_id: str) -> dict[str, Any]:
    """A dossier with all that its office holds of it. Raises NoSuchDossier for one that is not there, or another office's."""
    opened = opening.for_staff(dossier_id)
    row, keys = reading().get_one(Dossier, dossier_id), current_app.extensions["gocua.keys"]
    payments = _payments(dossier_id)
    files = list(reading().scalars(select(DossierFile).where(DossierFile.dossier_id == dossier_id).order_by(DossierFile.number)))
    return {
        **_summary(row, len(files)),
        "procedure_version": row.procedure_version,
        "form": {"name": row.form_slug, "version": row.form_version},
        "language": row.language,
        "channel": row.channel,
        "filled_by": row.filled_by,
        "taken_by": row.taken_by,
        "needs_review": row.needs_review,
        "replaces": row.replaces,
        "answers": _answers(opened),
        "unread": dict(opened.unread),
        "findings": [
            {"kind": one.kind, "target": one.target, "reason": one.reason, "place": list(one.place) if one.place else None}
            for one in returns.open_findings(keys, dossier_id)
        ],
        "events": _events(dossier_id),
        "payments": payments,
        "paid_dong": sum(payment["dong"] for payment in payments),
        "attachments": [
            {"number": file.number, "question": file.question_id, "bytes": file.size_bytes, "sha256": file.sha256} for file in files
        ],
    }


def photo_mark(dossier_id: str, number: int) -> str | None:
    """The SHA-256 of a photo, or None where there is none."""
    file = reading().get(DossierFile, (dossier_id, number))
    return file.sha256 if file else None


def office_of(dossier_id: str) -> str:
    """The office of a dossier that the system which asks may see. Raises NoSuchDossier for any other."""
    found = dossiers.office_of(dossier_id)
    if found is None or not access.system().may_see(found):
        raise NoSuchDossier
    return found


def _summary(row: Dossier, files: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "ticket": row.ticket,
        "state": row.state,
        "procedure": row.procedure_code,
        "office": row.office_code,
        "received_at": rules.stamp(row.received_at),
        "accepted_at": rules.stamp(row.accepted_at) if row.accepted_at else None,
        "changed_at": rules.stamp(row.changed_at),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "photos": files,
        "photos_expected": row.files_expected,
    }


def _answers(opened: Opened) -> list[dict[str, Any]]:
    """Each question that was answered or put off, in the order of the official form. text: as the official form words it."""
    form = forms.form(opened.line.form_slug, opened.form_version)
    pairs = form_rules.official(form, opened.answers, opened.later) if form else []
    return [
        {
            "question": question.id,
            "label": str(question.label),
            "value": opened.answers.get(question.id),
            "text": "" if question.id in opened.later else str(text),
            "later": question.id in opened.later,
        }
        for question, text in pairs
    ]


def _events(dossier_id: str) -> list[dict[str, str]]:
    rows = reading().scalars(select(DossierEvent).where(DossierEvent.dossier_id == dossier_id).order_by(DossierEvent.id))
    return [{"at": rules.stamp(row.at), "event": row.state, "by": row.actor} for row in rows]


def _payments(dossier_id: str) -> list[dict[str, Any]]:
    rows = reading().scalars(select(Payment).where(Payment.dossier_id == dossier_id).order_by(Payment.entry))
    return [
        {"at": rules.stamp(row.at), "dong": row.dong, "way": row.way, "receipt": f"{row.year}-{row.number:06d}"} for row in rows
    ]
