"""What a unit says twice, said once: a procedure's name stands in a dozen places, a question's id in ten. Pure.

A text that comes again is marked where it comes first (STX text ETX); later it is *the same again* (EOT), *the next one* of those
marked (ENQ: a list of papers is told in the same order on each page), or one by its number (ACK and a character). The service
worker and `heard` read it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

MARK, END, SAME, NEXT, BY_NUMBER = "\x02", "\x03", "\x04", "\x05", "\x06"
SIGNS = MARK + END + SAME + NEXT + BY_NUMBER
FIRST_NUMBER = 0x21
MOST_NUMBERS = 90
MOST_OWNERS = 8
_TEXT = re.compile(r'[^<>="\x00-\x1f]{4,}')
_HEARD = re.compile(f"{MARK}([^{END}]*){END}|[{SAME}{NEXT}]|{BY_NUMBER}(.)")


def common(rows: Iterable[Iterable[str]]) -> list[str]:
    """Texts that more than MOST_OWNERS units have: these are left to the phrases. rows: the pieces of each unit."""
    owners = Counter(piece for row in rows for piece in dict.fromkeys(row) if _TEXT.fullmatch(piece))
    return [piece for piece, number in owners.items() if number > MOST_OWNERS]


def echoed(row: Sequence[str], left_alone: Collection[str]) -> list[str]:
    """The pieces of a unit with marks and echoes. left_alone: the `common` texts of the frame."""
    times = Counter(row)
    place: dict[str, int] = {}
    at = -1
    out: list[str] = []
    for piece in row:
        if times[piece] < 2 or piece in left_alone or not _TEXT.fullmatch(piece):
            out.append(piece)
        elif piece not in place:
            at = place[piece] = len(place)
            out += [MARK, piece, END]
        else:
            echo = _echo(place[piece], at)
            out.append(echo or piece)
            at = place[piece] if echo else at
    return out


def _echo(number: int, at: int) -> str:
    if number in (at, at + 1):
        return SAME if number == at else NEXT
    return BY_NUMBER + chr(FIRST_NUMBER + number) if number < MOST_NUMBERS else ""


def heard(text: str) -> str:
    """The inverse: a unit's text with every echo in full."""
    texts: list[str] = []
    at = -1

    def full(found: re.Match) -> str:
        nonlocal at
        if found.group(1) is not None:
            texts.append(found.group(1))
            at = len(texts) - 1
        elif found.group(2):
            at = ord(found.group(2)) - FIRST_NUMBER
        elif found.group() == NEXT:
            at += 1
        return texts[at]

    return _HEARD.sub(full, text)
