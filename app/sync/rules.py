"""Limits on carried drafts. Pure."""

from __future__ import annotations

from datetime import timedelta

STAYS = timedelta(hours=24)
NAME_BYTES = 16
LEAST_SEALED_BYTES = 12 + 16  # a nonce and a tag around nothing
MOST_SEALED_BYTES = 100_000
MOST_AT_A_TIME = 5_000
MOST_A_DAY_FROM_ONE = 200  # a whole village may share one address


def parted(body: bytes) -> tuple[str, bytes] | None:
    """(name as hex, sealed bytes) of what a phone sends: 16 bytes of name, then the rest; None where it cannot be that."""
    name, sealed = body[:NAME_BYTES], body[NAME_BYTES:]
    if not LEAST_SEALED_BYTES <= len(sealed) <= MOST_SEALED_BYTES:
        return None
    return name.hex(), sealed
