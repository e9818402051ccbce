"""From a form as it was read to what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping

from ..forms.compact import FILLERS
from ..forms.questions import Form, UploadedPhoto
from ..forms.rules import Reading
from ..procedures.queries import ProcedureView
from ..web import languages
from .service import FilledForm


def filled(
    form: Form,
    procedure: ProcedureView,
    office_code: str,
    reading: Reading,
    photos: Mapping[str, UploadedPhoto],
    filled_by: str | None,
) -> FilledForm:
    """What is stored of a form without errors, in the language of the request; the second fact is its first ID number."""
    numbers = [reading.answers.get(question.id) for question in form.questions if question.type == "citizen_id"]
    return FilledForm(
        office_code=office_code,
        procedure_code=procedure.code,
        procedure_version=procedure.version,
        form_slug=form.slug,
        form_version=form.version,
        language=languages.current().tag,
        answers=reading.answers,
        later=reading.later,
        files=tuple((question_id, photo.data) for question_id, photo in photos.items() if question_id in reading.answers),
        id_number=next((number for number in numbers if number), None),
        filled_by=filled_by if filled_by in FILLERS else "self",
    )
