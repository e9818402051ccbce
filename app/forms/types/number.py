"""A whole number: how many (1 to 9,999), a year (kind `year`), or dong (kind `money`). Kept as an integer."""

from __future__ import annotations

from ...web.marks import N_
from ..cleaning import digits, is_number
from ..questions import WrongAnswer, said

FIRST_YEAR = 1900
MOST = 9_999
MOST_DONG = 999_999_999_999
MESSAGES = {
    "missing": N_("Ghi một số."),
    "wrong": N_("Chỉ ghi số, không ghi chữ."),
    "range": N_("Số này chưa hợp lý. Xem lại."),
    "year": N_("Ghi năm đủ 4 số, ví dụ 1985."),
}


def names(question):
    """`<id>`."""
    return (question.id,)


def read(question, values, files, context):
    """The number; raises WrongAnswer outside of its kind's limits."""
    text = digits(said(values, question.id))
    if question.kind == "money":
        text = text.casefold().removesuffix("vnd").removesuffix("đồng").removesuffix("đ")
    if not is_number(text, 15):
        raise WrongAnswer(MESSAGES["year" if question.kind == "year" else "wrong"])
    least, most, message = _limits(question.kind, context.today.year)
    if not least <= int(text) <= most:
        raise WrongAnswer(MESSAGES[message])
    return int(text)


def show(question, value):
    """`3`, `1985`, `50.000.000 đồng`."""
    return f"{value:,} đồng".replace(",", ".") if question.kind == "money" else str(value)


def _limits(kind: str, this_year: int) -> tuple[int, int, str]:
    if kind == "year":
        return FIRST_YEAR, this_year, "year"
    return (0, MOST_DONG, "range") if kind == "money" else (1, MOST, "range")
