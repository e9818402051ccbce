"""Decisions about dossiers: tickets, due dates, what may follow which state. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

NEXT = {
    "received": ("accepted", "returned", "withdrawn"),
    "accepted": ("returned", "ready", "done", "withdrawn"),
    "returned": ("accepted", "received", "withdrawn"),
    "ready": ("done", "returned"),
    "done": (),
    "withdrawn": (),
}
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class WorkingDays:
    """When the state works. holidays: days off; swapped: Saturdays and Sundays worked in exchange for one.

    saturday_counts: whether a Saturday on which the counter is open counts towards a time limit (it does not, by law).
    """

    holidays: Mapping[date, str]
    swapped: frozenset[date]
    known_until: date
    saturday_counts: bool = False

    def is_working(self, day: date) -> bool:
        """True if `day` counts towards a time limit."""
        if day in self.swapped:
            return True
        if day in self.holidays or day.weekday() == SUNDAY:
            return False
        return day.weekday() != SATURDAY or self.saturday_counts


def due_date(received: date, wait_days: int, calendar: WorkingDays) -> date:
    """The day on which the result lies ready at the counter.

    Counts working days from the day after `received`.
    received: local date in Viet Nam, not UTC. wait_days: working days, 0 or more, as the catalogue gives them.
    Raises ValueError if wait_days is negative. Source: docs/sources.md, "Time limits".
    """
    if wait_days < 0:
        raise ValueError("a time limit cannot be negative")
    day = received
    for _ in range(wait_days):
        day = next_working_day(day, calendar)
    return day


def next_working_day(day: date, calendar: WorkingDays) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def later(before: datetime, now: datetime) -> datetime:
    """`now`, or a moment after `before` where a clock went back: whoever reads in order of change misses no version."""
    return max(now, before + timedelta(microseconds=1))


def may_follow(state: str, wanted: str) -> bool:
    """True if an officer may set `wanted` on a dossier in `state`."""
    return wanted in NEXT[state]
