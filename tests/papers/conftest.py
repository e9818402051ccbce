"""Invented people who answered every question of a form."""

import pytest

from app.dossiers import queries
from app.dossiers.service import FilledForm, receive_form
from app.forms import queries as forms
from app.web.clock import now
from tests.builders import a_filled_form

NAMES = ("Phạm Thị Thử Nghiệm", "Y Č’Ŭm Niê Brăng", "Đinh Văn Giả Định")
PLACE = {"province": "51", "province_name": "Quảng Ngãi", "commune": "21484", "commune_name": "Xã Ba Tơ"}


def an_answer(question, place: int):
    """A value as its type keeps it; another one for every place in the form."""
    kinds = {
        "person_name": lambda: f"{NAMES[place % 3]} {chr(65 + place % 26)}{chr(97 + place // 26)}",
        "date": lambda: f"{1960 + place % 40}-0{1 + place % 9}-1{place % 10}",
        "citizen_id": lambda: f"0511900{place:05d}",
        "phone": lambda: f"09123456{place % 100:02d}",
        "place": lambda: {**PLACE, "detail": f"Thôn Nước Lang {place}"},
        "choice": lambda: question.choices[place % len(question.choices)].value,
        "yes_no": lambda: "yes",
        "number": lambda: 1960 + place % 40 if question.kind == "year" else 50_000_000 + place,
        "photo": lambda: {"bytes": 1, "sha256": "0"},
        "people": lambda: [
            {part.id: an_answer(part, 60 + 10 * n + at) for at, part in enumerate(question.fields)} for n in range(3)
        ],
    }
    return kinds.get(question.type, lambda: f"Câu số {place}")()


def all_answers(form) -> dict:
    """Every question answered, also those that exclude each other: nothing may get lost on the way to the paper."""
    return {question.id: an_answer(question, place) for place, question in enumerate(form.questions)}


@pytest.fixture
def send(app):
    """`send("khai-sinh", **answers)`: a dossier with all answers but those given; its id."""

    def sent(slug: str, later=frozenset(), **changes) -> str:
        form = forms.form(slug)
        keys = app.extensions["gocua.keys"]
        filled: FilledForm = a_filled_form(
            form_slug=slug, procedure_code=form.code, answers={**all_answers(form), **changes}, later=frozenset(later)
        )
        receipt = receive_form(keys, filled, now())
        return queries.by_ticket(receipt.ticket).id

    return sent
