"""Making typed text safe to keep: one spelling of each letter, nothing invisible, nothing endless."""

from __future__ import annotations

import re
import unicodedata

from ..web.marks import N_
from .questions import WrongAnswer

STRANGE = N_("Có chữ lạ trong ô. Xóa rồi gõ lại.")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u3164\ufeff"))
REFUSED = ("Cc", "Cf", "Cs", "Co", "Cn")
MOST_MARKS = 3
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
PILE = re.compile(r"\s+")


def clean(text: str, most: int, too_long: str, lines: bool = False) -> str:
    """`text` in NFC, without spare spaces and invisible marks. Source: docs/sources.md, "Typed text".

    most: code points allowed; lines: keep line breaks.
    Zero-width characters and direction marks carry nothing here and are dropped. Control characters, NUL, changes of
    writing direction, unknown code points and piles of accents change what a reader sees: at the ends they are dropped,
    within the text refused. Raises WrongAnswer.
    """
    text = unicodedata.normalize("NFC", text.translate(INVISIBLE))
    text = _rows(text) if lines else PILE.sub(" ", text)
    text = _trimmed(text)
    if any(_is_refused(letter) for letter in text if letter != "\n") or _piles_up(text):
        raise WrongAnswer(STRANGE)
    if len(text) > most:
        raise WrongAnswer(too_long)
    return text


def carried(text: str) -> str:
    """`text` as a page can carry it back: without the control characters that no field can hold."""
    return CONTROL.sub("", text)


def digits(text: str) -> str:
    """`text` without what people put between digits: spaces, dots, commas, dashes, brackets, invisible marks."""
    return re.sub(r"[\s.,()\-\u2010-\u2015]", "", text.translate(INVISIBLE))


def is_number(text: str, most: int) -> bool:
    """True for 1 to `most` digits 0-9 (of no other script)."""
    return 0 < len(text) <= most and text.isascii() and text.isdecimal()


def _rows(text: str) -> str:
    rows = [re.sub(r"[^\S\n]+", " ", row).strip() for row in re.split(r"\r\n|\r|\n", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows))


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or _is_refused(text[start])):
        start += 1
    while end > start and (text[end - 1].isspace() or _is_refused(text[end - 1])):
        end -= 1
    return text[start:end]


def _is_refused(letter: str) -> bool:
    return unicodedata.category(letter) in REFUSED or letter == "\ufffd"


def _piles_up(text: str) -> bool:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > MOST_MARKS:
            return True
    return False
