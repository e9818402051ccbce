"""The one table of working days: holidays, exchanged days, the Saturday rule."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

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


def now() -> datetime:
    """The time as the database keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def local(moment: datetime) -> datetime:
    """A database time on the clocks of Viet Nam."""
    return moment.replace(tzinfo=UTC).astimezone(VIET_NAM)


def today() -> date:
    """Today in Viet Nam."""
    return datetime.now(VIET_NAM).date()
