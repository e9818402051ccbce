"""When to come: working days, holidays, exchanged days; which state may follow which."""

from datetime import date

import pytest

from app.dossiers import rules
from app.dossiers.calendar import working_days
from app.dossiers.rules import NEXT, due_date, may_follow

CALENDAR = working_days()


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),  # Friday -> Monday
        ("2026-11-21", 1, "2026-11-23"),  # received on a Saturday morning
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-02-13", 1, "2026-02-23"),  # over Tết
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday worked in exchange
        ("2026-08-28", 1, "2026-09-03"),  # over the National Day
        ("2026-12-31", 1, "2027-01-04"),
    ],
)
def test_the_day_to_come(received, days, due):
    assert due_date(date.fromisoformat(received), days, CALENDAR) == date.fromisoformat(due)


def test_a_negative_limit_is_a_mistake():
    with pytest.raises(ValueError):
        due_date(date(2026, 11, 20), -1, CALENDAR)


def test_the_result_is_always_a_working_day():
    day = date(2026, 1, 1)
    for _ in range(400):
        day = rules.next_working_day(day, CALENDAR)
        assert CALENDAR.is_working(day)
        assert day.weekday() != 6


def test_the_table_reaches_far_enough():
    assert CALENDAR.known_until >= date(2027, 12, 31)


def test_ended_dossiers_stay_ended():
    assert not any(may_follow(state, other) for state in ("done", "withdrawn") for other in NEXT)
