"""Numbers and dates spelled out in Vietnamese, as official forms want them. Pure."""

from __future__ import annotations

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", " nghìn", " triệu", " tỷ", " nghìn tỷ")
MONTHS = ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


def number(value: int) -> str:
    """`2026` -> `hai nghìn không trăm hai mươi sáu`. Raises ValueError below 0 and from 10 to the 15th on."""
    if not 0 <= value < 1000 ** len(GROUPS):
        raise ValueError("only from 0 to 999 million million")
    if value == 0:
        return DIGITS[0]
    groups = []
    rest = value
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    top = len(groups) - 1
    spoken = [_hundreds(group, is_first=place == top) + GROUPS[place] for place, group in enumerate(groups) if group]
    return " ".join(reversed(spoken))


def _hundreds(value: int, is_first: bool) -> str:
    hundreds, rest = divmod(value, 100)
    if is_first and not hundreds:
        return _tens(rest)
    start = f"{DIGITS[hundreds]} trăm"
    if not rest:
        return start
    return f"{start} linh {DIGITS[rest]}" if rest < 10 else f"{start} {_tens(rest)}"


def _tens(value: int) -> str:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return DIGITS[ones]
    start = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if not ones:
        return start
    last = "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else DIGITS[ones]
    return f"{start} {last}"


def dong(value: int) -> str:
    """`50000000` -> `Năm mươi triệu đồng`."""
    text = f"{number(value)} đồng"
    return text[0].upper() + text[1:]


def date_in_words(value: str) -> str:
    """`2026-04-15` -> `Ngày mười lăm tháng tư năm hai nghìn ...`; `2026-04` and `2026` say what they know."""
    year, *rest = (int(part) for part in value.split("-"))
    parts = [f"năm {number(year)}"]
    if rest:
        parts.insert(0, f"tháng {MONTHS[rest[0] - 1]}")
    if len(rest) > 1:
        parts.insert(0, f"ngày {number(rest[1])}")
    text = " ".join(parts)
    return text[0].upper() + text[1:]


def date_on_paper(value: str) -> str:
    """`2026-04-05` -> `ngày 05 tháng 04 năm 2026`; less where less is known."""
    names = ("năm", "tháng", "ngày")
    return " ".join(reversed([f"{name} {part}" for name, part in zip(names, value.split("-"), strict=False)]))
