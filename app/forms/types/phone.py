"""A Vietnamese telephone number. Kept as digits from 0 on: 10 for a mobile, 11 for most fixed lines (02...)."""

from __future__ import annotations

import re

from ...web.marks import N_
from ..cleaning import digits
from ..questions import WrongAnswer, said

NUMBER = re.compile(r"0[1-9][0-9]{8}|02[0-9]{9}")
ABROAD = re.compile(r"^(\+|00)?840?(?=[1-9][0-9]{8,9}$)")
MESSAGES = {
    "missing": N_("Ghi số điện thoại, hoặc bấm Để sau."),
    "wrong": N_("Số điện thoại có 10 số, bắt đầu bằng số 0."),
}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The number with 0 in front, also where +84 was typed; raises WrongAnswer."""
    number = digits(said(values, question.id))
    number = ABROAD.sub("0", number, count=1) if len(number) <= 15 else ""
    if not number.isascii() or not NUMBER.fullmatch(number):
        raise WrongAnswer(MESSAGES["wrong"])
    return number


def show(question, value):
    """`0912 345 678`."""
    return f"{value[:4]} {value[4:7]} {value[7:]}"
