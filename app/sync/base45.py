"""Base45 (RFC 9285): bytes as the characters that a QR code holds most of. Pure."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
BASE = len(ALPHABET)
VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Three characters for two bytes, two for a last single one."""
    found = []
    for at in range(0, len(data) - 1, 2):
        value = data[at] << 8 | data[at + 1]
        found += [value % BASE, value // BASE % BASE, value // BASE**2]
    if len(data) % 2:
        found += [data[-1] % BASE, data[-1] // BASE]
    return "".join(ALPHABET[value] for value in found)


def decode(text: str) -> bytes:
    """The inverse of `encode`. Raises ValueError for what it never writes."""
    try:
        values = [VALUES[character] for character in text]
    except KeyError:
        raise ValueError("not a Base45 character") from None
    found = bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        value = sum(part * BASE**place for place, part in enumerate(group))
        size = len(group) - 1
        if size == 0 or value >= 256**size:
            raise ValueError("not Base45")
        found += value.to_bytes(size, "big")
    return bytes(found)
