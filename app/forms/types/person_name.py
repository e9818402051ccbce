"""A person's name: letters of any script, spaces, apostrophes, hyphens, dots. Kept as a text."""

from __future__ import annotations

import unicodedata

from ...web.marks import N_
from ..cleaning import clean
from ..questions import WrongAnswer, said

MOST = 120
JOINERS = " '’‘ʼ-‐‑."
MESSAGES = {
    "missing": N_("Ghi tên đầy đủ."),
    "letters": N_("Tên chỉ có chữ. Xóa số và dấu lạ."),
    "long": N_("Tên dài quá. Ghi ngắn lại."),
}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The name; raises WrongAnswer on digits, signs, or more than 120 code points."""
    name = clean(said(values, question.id), MOST, MESSAGES["long"])
    has_letter = any(letter.isalpha() for letter in name)
    if not has_letter or not all(letter in JOINERS or unicodedata.category(letter)[0] in "LM" for letter in name):
        raise WrongAnswer(MESSAGES["letters"])
    return name


def show(question, value):
    """The name itself."""
    return value
