"""Reads typed values out of one JSON object; every complaint names the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from .plain_text import NotPlain, plain_text

LINE_LIMIT = 1_000  # characters of names and other one-line fields; the longest real name has 590
TEXT_LIMIT = 16_000  # characters of steps and notes; also fits one Excel cell (32,767)
LIST_LIMIT = 200  # papers, forms, steps, laws or sources of one procedure


class RecordRefused(ValueError):
    """The record cannot be taken. Its text says why in plain English and names the key, e.g. `fee_vnd must be ...`."""


def an_object(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RecordRefused(f"{place} is not an object")
    return value


class Fields:
    """Reads typed values out of one object and names the key in every complaint."""

    def __init__(self, data: Mapping[str, Any], place: str = "", notes: list[str] | None = None):
        self.data, self.place = data, place
        self.notes: list[str] = [] if notes is None else notes

    def text(self, key: str, limit: int = TEXT_LIMIT) -> str | None:
        return self._clean(self.data.get(key), self.place + key, limit)

    def line(self, key: str, limit: int = LINE_LIMIT) -> str | None:
        value = self.text(key, limit)
        return value and re.sub(r"\s*\n\s*", " ", value)

    def needed(self, key: str, limit: int = LINE_LIMIT) -> str:
        value = self.line(key, limit)
        if not value:
            raise RecordRefused(f"{self.place}{key} is missing")
        return value

    def number(self, key: str, most: int) -> int | None:
        value = self.data.get(key)
        if value is not None and (type(value) is not int or not 0 <= value <= most):
            raise RecordRefused(f"{self.place}{key} must be a whole number from 0 to {most}")
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        value = self.data.get(key)
        if value is not None and value not in allowed:
            raise RecordRefused(f"{self.place}{key} must be one of {', '.join(allowed)}")
        return value

    def items(self, key: str, build: Callable[[Fields], Any]) -> tuple[Any, ...]:
        rows = [(f"{self.place}{key}[{n}]", one) for n, one in enumerate(self._list(key), 1)]
        return tuple(build(Fields(an_object(one, place), place + ".", self.notes)) for place, one in rows)

    def texts(self, key: str) -> tuple[str, ...]:
        found = [self._clean(one, f"{self.place}{key}[{n}]", TEXT_LIMIT) for n, one in enumerate(self._list(key), 1)]
        return tuple(one for one in found if one)

    def _list(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if value is not None and not isinstance(value, list):
            raise RecordRefused(f"{self.place}{key} must be a list")
        if value and len(value) > LIST_LIMIT:
            raise RecordRefused(f"{self.place}{key} has more than {LIST_LIMIT} entries")
        return value or []

    def _clean(self, value: Any, place: str, limit: int) -> str | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise RecordRefused(f"{place} must be text")
        if len(value) > limit:
            raise RecordRefused(f"{place} is longer than {limit} characters")
        try:
            text, removed = plain_text(value)
        except NotPlain as reason:
            raise RecordRefused(f"{place} {reason}") from None
        self.notes.extend(f"{what} removed from {place}" for what in removed)
        return text or None
