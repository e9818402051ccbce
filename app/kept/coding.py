"""How pages lie in a pack: a frame of phrases that many pages share, and for each unit its pages written with them. Pure.

A unit is what changes together: a procedure with all its pages, or one other page. Its text is a list of pages, each
`address US style-hash US html`, parted by RS. In it a sign of the private use area stands for a phrase of the frame, SOH for
the procedure's own code, what the unit says again is an echo (echoes.py), and a clip's name is left out (clips.py). The service worker
puts all four back.
Behind FS may follow what the search is to know of a procedure (service.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import clips, echoes, letters, phrases, pressing

FIRST = 0xE000
LAST = FIRST + letters.LAST_SIGN - 1
OWN = "\x01"
UNIT, RECORD, GROUP, FILE = "\x1f", "\x1e", "\x1d", "\x1c"
SLICE_BYTES = 9_900
CODE = re.compile(r"/p/(\d\.\d{6})(?=[/?]|$)")
_SIGNS = re.compile(f"[{OWN}\x00{clips.SIGN}{UNIT}{RECORD}{GROUP}{FILE}{echoes.SIGNS}{chr(FIRST)}-\uf8ff]")


@dataclass(frozen=True)
class Page:
    """address: without language prefix, with its query. style: the hash of its inlined stylesheet, as the policy names it."""

    address: str
    style: str
    html: str


def unit_of(address: str) -> str:
    """The unit that a page belongs to: its procedure's code, else its own address."""
    found = CODE.match(address)
    return found.group(1) if found else address


def grouped(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """The pages by unit, units in order of address."""
    units: dict[str, list[Page]] = {}
    for page in sorted(pages, key=lambda page: (unit_of(page.address), page.address)):
        units.setdefault(unit_of(page.address), []).append(page)
    return units


def is_writable(page: Page) -> bool:
    """False for a page that holds a sign which the coding needs for itself."""
    return not _SIGNS.search(page.address + page.html)


def frame(units: Mapping[str, Sequence[Page]]) -> list[str]:
    """The phrases that these units share, as texts: common texts, an empty one, other pieces, then phrases of several as signs."""
    rows = {unit: _row(unit, pages) for unit, pages in units.items()}
    common = echoes.common(rows.values())
    left_alone = set(common)
    found = phrases.shared({unit: echoes.echoed(row, left_alone) for unit, row in rows.items()})
    texts = [*common, "", *(phrase[0] for phrase in found if len(phrase) == 1 and phrase[0] not in left_alone)]
    single = {text: number for number, text in enumerate(texts)}
    longer = ["".join(_sign(single[piece]) for piece in phrase) for phrase in found if len(phrase) > 1]
    return [*texts, *longer][: letters.LAST_SIGN]


class Writer:
    """Writes units with the phrases of a frame."""

    def __init__(self, texts: Sequence[str]):
        self._left_alone = set(texts[: texts.index("")])
        self._matcher = phrases.Matcher(
            [tuple(texts[_number(one)] for one in text) if _is_sign(text[:1]) else (text,) for text in texts]
        )

    def unit(self, unit: str, pages: Sequence[Page]) -> str:
        """The unit's text. pages: those that are `is_writable`."""
        row = echoes.echoed(_row(unit, pages), self._left_alone)
        return "".join(_sign(one) if isinstance(one, int) else one for one in self._matcher.cut(row))


def spelled(texts: Sequence[str]) -> list[str]:
    """The phrases of a frame in full."""
    out: list[str] = []
    for text in texts:
        out.append(_signs(text, out))
    return out


def read_unit(unit: str, text: str, full: Sequence[str]) -> list[Page]:
    """The inverse of `Writer.unit`; full: the phrases `spelled`."""
    plain = echoes.heard(_signs(text.split(FILE)[0], full)).replace(OWN, unit)
    rows = (row.split(UNIT) for row in plain.split(RECORD))
    return [Page(address, style, clips.named(html)) for address, style, html in rows]


def digest(text: str) -> str:
    """The name of a unit's text: 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def root(units: Mapping[str, str]) -> str:
    """One digest over all units' digests. units: unit -> digest."""
    return digest("\n".join(f"{unit} {name}" for unit, name in sorted(units.items())))


def packed(texts: Sequence[str], units: Mapping[str, str]) -> bytes:
    """Frame and units as one pressed stream."""
    parts = (
        "\x00".join(texts),
        GROUP.join(f"{unit}\x00{text}" for unit, text in units.items()),
    )
    return pressing.pressed(letters.written(FILE.join(parts)))


def slices(data: bytes) -> list[bytes]:
    """The stream in pieces of at most SLICE_BYTES: a cut line costs at most one."""
    return [data[start : start + SLICE_BYTES] for start in range(0, len(data), SLICE_BYTES)]


def _row(unit: str, pages: Sequence[Page]) -> list[str]:
    """All pages of a unit in pieces."""
    row: list[str] = []
    for page in pages:
        address, html = (
            text if unit.startswith("/") else text.replace(unit, OWN) for text in (page.address, clips.unnamed(page.html))
        )
        row += [RECORD] if row else []
        row += [address, f"{UNIT}{page.style}{UNIT}", *phrases.pieces(html)]
    return row


def _sign(number: int) -> str:
    return chr(FIRST + number)


def _number(sign: str) -> int:
    return ord(sign) - FIRST


def _is_sign(character: str) -> bool:
    return bool(character) and FIRST <= ord(character) <= LAST


def _signs(text: str, full: Sequence[str]) -> str:
    return re.sub(f"[{chr(FIRST)}-{chr(LAST)}]", lambda match: full[_number(match.group())], text)
