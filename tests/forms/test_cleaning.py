"""Typed text is kept in one spelling, without what nobody sees."""

import unicodedata

import pytest

from app.forms.cleaning import STRANGE, clean, digits
from app.forms.questions import WrongAnswer


def cleaned(text, most=100, **more):
    return clean(text, most, "too long", **more)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  Phạm   Văn\tA ", "Phạm Văn A"),
        (unicodedata.normalize("NFD", "Phạm Đắk"), "Phạm Đắk"),
        ("\u200bPhạm\u200b Văn\ufeff", "Phạm Văn"),
        ("\u200fPhạm\u200e", "Phạm"),
        ("\u202ePhạm\u202c", "Phạm"),
        ("\x00\x07Phạm\x00", "Phạm"),
        ("Phạm\nVăn", "Phạm Văn"),
        ("", ""),
        ("\u200b\u200b", ""),
    ],
)
def test_what_does_no_harm_is_taken_off(typed, kept):
    assert cleaned(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "Phạm\x00Văn",
        "Phạm\x1bVăn",
        "Phạm\u202eVăn",
        "a\u2066b",
        "a\ue000b",
        "a\ufffdb",
        "a\U000e0041b",
        "Z" + "\u0301" * 8,
        "a\ud800b",
    ],
)
def test_what_deceives_the_eye_is_refused(typed):
    with pytest.raises(WrongAnswer) as wrong:
        cleaned(typed)
    assert wrong.value.message == STRANGE


def test_length_is_counted_in_letters_not_in_bytes():
    assert cleaned("ễ" * 100) == "ễ" * 100
    with pytest.raises(WrongAnswer, match="too long"):
        cleaned("ễ" * 101)


def test_lines_stay_only_where_they_are_asked_for():
    assert cleaned("một \r\n hai\r\n\r\n\r\n\r\nba", lines=True) == "một\nhai\n\nba"


def test_khmer_keeps_its_letters():
    assert cleaned("សុខ សំណាង") == "សុខ សំណាង"


def test_digits_lose_what_people_put_between_them():
    assert digits(" 051.090 001-234\u200b ") == "051090001234"
