"""Decisions about records: which side wins, what changed. Pure."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], {})
DECIDED = ("fee_vnd", "fee_note_vi", "duration_vi", "duration_working_days")


def merge(curated: Record | None, crawled: Record | None) -> Record:
    """The record that people see: each field from the curated side, or, where that is empty, from the crawled one.

    A curator who read the source (`sourced`) and left a fee or a time empty did so because the portal's cell is wrong
    there (docs/sources.md, "The catalogue"): such a gap is not filled. Raises ValueError when there is neither record.
    """
    if curated is None and crawled is None:
        raise ValueError("a procedure needs at least one record")
    if curated is None or crawled is None:
        return dict(curated or crawled or {})
    decided = DECIDED if curated.get("confidence") == "sourced" else ()
    return {
        key: curated[key] if key in curated and (curated[key] not in EMPTY or key in decided) else crawled.get(key)
        for key in {**crawled, **curated}
    }


def changed_fields(old: Record | None, new: Record) -> list[str]:
    """Names of the fields in which two records differ, sorted; all fields for a new record."""
    if old is None:
        return sorted(new)
    return sorted(key for key in {**old, **new} if old.get(key) != new.get(key))
