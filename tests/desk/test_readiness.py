"""The list until an office is ready: each line by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.desk.rules import Facts, readiness

NOW = datetime(2026, 11, 22, 3)
READY = Facts(
    has_hotline=True,
    has_hours=True,
    is_address_checked=True,
    has_account=True,
    roles=frozenset({"officer", "leader"}),
    printed=1,
    confirmed=12,
    most_used=12,
    backup_at=NOW - timedelta(days=2),
    has_push_key=True,
    public_url="https://gocua.example.vn",
)


def left(**changes) -> list[str]:
    return [one.name for one in readiness(replace(READY, **changes), NOW) if not one.is_done]


def test_a_ready_office_has_nothing_left():
    assert left() == []


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"has_hotline": False}, "hotline"),
        ({"has_hours": False}, "hours"),
        ({"is_address_checked": False}, "address"),
        ({"has_account": False}, "account"),
        ({"roles": frozenset({"leader", "volunteer"})}, "officer"),
        ({"roles": frozenset({"officer"})}, "leader"),
        ({"confirmed": 11}, "procedures"),
        ({"printed": 0}, "posters"),
        ({"public_url": "http://127.0.0.1:8000"}, "https"),
        ({"has_push_key": False}, "push"),
        ({"backup_at": None}, "backup"),
        ({"backup_at": NOW - timedelta(days=2, seconds=1)}, "backup"),
    ],
)
def test_each_thing_that_lacks_is_named(changes, name):
    assert left(**changes) == [name]
