"""One builder per thing, valid by default; name only what the test is about."""

from __future__ import annotations

from app.dossiers.service import FilledForm


def a_filled_form(**changes) -> FilledForm:
    """A plain form to the demo office: two certified copies, asked for by an invented person."""
    values = {
        "office_code": "21484",
        "procedure_code": "2.000815",
        "procedure_version": 1,
        "form_slug": "chung-thuc-ban-sao",
        "form_version": 1,
        "language": "vi",
        "answers": {"ho_ten": "Phạm Thị Thử", "so_ban": 2},
        "id_number": "051190001234",
    }
    return FilledForm(**{**values, **changes})
