"""Decisions about records: which side wins, what changed. Pure."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
EMPTY = (None, "", [], {})


def merge(curated: Record | None, crawled: Record | None) -> Record:
    """The record that people see: each field from the curated side, or, where that is empty, from the crawled one.

    Raises ValueError when there is neither.
    """
    if curated is None and crawled is None:
        raise ValueError("a procedure needs at least one record")
    if curated is None or crawled is None:
        return dict(curated or crawled or {})
    return {key: curated.get(key) if curated.get(key) not in EMPTY else crawled.get(key) for key in {**crawled, **curated}}


def changed_fields(old: Record | None, new: Record) -> list[str]:
    """Names of the fields in which two records differ, sorted; all fields for a new record."""
    if old is None:
        return sorted(new)
    return sorted(key for key in {**old, **new} if old.get(key) != new.get(key))
