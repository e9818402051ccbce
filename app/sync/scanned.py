"""A sealed dossier as text: one QR code, a series of them, or a file. Pure.

`HS1:` and Base45 is a whole one; `HS1P:<8 base32 of sha256>:<i>:<n>:` and Base45 a part (i from 1); in a file also one line
`HS1F:` and Base45 for each photo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import base45
from .envelope import Broken, short_code

WHOLE, PART, PHOTO = "HS1:", "HS1P:", "HS1F:"
MOST_PARTS = 12
MOST_PART_BYTES = 200
PATTERN = re.compile(r"HS1P:([A-Z2-7]{8}):([1-9]\d?):([1-9]\d?):(.*)", re.DOTALL)


def text_of(blob: bytes) -> str:
    """The one code."""
    return WHOLE + base45.encode(blob)


def parts_of(blob: bytes) -> list[str]:
    """A series of small codes, evenly filled, at most 200 bytes each."""
    count = -(-len(blob) // MOST_PART_BYTES)
    bounds = [len(blob) * place // count for place in range(count + 1)]
    mark = short_code(blob)
    return [f"{PART}{mark}:{place + 1}:{count}:{base45.encode(blob[bounds[place] : bounds[place + 1]])}" for place in range(count)]


def photo_text(number: int, proof: str, blob: bytes) -> str:
    """A line of a file: a photo's number, the proof that it belongs here, its sealed bytes."""
    return f"{PHOTO}{number}:{proof}:{base45.encode(blob)}"


def photo_of(text: str) -> tuple[int, str, bytes]:
    """(number, proof, sealed bytes) of such a line. Raises Broken."""
    number, _, rest = text[len(PHOTO) :].partition(":")
    proof, _, data = rest.partition(":")
    try:
        return int(number), proof, base45.decode(data)
    except ValueError:
        raise Broken("kind") from None


@dataclass
class Reading:
    """What was scanned so far, in any order; scanning one twice changes nothing."""

    mark: str = ""
    count: int = 0
    parts: dict[int, bytes] = field(default_factory=dict)
    blob: bytes = b""

    def add(self, text: str) -> bool:
        """Take one code; true once the dossier is whole. Raises Broken for a foreign code or a part of another dossier."""
        try:
            if text.startswith(WHOLE):
                self.blob = base45.decode(text[len(WHOLE) :])
                self.mark = short_code(self.blob)
                return True
            return self._add_part(text)
        except Broken:
            raise
        except ValueError:
            raise Broken("kind") from None

    def _add_part(self, text: str) -> bool:
        found = PATTERN.fullmatch(text)
        if not found:
            raise Broken("kind")
        mark, place, count, data = found[1], int(found[2]), int(found[3]), base45.decode(found[4])
        if place > count or count > MOST_PARTS or (self.mark and (mark, count) != (self.mark, self.count)):
            raise Broken("part")
        if self.parts.setdefault(place, data) != data:
            raise Broken("part")
        self.mark, self.count = mark, count
        if len(self.parts) < count:
            return False
        blob = b"".join(self.parts[number] for number in range(1, count + 1))
        if short_code(blob) != mark:
            raise Broken("part")
        self.blob = blob
        return True
