"""Telephone numbers, hours, what a poster wants, what a scanned code is: pure."""

import pytest

from app.offices import hours, rules

PLACE, ELSEWHERE = 3, 4
WEEK = [[("7:30", "11h30"), ("13.30", "17")]] * 5


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("02553824132", "0255 382 4132"),
        ("+84 255.382.4132", "0255 382 4132"),
        ("(024) 3825-3536", "024 3825 3536"),
        ("0084912345678", "0912 345 678"),
        ("1900 1234", "1900 1234"),
        ("18001234", "1800 1234"),
        ("1022", "1022"),
        ("113", None),
        ("0000000000", None),
        ("09123456789", None),
        ("0912 345 678 hoặc 0255", None),
        ("", None),
    ],
)
def test_a_hotline_is_kept_as_it_is_dialled(typed, dialled):
    assert rules.dialled(typed) == dialled


def test_the_demos_number_is_plainly_nobodys():
    assert rules.is_invented("0255 000 0000") and rules.is_invented("") and not rules.is_invented("0255 382 4132")


def test_hours_are_said_as_people_say_them():
    assert hours.sentence(hours.read([*WEEK, [], []])) == "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ"
    own = [[("8", "11")], [], [("8:00", "11 giờ")], [], [("8", "11")], [("7", "9:05")], []]
    assert hours.sentence(hours.read(own)) == "Thứ Hai, thứ Tư và thứ Sáu, 8 giờ đến 11 giờ; thứ Bảy, 7 giờ đến 9 giờ 05"


@pytest.mark.parametrize("day", [[("7:30", "")], [("11", "7")], [("7", "11"), ("10", "17")], [("25", "26")], [("sáng", "trưa")]])
def test_hours_that_no_counter_keeps_name_their_day(day):
    with pytest.raises(hours.BadHours) as problem:
        hours.read([[], [], day, [], [], [], []])
    assert problem.value.args == (2,)


def test_a_week_without_hours_is_none():
    with pytest.raises(hours.BadHours):
        hours.read([[]] * 7)


def test_what_shows_on_the_paper_asks_for_a_reprint_and_nothing_else_does():
    printed = {"name": "Làm giấy khai sinh", "call": "0255 382 4132", "place": ""}
    assert rules.changes(printed, {**printed, "name": "Khai sinh"}) == ("name",)
    assert rules.changes(printed, {**printed, "call": "1022", "name": "x"}) == ("name", "call")
    assert rules.changes(printed, {**printed, "place": "Chợ Ba Tơ"}) == ()  # the paper names no place
    assert rules.changes({**printed, "place": "Chợ Ba Tơ"}, {**printed, "place": "Trường học"}) == ("place",)
    assert rules.changes(printed, {**printed, "new part": "of a later release"}) == ()
    assert rules.changes(printed, printed) == rules.changes(None, printed) == ()


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ((False, "missing", True, False, 99), "retired"),
        ((True, "missing", True, False, 99), "missing"),
        ((True, "elsewhere", True, True, 0), "elsewhere"),
        ((True, "here", True, False, 99), "reprint"),
        ((True, "", False, False, 99), "place"),
        ((True, "here", False, True, 30), "quiet"),
        ((True, "here", False, True, 29), "fine"),
    ],
)
def test_the_first_thing_that_a_poster_wants(known, wanted):
    assert rules.to_do(*known) == wanted


def test_what_a_scanned_code_is():
    def is_at(place, found_at=PLACE, office="21484", is_active=True, is_changed=False):
        return rules.verdict(rules.Found(office, found_at, is_active, is_changed), "21484", place)

    assert is_at(PLACE) == "here" and is_at(PLACE, is_changed=True) == "reprint"
    assert is_at(ELSEWHERE) == "elsewhere" and is_at(PLACE, found_at=None) == "unplaced"
    assert is_at(None, found_at=None) == "here"
    assert is_at(PLACE, is_active=False) == "retired" and is_at(PLACE, office="21211") == "other"
    assert rules.verdict(None, "21484", PLACE) == "foreign"


def test_a_card_and_a_sealed_dossier_are_nobodys_business():
    assert rules.is_personal("051190001234||Phạm Thị Thử|01021990") and rules.is_personal("HS1:ABC")
    assert not rules.is_personal("https://example.org/051190001234|x|")
