"""Poster ids and tickets: short codes for humans with a check character. Pure."""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BASE = len(ALPHABET)


def check_character(body: str) -> str:
    """The Luhn mod 32 character that makes `body` whole.

    Catches every single wrong character and every swap of neighbours but one pair. Raises ValueError for a character
    outside the alphabet. Source: contract.md of the project, "Codes and states"; ISO/IEC 7812-1, widened to 32.
    """
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // BASE + value % BASE
    return ALPHABET[-total % BASE]


def whole(body: str) -> str:
    """`body` with its check character behind."""
    return body + check_character(body)


def read_code(text: str, length: int) -> str | None:
    """The code that a person typed, in any case, with or without dash and spaces; None if it cannot be one."""
    code = "".join(text.upper().split()).replace("-", "").replace("–", "")
    if len(code) != length or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def shown(code: str) -> str:
    """`7K3F9QXM` -> `7K3F-9QXM`: halves are easier to read aloud."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
