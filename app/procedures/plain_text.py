"""Text from outside made harmless: no markup, no control characters, one way of writing each letter (NFC)."""

from __future__ import annotations

import html
import re
import unicodedata

_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ufffe\uffff]")
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
_BODIES = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6])\b[^<>]*(?:>|\Z)", re.IGNORECASE)
_TAG = re.compile(r"<[a-z/!?][^<>]*(?:>|\Z)", re.IGNORECASE)


class NotPlain(ValueError):
    """The text cannot be made harmless without guessing; the message says why."""


def plain_text(value: str) -> tuple[str, list[str]]:
    """Return `value` as plain text in NFC without outer blanks, and what was removed ("markup", ...).

    Tags go, script and style bodies go with them, entities are decoded once. Raises NotPlain
    for control characters, half characters, and markup that appears only after decoding.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise NotPlain("holds half a character")
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ")
    visible = _INVISIBLE.sub("", text)
    once = _tidy(visible)
    if _CONTROL.search(text) or _CONTROL.search(once):
        raise NotPlain("holds a control character or the sign of a broken encoding")
    if _tidy(once) != once:
        raise NotPlain("holds hidden markup")
    removed = ["markup"] * (_without_markup(visible) != visible) + ["invisible characters"] * (visible != text)
    return once, removed


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", _without_markup(unicodedata.normalize("NFC", text))).strip()


def _without_markup(text: str) -> str:
    if "<" in text:
        text = _TAG.sub("", _BLOCK_TAG.sub(" ", _BODIES.sub(" ", text)))
    return html.unescape(text) if "&" in text else text
