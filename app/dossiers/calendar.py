"""The one table of working days: holidays, exchanged days, the Saturday rule; and where an office differs from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from ..offices import queries as offices
from .rules import WorkingDays

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")


@cache
def working_days() -> WorkingDays:
    """The table of data/working-days.json."""
    data = json.loads((Path(__file__).parent / "data" / "working-days.json").read_text("utf-8"))
    return WorkingDays(
        holidays={date.fromisoformat(day): name for day, name in data["holidays"].items()},
        swapped=frozenset(map(date.fromisoformat, data["swapped"])),
        known_until=date.fromisoformat(data["known_until"]),
        saturday_counts=data["saturday"]["counts"],
    )


def working_days_at(office_code: str) -> WorkingDays:
    """The same with the office's own days off, and the days that it works though others do not."""
    own, table = offices.own_days(office_code), working_days()
    off = {day: note for day, is_working, note in own if not is_working}
    on = frozenset(day for day, is_working, _ in own if is_working)
    return replace(table, holidays={**table.holidays, **off}, swapped=table.swapped - off.keys() | on)


def now() -> datetime:
    """The time as the database keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """A database time on the clocks of Viet Nam."""
    return moment.replace(tzinfo=UTC).astimezone(VIET_NAM)


def midnight(day: date) -> datetime:
    """When a local day begins, as the database keeps time."""
    return datetime(day.year, day.month, day.day, tzinfo=VIET_NAM).astimezone(UTC).replace(tzinfo=None)


def today() -> date:
    """Today in Viet Nam."""
    return datetime.now(VIET_NAM).date()
