"""Our own additions to the catalogue, as data: pictures, life events, papers' needs, exemptions, variants, English.

Source: docs/sources.md, "Our additions". Read once at start; changing a file is a release.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Event:
    """A life event: a picture, a name, and its procedures, the most useful first."""

    id: str
    name_vi: str
    name_en: str
    picture: str
    procedures: tuple[str, ...]


@cache
def read(name: str) -> Any:
    """One data file, parsed."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


@cache
def events() -> tuple[Event, ...]:
    """All life events, most used first."""
    return tuple(Event(**{**row, "procedures": tuple(row["procedures"])}) for row in read("events"))


def of(code: str) -> dict[str, Any]:
    """What we add to one procedure; empty for a procedure that nobody has looked at yet."""
    return read("extras").get(code, {})


def needs(code: str) -> dict[str, str]:
    """Paper -> need, as far as we know it for one procedure."""
    return {paper["name_vi"]: paper["need"] for paper in of(code).get("papers", [])}


def english(code: str) -> dict[str, Any]:
    """The English texts of one procedure, as far as they were written."""
    return read("en").get(code, {})


def most_used() -> list[str]:
    """The twelve most used procedures, first the most used."""
    return read("most-used")


def slug(text: str) -> str:
    """`Hộ tịch` -> `ho-tich`: a field's name in an address."""
    folded = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
