"""Cells of a keeper's workbook: what Excel did to them is undone where that is certain, and refused where it is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .record import CODE as CODE_FORM
from .record import RecordRefused

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CODED = re.compile(r"_x(005F|000D)_", re.IGNORECASE)  # Excel's way to write an underscore and a carriage return
_DATE_KEYS = ("as_of",)


@dataclass(frozen=True)
class Row:
    """One row of a sheet. values: key -> (value, Excel's kind of cell: `s` text, `n` number, `f` formula, `e` error)."""

    sheet: str
    number: int
    values: dict[str, tuple[Any, str]]

    def notes(self) -> tuple[str, ...]:
        """What the keeper should know about a row that was read all the same."""
        is_number = isinstance(self.values["code"][0], float)
        return ("the code was kept as a number; format the column as text",) if is_number else ()

    def refuse(self, key: str, why: str) -> RecordRefused:
        """The refusal of one cell, for raising."""
        return RecordRefused(f"sheet {self.sheet}, row {self.number}, {key}: {why}")


def guarded(text: str) -> str:
    """Put an apostrophe before text that Excel would take for a formula; `unguarded` takes it away again."""
    escaped = _LOOKS_CODED.sub("_x005F_", text)
    return f"'{escaped}" if _RISKY.match(escaped) else escaped


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    bare = text[1:] if _GUARDED.match(text) else text
    return _CODED.sub(lambda found: "_" if found[1].upper() == "005F" else "", bare)


def text_cell(row: Row, key: str) -> str | None:
    """The cell's text, None if empty. Raises RecordRefused for formulas, errors, numbers and dates."""
    value, kind = row.values[key]
    if value is None:
        return None
    if kind in "fe" or not isinstance(value, (str, float, int, date)):
        raise row.refuse(key, "a formula" if kind == "f" else "an error value or something that is not text")
    if isinstance(value, str):
        return unguarded(value).strip() or None
    if key == "code" and isinstance(value, float):
        return _code_from_number(row, value)
    if key in _DATE_KEYS and isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    what = "a date" if isinstance(value, date) else "yes or no" if isinstance(value, bool) else f"the number {value}"
    raise row.refuse(key, f"{what} where text is expected; format the column as text and type it again")


def _code_from_number(row: Row, value: float) -> str:
    """Excel keeps 1.001190 as 1.00119: codes have six decimals, so nothing is lost that cannot be restored."""
    code = f"{value:.6f}"
    if abs(float(code) - value) > 1e-9 or not CODE_FORM.fullmatch(code):
        raise row.refuse("code", f"the number {value} is no code; format the column as text and type it again")
    return code


def number_cell(row: Row, key: str) -> int | None:
    """The cell's whole number, None if empty. Raises RecordRefused for anything else."""
    value, kind = row.values[key]
    if value is None or (isinstance(value, str) and kind != "f" and not value.strip()):
        return None
    if kind not in "fe" and not isinstance(value, bool):
        if isinstance(value, int):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value.strip()):
            return int(value)
    raise row.refuse(key, "a formula" if kind == "f" else f"{str(value)[:40]} is not a whole number")
