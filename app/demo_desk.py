"""The demo's people waiting: a few invented dossiers in the states that a counter knows, so that the desk can be tried at once.

demo_desk.json: for each its form's answers (a place as [commune, what leads to the door], a date as `4.5.1988` or as days ago), how many days ago
it came, the states that it went through since, what was missing. Nobody in it exists.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
from PIL import Image, ImageDraw, ImageFont
from werkzeug.datastructures import MultiDict

from .dossiers import calendar, queries, returns, service
from .dossiers.reasons import Finding
from .forms import places
from .forms import queries as forms
from .forms import rules as form_rules
from .forms.questions import Form, UploadedPhoto
from .procedures import queries as procedures
from .sealing import Keys

DATA = Path(__file__).with_name("demo_desk.json")
FONT = Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"
PROVINCE = "51"
BY = "desk"
DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def lay_out(keys: Keys, office_code: str) -> list[str]:
    """Receive them all, and bring each into its state; returns their tickets."""
    return [_waiting(keys, office_code, told) for told in json.loads(DATA.read_text("utf-8"))]


def _waiting(keys: Keys, office_code: str, told: dict[str, Any]) -> str:
    came = calendar.now() - timedelta(days=told["days_ago"], minutes=20)
    ticket = service.receive_form(keys, filled(office_code, told), came).ticket
    found = queries.by_ticket(ticket)
    assert found is not None
    for state in told.get("states", ()):
        service.move(found.id, state, BY, came + timedelta(minutes=10))
    if told.get("missing"):
        returns.give_back(keys, found.id, [Finding(**one) for one in told["missing"]], BY, came + timedelta(minutes=10))
    return ticket


def filled(office_code: str, told: dict[str, Any]) -> service.FilledForm:
    """One of them as a person sends it. Raises ValueError where its form would not take it."""
    form, record = forms.form_for(told["code"]), procedures.record_of(told["code"])
    assert form is not None and record is not None
    answers = {name: _day(value) if isinstance(value, int) else value for name, value in told["values"].items()}
    values = MultiDict([*inputs(answers), ("consent", "yes")])
    photos = {
        question: UploadedPhoto(_paper([line.format_map(answers) for line in lines]))
        for question, lines in told.get("photos", {}).items()
    }
    reading = form_rules.read(form, values, photos, calendar.today(), places)
    if reading.errors:
        raise ValueError(f"{told['code']}: {reading.errors}")
    return service.FilledForm(
        office_code=office_code,
        procedure_code=told["code"],
        procedure_version=record[0],
        form_slug=form.slug,
        form_version=form.version,
        language="vi",
        answers=reading.answers,
        later=reading.later,
        files=tuple((question, photo.data) for question, photo in photos.items()),
        id_number=_first_number(form, reading.answers),
        filled_by=told["filled_by"],
    )


def _day(days_ago: int) -> str:
    day = calendar.today() - timedelta(days=days_ago)
    return f"{day.day}.{day.month}.{day.year}"


def inputs(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and texts as a form sends them."""
    for name, value in values.items():
        if isinstance(value, list):
            yield from zip((f"{name}.province", f"{name}.commune", f"{name}.detail"), (PROVINCE, *value), strict=True)
        elif date := DATE.fullmatch(value):
            yield from zip((f"{name}.day", f"{name}.month", f"{name}.year"), date.groups(), strict=True)
        else:
            yield name, value


def _first_number(form: Form, answers: dict[str, Any]) -> str | None:
    numbers = (answers.get(question.id) for question in form.questions if question.type == "citizen_id")
    return next((number for number in numbers if number), None)


def _paper(lines: list[str]) -> bytes:
    """A photo of a paper on a table (JPEG), which says that it is invented."""
    table = Image.new("RGB", (1200, 900), "#7b6a52")
    sheet = Image.new("RGB", (820, 620), "#f7f4ea")
    draw = ImageDraw.Draw(sheet)
    for place, line in enumerate(lines):
        draw.text((60, 50 + place * 90), line, fill="#222", font=ImageFont.truetype(FONT, 52 if place == 0 else 34))
    table.paste(sheet.rotate(3, expand=True, fillcolor="#7b6a52"), (170, 110))
    file = io.BytesIO()
    table.save(file, "JPEG", quality=80)
    return file.getvalue()
