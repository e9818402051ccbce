"""Numbers and dates spelled out, as a registrar writes them."""

import pytest

from app.papers import words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1_000, "một nghìn"),
        (2_005, "hai nghìn không trăm linh năm"),
        (2_026, "hai nghìn không trăm hai mươi sáu"),
        (1_985, "một nghìn chín trăm tám mươi lăm"),
        (50_000_000, "năm mươi triệu"),
        (1_000_000_000, "một tỷ"),
        (1_002_000_300, "một tỷ không trăm linh hai triệu ba trăm"),
    ],
)
def test_a_number_is_said_as_people_say_it(value, said):
    assert words.number(value) == said


@pytest.mark.parametrize("value", [-1, 10**15])
def test_a_number_nobody_writes_is_refused(value):
    with pytest.raises(ValueError):
        words.number(value)


def test_a_date_says_what_is_known_of_it():
    assert words.date_in_words("2026-04-15") == "Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi sáu"
    assert words.date_in_words("1985-11") == "Tháng mười một năm một nghìn chín trăm tám mươi lăm"
    assert words.date_on_paper("2026-04-05") == "ngày 05 tháng 04 năm 2026"
    assert words.date_on_paper("1985") == "năm 1985"


def test_money_begins_with_a_capital():
    assert words.dong(24_000) == "Hai mươi bốn nghìn đồng"
