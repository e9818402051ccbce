"""The layouts of the official forms: read from data/<slug>.json once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
PLACE = re.compile(r"\{([a-z0-9_|]+)(?::([a-z]+))?\}")


class NoLayout(LookupError):
    """No official form is laid out for this slug."""


@cache
def layout(slug: str) -> dict[str, Any]:
    """The layout of one form.

    corner (or none), title, to: texts; `{office}` in `to` is the office. body: texts, {head}, {line: cells},
    {table: columns, rows} and {people: question, columns: [label, field, width], least: empty rows}.
    A cell has `label`, `width` in shares of the line, and one of `says` (a text or parts; a part without its answer is left
    out), `boxes` with `choices` of [answer, label], `digits`; with `when` [question, answer] it says `then` instead.
    signatures: title, note, says. off_paper: questions that no line of the form asks for. Raises NoLayout.
    """
    path = DATA / f"{slug}.json"
    if not re.fullmatch(r"[a-z-]+", slug) or not path.exists():
        raise NoLayout(slug)
    return json.loads(path.read_text("utf-8"))


def cells(body: list[Any]) -> Iterator[dict[str, Any]]:
    """Every cell with its label, in the order of the form; a table's cell is named after its row and column."""
    for item in body:
        if isinstance(item, dict):
            yield from item.get("line", ())
            if "people" in item:
                yield {"label": "", **item}
            for label, *said in item.get("rows", ()):
                for column, says in zip(item["table"][1:], said, strict=True):
                    yield {"label": f"{column}: {label}", "says": says}


def parts(says: str | list[str]) -> list[str]:
    """What a cell says, as parts."""
    return [says] if isinstance(says, str) else says


def asked(cell: dict[str, Any]) -> list[str]:
    """The questions whose answers stand in a cell, in order."""
    single = [cell[kind] for kind in ("boxes", "digits", "people") if kind in cell]
    return [
        *single,
        *(name for part in parts(cell.get("says", [])) for names, _ in PLACE.findall(part) for name in names.split("|")),
    ]
