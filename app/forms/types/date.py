"""A date of which the day, or day and month, may be unknown. Kept as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`."""

from __future__ import annotations

from datetime import date

from ...web.marks import N_
from ..cleaning import digits, is_number
from ..questions import WrongAnswer, said

FIRST_YEAR = 1900
YEARS_AHEAD = 100
MESSAGES = {
    "missing": N_("Ghi ngày, tháng, năm. Không nhớ ngày thì ghi năm."),
    "year": N_("Ghi năm đủ 4 số, từ năm 1900."),
    "month": N_("Tháng là số từ 1 đến 12."),
    "day": N_("Lịch không có ngày này. Xem lại."),
    "no_month": N_("Ghi thêm tháng, hoặc xóa ngày."),
    "future": N_("Ngày này chưa tới. Xem lại."),
}


def names(question):
    """`<id>.day`, `<id>.month`, `<id>.year`."""
    return tuple(f"{question.id}.{part}" for part in ("day", "month", "year"))


def read(question, values, files, context):
    """The date as far as it is known; raises WrongAnswer where no calendar has it, or it lies ahead and may not."""
    day, month, year = (digits(said(values, name)) for name in names(question))
    if not is_number(year, 4) or not FIRST_YEAR <= int(year) <= context.today.year + YEARS_AHEAD:
        raise WrongAnswer(MESSAGES["year"])
    if month and not (is_number(month, 2) and 1 <= int(month) <= 12):
        raise WrongAnswer(MESSAGES["month"])
    if day and not month:
        raise WrongAnswer(MESSAGES["no_month"])
    if day and not _exists(int(year), int(month), day):
        raise WrongAnswer(MESSAGES["day"])
    value = "-".join([year, *(part.zfill(2)[-2:] for part in (month, day) if part)])
    if not question.may_be_future and value > context.today.isoformat()[: len(value)]:
        raise WrongAnswer(MESSAGES["future"])
    return value


def show(question, value):
    """`24/11/2026`, `11/2026` or `2026`, the same in all our languages."""
    return "/".join(reversed(value.split("-")))


def _exists(year: int, month: int, day: str) -> bool:
    if not is_number(day, 2):
        return False
    try:
        date(year, month, int(day))
    except ValueError:
        return False
    return True
