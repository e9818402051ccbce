"""Small forms made of words, and today's date, for tests of the rules without any app."""

from dataclasses import replace
from datetime import date

import pytest

from app.forms import kinds, places
from app.forms.questions import Choice, Condition, Context, Form, Question, WrongAnswer
from app.web.texts import Text

TODAY = date(2026, 11, 22)
NOTHING = Text("")


def a_question(type_="text", id_="cau", **values) -> Question:
    """A required question, valid by default."""
    choices = {"yes_no": ("yes", "no"), "choice": ("Một", "Hai")}.get(type_, ())
    question = Question(
        id_,
        type_,
        Text("Tên"),
        Text("Hỏi gì?"),
        NOTHING,
        NOTHING,
        True,
        "paper",
        choices=tuple(Choice(value, Text(value)) for value in choices),
    )
    return replace(question, **values)


def a_form(*questions: Question) -> Form:
    """A form of these questions."""
    return Form("thu", "1.000001", Text("Thử"), 1, questions)


def only_if(field: str, equals: str) -> Condition:
    """A condition for `show_if`."""
    return Condition(field, equals)


@pytest.fixture
def read():
    """`read("date", {"cau.year": "1956"})`: the value, or the Vietnamese sentence of the error."""

    def reading(type_, said, files=None, **values):
        question = a_question(type_, **values)
        if not isinstance(said, dict):
            said = {question.id: said}
        listed = {name: [text] for name, text in said.items()}
        try:
            return kinds.kind(type_).read(question, listed, files or {}, Context(TODAY, places))
        except WrongAnswer as wrong:
            return wrong

    return reading


def is_wrong(answer, name, type_) -> bool:
    """True if `answer` is the type's error `name`."""
    return isinstance(answer, WrongAnswer) and answer.message == kinds.kind(type_).MESSAGES[name]
