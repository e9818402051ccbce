"""The letters of a pack in few bytes, before they are pressed. Pure.

In UTF-8 a Vietnamese letter takes two or three, a phrase's sign three. A stream is: 0xFF (so that nobody takes it for UTF-8), the table, NUL, the text. ASCII stands as it is; the bytes 0x80 to 0xE7 are
the characters of the table in order; 0xE8 and above begin a pair: a sign by its number, or after LAST_SIGN the table's rest.
`static/js/unpacker.js` reads it.
"""

from __future__ import annotations

from collections import Counter

DIRECT, PAIRS = 0x80, 0xE8
FIRST_SIGN, LAST_SIGN = 0xE000, 5000
START = b"\xff"


class TooManyLetters(ValueError):
    """More different characters than pairs are left for."""


def written(text: str) -> bytes:
    """The text as a stream; raises TooManyLetters."""
    times = Counter(character for character in text if character > "\x7f")
    ranked = sorted(times, key=lambda one: (one >= chr(FIRST_SIGN), -times[one], one))
    table, rest = ranked[: PAIRS - DIRECT], [one for one in ranked[PAIRS - DIRECT :] if not _is_sign(one)]
    codes = {one: _pair(ord(one) - FIRST_SIGN) for one in times if _is_sign(one)}
    codes.update((one, _pair(LAST_SIGN + place)) for place, one in enumerate(rest))
    codes.update((one, bytes([DIRECT + place])) for place, one in enumerate(table))
    head = "".join([*table, *rest]).encode()
    return START + head + b"\0" + b"".join(codes[one] if one > "\x7f" else one.encode() for one in text)


def read(data: bytes) -> str:
    """The inverse of `written`."""
    head, _, body = data[1:].partition(b"\0")
    table = head.decode()
    rest = table[PAIRS - DIRECT :]
    out = []
    place = 0
    while place < len(body):
        byte = body[place]
        if byte < DIRECT:
            out.append(chr(byte))
        elif byte < PAIRS:
            out.append(table[byte - DIRECT])
        else:
            place += 1
            number = (byte - PAIRS << 8) + body[place]
            out.append(chr(FIRST_SIGN + number) if number < LAST_SIGN else rest[number - LAST_SIGN])
        place += 1
    return "".join(out)


def _is_sign(character: str) -> bool:
    return FIRST_SIGN <= ord(character) < FIRST_SIGN + LAST_SIGN


def _pair(number: int) -> bytes:
    if number >= 0x100 - PAIRS << 8:
        raise TooManyLetters
    return bytes([PAIRS + (number >> 8), number & 255])
