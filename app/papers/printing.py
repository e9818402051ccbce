"""Official forms as PDF: A4, by typst, the answers as data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..forms.questions import Form
from ..offices.queries import OfficeView
from ..offices.rules import shown
from ..web import typeset
from . import layouts, rules

TEMPLATE = Path(__file__).parent / "print" / "form.typ"


def form_pdf(form: Form, answers: Mapping[str, Any], later: frozenset[str], office: OfficeView, ticket: str) -> bytes:
    """The official form with its answers; what is missing or was put off is a dotted line. Raises layouts.NoLayout."""
    name = f"{office.name[:1].lower()}{office.name[1:]}"
    sheet = rules.filled(
        layouts.layout(form.slug),
        rules.Answers(form, answers, later),
        office=f"{name}, {office.province}",
        place=office.name,
        ticket=f"Mã hồ sơ {shown(ticket)}",
    )
    return typeset.pdf(TEMPLATE, sheet)
