"""What a device's item becomes: the same dossier that a plain form becomes. Joined to the sync room in rooms.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import reading
from ..forms import compact, photos, places
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..forms.compact import Written
from ..forms.questions import Form, UploadedPhoto
from ..procedures import queries as procedures
from ..sealing import Keys
from ..sync.intake import BadItem, Opened, TicketTaken, Understood
from . import calendar, rules, service
from .models import Dossier
from .queries import photo_questions

ON_ITS_WAY = UploadedPhoto(b"on its way")


class DossierKind:
    """Items that are dossiers."""

    def understand(self, keys: Keys, item: Opened) -> Understood:
        """Read the answers with the form's version that they were written for; what is wrong with them an officer sees later."""
        form = forms.form_numbered(item.header.form_number, item.header.form_version)
        if form is None:
            raise BadItem("form")
        try:
            written = compact.read(form, item.plain)
        except compact.NotAnswers:
            raise BadItem("content") from None
        filled, needs_review = _filled(form, written, item)
        row, _ = service.sealed_dossier(keys, filled, item.header.item_id, item.fingerprint, item.channel, item.received_at)
        row.files_expected, row.needs_review, row.replaces = written.files, needs_review, written.replaces
        row.ticket = service.random_ticket()

        def store(session: Session) -> None:
            if session.scalar(select(Dossier.id).where(Dossier.ticket == row.ticket)) is not None:
                raise TicketTaken
            session.add(row)
            session.flush()
            service.arrived(session, row, item.channel)

        return Understood(written.files, row.ticket, store)

    def take_file(self, keys: Keys, item_id: str, number: int, plain: bytes) -> Callable[[Session], None]:
        """Make the photo safe and seal it under its dossier's key. A dossier that is gone by now keeps none."""
        try:
            picture = photos.shrink(plain)
        except photos.BadPhoto:
            raise BadItem("photo") from None
        row = reading().get(Dossier, item_id)
        if row is None:
            return lambda session: None
        question = photo_questions(keys, row).get(number, "")
        file = service.sealed_file(keys.data_key(row.key_version, row.wrapped_key, row.id), item_id, number, question, picture)

        def store(session: Session) -> None:
            session.add(file)
            its = session.get(Dossier, item_id, with_for_update=True)
            if its is not None:
                its.changed_at = rules.later(its.changed_at, calendar.now())

        return store


def _filled(form: Form, written: Written, item: Opened) -> tuple[service.FilledForm, bool]:
    values: dict[str, Any] = {**written.values, "consent": "yes"}
    files = dict.fromkeys(written.photos, ON_ITS_WAY)
    read = form_rules.read(form, values, files, calendar.today(), places)
    numbers = [read.answers.get(question.id) for question in form.questions if question.type == "citizen_id"]
    version = procedures.record_of(written.code)
    filled = service.FilledForm(
        office_code=item.office_code,
        procedure_code=written.code,
        procedure_version=version[0] if version else 1,
        form_slug=form.slug,
        form_version=form.version,
        language=written.language,
        answers=read.answers,
        later=read.later,
        id_number=next((number for number in numbers if number), None),
        filled_by=written.filled_by,
        coming=written.photos,
    )
    if not read.errors:
        return filled, False
    raw = {
        name: text
        for name, text in written.values.items()
        if any(name.split(".")[0] == wrong.split(".")[0] for wrong in read.errors)
    }
    return replace(filled, unread=raw), True
