"""From what is written to what is said: numbers, money, dates and short forms, so that the voice does not spell them. Pure.

espeak-ng spells out `CCCD`, reads twelve digits as one number and `8.000` as eight; people say them otherwise.
Source: docs/sources.md, "Voice".
"""

from __future__ import annotations

import re

SHORT_FORMS = {
    "UBND": "Ủy ban nhân dân",
    "CCCD": "căn cước công dân",
    "TTHC": "thủ tục hành chính",
    "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội",
    "OTP": "ô tê pê",
    "QR": "quy a",
    "VNeID": "vi en ai đi",
    "VietQR": "việt quy a",
    "CT01": "xê tê không một",
}
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
GROUPS = ("", " nghìn", " triệu", " tỷ")


def spoken(text: str) -> str:
    """What a Vietnamese voice should be given for `text`."""
    text = re.sub(r"\b(?:ngày )?(\d{1,2})/(\d{1,2})/(\d{4})\b", r"ngày \1 tháng \2 năm \3", text)
    text = re.sub(r"\b0\d{3}[ .]\d{3}[ .]\d{4}\b|\b\d{8,}\b", lambda found: _digit_by_digit(found.group()), text)
    text = re.sub(r"\b\d{1,3}(?:\.\d{3})+\b", lambda found: number(int(found.group().replace(".", ""))), text)
    text = re.sub(r"\b0\d+\b", lambda found: _digit_by_digit(found.group()), text)
    text = re.sub(r"\b\d+\b", lambda found: number(int(found.group())), text)
    for short, full in SHORT_FORMS.items():
        text = re.sub(rf"\b{short}\b", full, text)
    return " ".join(text.replace("·", ",").replace("/", " trên ").split())


def number(value: int) -> str:
    """0 to 999,999,999,999 in Vietnamese words; raises ValueError outside."""
    if not 0 <= value < 10**12:
        raise ValueError(value)
    if value == 0:
        return DIGITS[0]
    groups = []
    while value:
        groups.append(value % 1000)
        value //= 1000
    words = []
    for place in reversed(range(len(groups))):
        if groups[place]:
            words.append(_hundreds(groups[place], whole=place < len(groups) - 1) + GROUPS[place])
    return " ".join(words)


def _hundreds(value: int, whole: bool) -> str:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words = []
    if hundreds or whole:
        words.append(f"{DIGITS[hundreds]} trăm")
    if tens == 0 and ones and words:
        words.append("lẻ")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words.append(f"{DIGITS[tens]} mươi")
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5 and tens:
        words.append("lăm")
    elif ones:
        words.append(DIGITS[ones])
    return " ".join(words)


def _digit_by_digit(text: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in text if digit.isdigit())
