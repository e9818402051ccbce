"""What the catalogue says in words about fees, as numbers where that can be done: data/tariffs.json, data/banks.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..procedures import extras

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Bank:
    """A bank that VietQR reaches. bin: its 6 digits at NAPAS."""

    bin: str
    name: str


@cache
def banks() -> tuple[Bank, ...]:
    """The state's banks first, then the others by name."""
    return tuple(Bank(**row) for row in json.loads((DATA / "banks.json").read_text("utf-8")))


@cache
def _tariffs() -> dict[str, Any]:
    return json.loads((DATA / "tariffs.json").read_text("utf-8"))


def by_unit(code: str) -> dict[str, Any] | None:
    """How a procedure's fee is counted out, where it is by the copy or the page (rules.amount_due), else None."""
    return _tariffs()["by_unit"].get(code)


def sentences(code: str) -> list[str]:
    """The catalogue's sentences on who pays less for a procedure, in Vietnamese."""
    return extras.of(code).get("exemptions_vi", [])


def exemption_of(code: str, place: int) -> dict[str, Any] | None:
    """What a procedure's exemption leaves to pay (rules.amount_due), by its place among the catalogue's sentences on who pays less.

    None: an officer must judge.
    """
    return _tariffs()["exemptions"].get(sentences(code)[place])
