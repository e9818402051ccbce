"""Whole numbers as visible signs: small enough for JSON, plain enough for a phone, and good to compress in columns.

A number below 90 is one sign, from "#" on (the backslash is skipped). A sign of 90 means: 90, and the next is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BASE = 90
FIRST_SIGN = ord("#")
BACKSLASH = ord("\\")


def written(numbers: Iterable[int]) -> str:
    """Return numbers, each 0 or more, as one string of signs."""
    return "".join(_sign(BASE) * (number // BASE) + _sign(number % BASE) for number in numbers)


def written_places(places: Iterable[int]) -> str:
    """Return places in a long list (of words): two signs each, its ninetieths and the rest."""
    return "".join(written(divmod(place, BASE)) for place in places)


def read(signs: str) -> Iterator[int]:
    """Yield the numbers of a string of signs."""
    number = 0
    for sign in signs:
        code = ord(sign) - FIRST_SIGN - (ord(sign) > BACKSLASH)
        number += code
        if code < BASE:
            yield number
            number = 0


def _sign(number: int) -> str:
    code = FIRST_SIGN + number
    return chr(code if code < BACKSLASH else code + 1)
