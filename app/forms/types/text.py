"""A short text, or a longer one with lines (kind `long`), or an e-mail address (kind `email`). Kept as a text."""

from __future__ import annotations

import re

from ...web.marks import N_
from ..cleaning import clean
from ..questions import WrongAnswer, said

MOST = 500
MOST_EMAIL = 254
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+")
MESSAGES = {
    "missing": N_("Ghi câu trả lời."),
    "long": N_("Ghi ngắn lại, không quá 500 chữ cái."),
    "email": N_("Địa chỉ email chưa đúng. Xem lại."),
}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The text; raises WrongAnswer when longer than 500 code points, or no address where one is asked for."""
    text = clean(said(values, question.id), MOST, MESSAGES["long"], lines=question.kind == "long")
    if not text:
        raise WrongAnswer(MESSAGES["missing"])
    if question.kind == "email" and (len(text) > MOST_EMAIL or not EMAIL.fullmatch(text)):
        raise WrongAnswer(MESSAGES["email"])
    return text


def show(question, value):
    """The text itself."""
    return value
