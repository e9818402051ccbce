"""The text of a VietQR code: a transfer to one account, as every Vietnamese bank's app reads it. Pure.

Source: docs/sources.md, "VietQR": EMVCo's code presented by a merchant, with NAPAS' fields for a transfer to an account.
"""

from __future__ import annotations

import re

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"
MOST_DONG = 999_999_999
MOST_PURPOSE = 25
BIN = re.compile(r"[0-9]{6}")
ACCOUNT = re.compile(r"[0-9A-Za-z]{1,19}")
PURPOSE = re.compile(rf"[0-9A-Za-z ]{{0,{MOST_PURPOSE}}}")


def payload(bank_bin: str, account: str, dong: int | None, purpose: str) -> str:
    """What the code holds. dong: the amount, or None where the payer types it; purpose: plain letters, at most 25.

    Raises ValueError for what no bank's app would read.
    """
    if not BIN.fullmatch(bank_bin) or not ACCOUNT.fullmatch(account) or not PURPOSE.fullmatch(purpose):
        raise ValueError("not a bank, an account or a purpose that a code can carry")
    if dong is not None and not 0 < dong <= MOST_DONG:
        raise ValueError("not an amount that a code can carry")
    receiver = _field("00", bank_bin) + _field("01", account)
    body = [
        _field("00", "01"),
        _field("01", "11" if dong is None else "12"),
        _field("38", _field("00", NAPAS) + _field("01", receiver) + _field("02", TO_ACCOUNT)),
        _field("53", DONG),
        _field("54", str(dong)) if dong is not None else "",
        _field("58", "VN"),
        _field("62", _field("08", purpose)) if purpose else "",
        "6304",
    ]
    text = "".join(body)
    return text + checksum(text)


def purpose(ticket: str) -> str:
    """What the transfer says, so that the office finds the dossier: `GC 7K3F9QXM`."""
    return f"GC {ticket}"


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE of the text up to and with `6304`, as four hex digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return f"{value:04X}"


def _field(name: str, value: str) -> str:
    return f"{name}{len(value):02d}{value}"
