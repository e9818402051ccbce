"""How long the keys of offices live, and how their signed list reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

VALID = timedelta(days=400)
PUBLISHED_AHEAD = timedelta(days=60)
KEPT_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class PublicKey:
    """One key of the list. use: `seal` (phones to an office) or `receipt` (ours). point: base64url, 65 bytes."""

    key_id: str
    use: str
    point: str
    since: date
    until: date


def is_due(newest_until: date | None, today: date) -> bool:
    """True if another key must be published today."""
    return newest_until is None or newest_until - today <= PUBLISHED_AHEAD


def opens(key_until: date, today: date) -> bool:
    """True while a private key is kept for what was sealed with it in time."""
    return today <= key_until + KEPT_AFTER


def written(office_code: str, keys: Iterable[PublicKey]) -> str:
    """The list as it is signed."""
    rows = [f"{key.key_id} {key.use} {key.point} {key.since} {key.until}" for key in keys]
    return "\n".join(("keys/1", office_code, *rows))


def receipt_text(item_id: str, mark: str, code: str, received_at: str) -> str:
    """A receipt as it is signed."""
    return "|".join(("receipt/1", item_id, mark, code, received_at))
