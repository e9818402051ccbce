"""When a counter is open: seven days of intervals, and the sentence that citizens read and hear. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
TIME = re.compile(r"([01]?\d|2[0-3])(?:\s*(?:[:.hg]|giờ)\s*([0-5]\d)?)?")
SATURDAY = 5
MOST_LETTERS = 200
Week = Sequence[Sequence[str]]


class BadHours(ValueError):
    """Hours that no counter keeps; `args[0]` is the day's number, from 0 for Monday, or None for the week as a whole."""


def read(days: Sequence[Sequence[tuple[str, str]]]) -> list[list[str]]:
    """Seven days of (from, until) as typed, `7:30`, `7h30`, `17`, both empty for none -> seven lists of `07:30-11:30`.

    Raises BadHours for half an interval, one that ends before it begins or begins before the last one ended, an empty week,
    and a week whose sentence would be longer than 200 letters.
    """
    week = [_day(number, typed) for number, typed in enumerate(days)]
    if not any(week) or len(sentence(week)) > MOST_LETTERS:
        raise BadHours(None)
    return week


def _day(number: int, typed: Sequence[tuple[str, str]]) -> list[str]:
    found, last = [], ""
    for begin, end in typed:
        if not begin and not end:
            continue
        begin, end = _time(number, begin), _time(number, end)
        if not last <= begin < end:
            raise BadHours(number)
        found.append(f"{begin}-{end}")
        last = end
    return found


def _time(number: int, typed: str) -> str:
    match = TIME.fullmatch(typed.strip())
    if match is None:
        raise BadHours(number)
    return f"{int(match[1]):02}:{match[2] or '00'}"


def sentence(week: Week) -> str:
    """`Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ`: days with the same hours are said together."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, intervals in enumerate(week):
        if intervals:
            groups.setdefault(tuple(intervals), []).append(number)
    said = [", ".join([_days(numbers), *map(_interval, intervals)]) for intervals, numbers in groups.items()]
    whole = "; ".join(said)
    return whole[:1].upper() + whole[1:]


def _days(numbers: list[int]) -> str:
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{DAYS[numbers[0]]} đến {DAYS[numbers[-1]]}"
    names = [DAYS[number] for number in numbers]
    return " và ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _interval(interval: str) -> str:
    return " đến ".join(map(_spoken, interval.split("-")))


def _spoken(time: str) -> str:
    hour, minute = time.split(":")
    return f"{int(hour)} giờ" + (f" {int(minute):02}" if int(minute) else "")
