"""The other fields of a crawled page: steps, results, laws, level; and the test for a broken encoding."""

from __future__ import annotations

import re

NOTHING = "Không có thông tin"
LEVEL_NAMES = {"Cấp xã": "xa", "Cấp tỉnh": "tinh", "Cấp bộ": "bo", "Cơ quan khác": "khac"}
LAW_COLUMNS = "Tên văn bản pháp lýMã văn bản"

_STEP = re.compile(r"(?m)^[\s*•+-]*(?:[a-zđ]\)\s*)?Bước\s*(\d{1,2})\s*[:.–-]?\s*")
_RESULT_CODE = re.compile(r"Mã: (?:[A-Z0-9-]+(?:\.[A-Z0-9]+)*?\.\d+|[a-z0-9]{1,12})")
_BODIES = (
    "BNN-PTNT|BNNPTNT|BNN&PTNT|BNNMT|BLĐTBXH|BVHTTDL|BGDĐT|BGD&ĐT|BTNMT|BTTTT|BKHĐT|BKHCN|BGTVT|VPCP|BDTTG|TTCP|UBDT|NHNN"
    "|TANDTC|VKSNDTC|BQP|BTP|BCA|BTC|BYT|BNV|BCT|BXD|BNG"
)
_LAW = re.compile(
    r"(?P<run>\d{1,12}(?:\.\d{1,3}|\.?[a-z])?)/(?P<year>(?:19|20)\d\d)/"
    r"(?P<kind>NĐ-CP|NQ-CP|NQ-QH1[0-9]|NQ-HĐND|QĐ-TTg|QĐ-UBND|CT-TTg|QH1[0-9]|(?:PL-)?UBTVQH1[0-9]"
    rf"|(?:TTLT|TT|QĐ)(?:-(?:{_BODIES}))+|TTLT/(?:{_BODIES})(?:-(?:{_BODIES}))*)"
)
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWICE_ENCODED = re.compile(f"(?:[ÂÃÄÅÆ][\x80-\x9f¡-¿{_CP1252}]|á[º»])")


def told(text: str) -> str | None:
    """The text, or None where the portal says that it has no information."""
    return None if text.strip() == NOTHING or not re.search(r"\w", text) else text.strip()


def level(cell: str) -> tuple[str | None, list[str]]:
    """The level nearest to the citizen, and a note when the portal names several; None when it names none we know."""
    named = [code for name, code in LEVEL_NAMES.items() if name in cell]
    notes = [f"several levels told ({cell}); the nearest taken"] if len(named) > 1 else []
    return (named[0] if named else None), notes


def steps(text: str) -> list[str] | None:
    """The steps of `Bước 1: ... Bước 2: ...`; None unless the numbers run 1, 2, 3 from the very first line."""
    marks = list(_STEP.finditer(text))
    in_order = [int(one[1]) for one in marks] == list(range(1, len(marks) + 1))
    if not marks or not in_order or text[: marks[0].start()].strip():
        return None
    ends = [one.start() for one in marks[1:]] + [len(text)]
    found = [text[one.end() : end].strip() for one, end in zip(marks, ends, strict=True)]
    return found if all(found) else None


def result(cell: str) -> str | None:
    """The names of the results, `; ` between them, without the portal's codes and buttons."""
    body = re.split(r"Từ khóa|Chọn cơ quan thực hiện", cell, maxsplit=1)[0]
    names = [told(piece) for piece in _RESULT_CODE.split(body)]
    return "; ".join(name for name in names if name) or None


def laws(cell: str) -> tuple[list[str], str]:
    """Return the laws of the table `name``number``name``number`..., and the text that could not be read, "" if none.

    A row ends at a number (`58/2026/NĐ-CP`) on whose heels the next name follows; inside a name a blank follows it.
    """
    if not cell.startswith(LAW_COLUMNS):
        return [], told(cell) or ""
    body, start, found = cell[len(LAW_COLUMNS) :], 0, []
    for match in _LAW.finditer(body):
        number, begins = _number(match)
        after = body[match.end() :]
        if number is None or _is_inside_name(after, number):
            continue
        found.append(_law(body[start:begins], number))
        start = match.end()
    return list(dict.fromkeys(found)), body[start:].strip()


def _number(match: re.Match[str]) -> tuple[str | None, int]:
    """`năm 2011` + `02/2011/QH13` arrives as `201102/2011/QH13`: return the number and where it begins."""
    run, cut = match["run"], 0
    if re.match(r"\d{5}", run):
        year = re.match(r"(?:19|20)\d\d(?=\d{1,4}(?!\d))", run)
        if not year:
            return None, match.start()
        cut = 4
    return f"{run[cut:]}/{match['year']}/{match['kind']}", match.start() + cut


def _is_inside_name(after: str, number: str) -> bool:
    if after.startswith((number, "ngày", ",", ".", ";", ":", ")")):
        return True
    next_word = after.lstrip()
    return next_word != after and (not next_word[:1].isupper() or number in after)


def _law(name: str, number: str) -> str:
    name = " ".join(name.split()).rstrip(" .:;")
    return name if number in name else f"{name} ({number})" if name else number


def is_twice_encoded(text: str) -> bool:
    """Whether `text` is UTF-8 that was read as Windows-1252 or Latin-1: `Ä‘Äƒng kÃ½` for `đăng ký`."""
    if len(_TWICE_ENCODED.findall(text)) >= 3:
        return True
    for encoding in ("cp1252", "latin-1"):
        try:
            return not text.isascii() and text.encode(encoding).decode("utf-8") != text
        except UnicodeError:
            continue
    return False
