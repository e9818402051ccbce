"""Short codes for humans with a check character; telephone numbers; what a poster on a wall wants, and what a patrol finds. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BASE = len(ALPHABET)
NUMBERS = (
    (re.compile(r"02[48]\d{8}"), (3, 4, 4)),
    (re.compile(r"02\d{9}"), (4, 3, 4)),
    (re.compile(r"0[1-9]\d{8}"), (4, 3, 3)),
    (re.compile(r"1[89]00\d{4}"), (4, 4)),
    (re.compile(r"1[89]00\d{6}"), (4, 3, 3)),
    (re.compile(r"1022"), (4,)),
)
PLACES = ("counter", "village", "market", "school", "health", "other")
TO_DO = ("missing", "elsewhere", "reprint", "place", "quiet", "fine", "retired")
QUIET_DAYS = 30


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


def dialled(text: str) -> str | None:
    """A Vietnamese telephone number as it is dialled and read aloud: `0255 382 4132`, `0912 345 678`, `1900 1234`; None for no such number.

    +84 becomes 0. Fixed lines have an area of 3 digits (Hà Nội, Hồ Chí Minh City) or 4; 1022 is the province's own line.
    """
    digits = "".join(character for character in text if character in "+0123456789")
    if set(text) - set("+0123456789 .-()"):
        return None
    number = re.sub(r"^(\+84|0084)0?", "0", digits)
    for shape, groups in NUMBERS:
        if shape.fullmatch(number):
            return _grouped(number, groups)
    return None


def _grouped(number: str, groups: tuple[int, ...]) -> str:
    parts, left = [], number
    for length in groups:
        parts.append(left[:length])
        left = left[length:]
    return " ".join(filter(None, [*parts, left]))


def is_invented(number: str) -> bool:
    """True for a number that nobody has: none at all, or one that ends in the same digit six times."""
    digits = re.sub(r"\D", "", number)
    return dialled(number) is None or len(set(digits[-6:])) == 1


def counters(named: Sequence[str] | None, usual: str) -> tuple[str, ...]:
    """All counters of an office; the usual one is always among them."""
    names = tuple(named or ())
    return names if usual in names else (usual, *names)


def changes(printed: Mapping[str, str] | None, today: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a poster that say something else than what would be printed today, in the order of `today`.

    printed: none for a poster of which nobody knows what it says. A place that the paper does not name cannot be wrong there.
    """
    if printed is None:
        return ()
    return tuple(
        part for part, said in today.items() if printed.get(part, said) != said and not (part == "place" and not printed[part])
    )


def to_do(is_active: bool, looked: str, is_changed: bool, has_place: bool, quiet_days: int) -> str:
    """The first thing that a poster wants, one of TO_DO.

    looked: what the last patrol found of it, or nothing. quiet_days: since the last scan, or since it hangs.
    """
    if not is_active:
        return "retired"
    if looked in ("missing", "elsewhere"):
        return looked
    if is_changed:
        return "reprint"
    if not has_place:
        return "place"
    return "quiet" if quiet_days >= QUIET_DAYS else "fine"


@dataclass(frozen=True)
class Found:
    """The poster that a scanned code names. place: where it should hang, or None."""

    office: str
    place: int | None
    is_active: bool
    is_changed: bool


def verdict(found: Found | None, office: str, place: int | None) -> str:
    """What a scanned code is to somebody who stands at a place of an office; `foreign` for one that names no poster of ours.

    place: None for somebody who looks at what hangs nobody knows where.
    """
    if found is None:
        return "foreign"
    if found.office != office:
        return "other"
    if not found.is_active:
        return "retired"
    if found.place != place:
        return "unplaced" if found.place is None else "elsewhere"
    return "reprint" if found.is_changed else "here"


def is_personal(code: str) -> bool:
    """True for a code that holds what is nobody's business on a walk: a citizen card, a sealed dossier."""
    return bool(re.match(r"\s*\ufeff?\s*(\d{9}|\d{12})\s*\|", code)) or code.lstrip().startswith(("HS1:", "HS1P:"))
