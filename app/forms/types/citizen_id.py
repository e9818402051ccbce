"""The citizen's number, 12 digits, or an old card's 9. Kept as digits only."""

from __future__ import annotations

from ...web.marks import N_
from ..citizen_numbers import DISAGREES, is_citizen_number
from ..cleaning import digits, is_number
from ..questions import WrongAnswer, said

MESSAGES = {
    "missing": N_("Ghi số căn cước, hoặc bấm Để sau."),
    "length": N_("Số căn cước có 12 số. Xem lại trên thẻ."),
    "wrong": N_("Số này chưa đúng. Xem lại trên thẻ."),
    "disagrees": DISAGREES,
}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The number without spaces, dots and dashes; raises WrongAnswer."""
    number = digits(said(values, question.id))
    if not is_number(number, 12) or len(number) not in (9, 12):
        raise WrongAnswer(MESSAGES["length"])
    if len(number) == 12 and not is_citizen_number(number):
        raise WrongAnswer(MESSAGES["wrong"])
    return number


def show(question, value):
    """In groups of three, as it is read from the card."""
    return " ".join(value[start : start + 3] for start in range(0, len(value), 3))
