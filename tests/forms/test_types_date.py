"""Dates of which somebody may know only the year."""

import pytest

from app.forms import kinds
from tests.forms.conftest import a_question, is_wrong


def parts(day, month, year):
    return {"cau.day": day, "cau.month": month, "cau.year": year}


@pytest.mark.parametrize(
    "typed, kept",
    [
        (("3", "11", "2026"), "2026-11-03"),
        (("03", "02", "1956"), "1956-02-03"),
        (("", "5", "1956"), "1956-05"),
        (("", "", "1956"), "1956"),
        (("29", "2", "2024"), "2024-02-29"),
        (("22", "11", "2026"), "2026-11-22"),
        ((" 3 ", "\u200b5", "1990"), "1990-05-03"),
        (("", "11", "2026"), "2026-11"),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(read, typed, kept):
    assert read("date", parts(*typed)) == kept


@pytest.mark.parametrize(
    "typed, error",
    [
        (("3", "11", ""), "year"),
        (("3", "11", "56"), "year"),
        (("", "", "1899"), "year"),
        (("", "", "2200"), "year"),
        (("3", "13", "1990"), "month"),
        (("3", "0", "1990"), "month"),
        (("3", "", "1990"), "no_month"),
        (("30", "2", "2024"), "day"),
        (("29", "2", "2023"), "day"),
        (("0", "5", "1990"), "day"),
        (("ba", "5", "1990"), "day"),
        (("3", "năm", "1990"), "month"),
        (("23", "11", "2026"), "future"),
        (("", "12", "2026"), "future"),
        (("", "", "2027"), "future"),
        (("3", "5", "١٩٩٠"), "year"),
        (("9" * 5000, "5", "1990"), "day"),
    ],
)
def test_what_no_calendar_has_is_told(read, typed, error):
    assert is_wrong(read("date", parts(*typed)), error, "date")


def test_a_stay_may_end_in_the_future(read):
    assert read("date", parts("1", "6", "2028"), may_be_future=True) == "2028-06-01"


def test_a_date_is_shown_the_same_in_every_language():
    question = a_question("date")
    assert [kinds.show(question, value) for value in ("2026-11-03", "1956-05", "1956")] == ["03/11/2026", "05/1956", "1956"]
