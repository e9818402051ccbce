"""Decisions about money: what is due, how a day adds up. Pure; all amounts are whole dong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WAYS = ("cash", "transfer")
MOST_DONG = 100_000_000


def amount_due(
    fee_dong: int | None,
    by_unit: Mapping[str, Any] | None,
    exemption: Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    today: date,
) -> int | None:
    """How much is due, or None where only an officer can say.

    fee_dong: the catalogue's, None where it names none. by_unit: `each`: the answer that counts the copies; `pages`: the one
    that counts the pages, of which `full_pages` cost the fee and the others `then_dong`, at most `most_dong` a copy.
    exemption: `percent` of the fee or `dong` in its place, as long as `until` has not passed.
    """
    if exemption and date.fromisoformat(exemption.get("until", "9999-12-31")) < today:
        exemption = None
    if exemption and exemption.get("percent") == 0:
        return 0
    if fee_dong is None:
        return None
    if exemption and "dong" in exemption:
        return exemption["dong"]
    whole = fee_dong if by_unit is None else _counted(fee_dong, by_unit, answers)
    return whole if whole is None or not exemption else whole * exemption["percent"] // 100


def _counted(fee_dong: int, by_unit: Mapping[str, Any], answers: Mapping[str, Any]) -> int | None:
    copies, pages = answers.get(by_unit["each"]), answers.get(by_unit.get("pages", ""))
    if not isinstance(copies, int):
        return None
    if "pages" not in by_unit:
        return copies * fee_dong
    if not isinstance(pages, int):
        return None
    full = min(pages, by_unit["full_pages"])
    return copies * min(full * fee_dong + (pages - full) * by_unit["then_dong"], by_unit["most_dong"])


@dataclass(frozen=True)
class Entry:
    """A payment as sums need it. dong: below 0 for a counter-entry. officer: who, by a name that no other has."""

    dong: int
    way: str
    officer: str


@dataclass(frozen=True)
class Sums:
    """What a list of entries comes to. by_way, by_officer: name -> dong."""

    total: int
    taken: int
    given_back: int
    by_way: Mapping[str, int]
    by_officer: Mapping[str, int]


def sums(entries: Iterable[Entry]) -> Sums:
    """Add up; `total` is the same by way, by officer, and taken less given back."""
    listed = list(entries)
    by_way = dict.fromkeys(WAYS, 0)
    by_officer: dict[str, int] = {}
    for entry in listed:
        by_way[entry.way] += entry.dong
        by_officer[entry.officer] = by_officer.get(entry.officer, 0) + entry.dong
    taken = sum(entry.dong for entry in listed if entry.dong > 0)
    given_back = -sum(entry.dong for entry in listed if entry.dong < 0)
    return Sums(taken - given_back, taken, given_back, by_way, dict(sorted(by_officer.items())))


def dong_in(text: str) -> int | None:
    """`8.000`, `8 000 đ` or `8000` -> 8000; None for what is no amount from 1 to 100 million."""
    digits = text.casefold().replace("đồng", "").replace("đ", "").translate({ord(sign): None for sign in " .\u00a0"})
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 9):
        return None
    return int(digits) if 0 < int(digits) <= MOST_DONG else None


def receipt_number(year: int, number: int) -> str:
    """`2026-000123`: running within an office and a year."""
    return f"{year}-{number:06d}"
