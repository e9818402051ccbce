"""The names of clips, which a phone works out itself from what they say: nobody can press a random name. Pure.

A clip's name is a digest of its sentence (packs/speech.py), and the sentence stands beside it: in the label of its loudspeaker, or before
it in the wizard's list of sounds. So a pack holds BEL for the address of a clip; the service worker and `named` put it back.
"""

from __future__ import annotations

import html
import json
import re

from ..packs.speech import key

SIGN = "\x07"
_PLACE = r'(?:"(?P<said>(?:[^"\\]|\\.)*)": )?"%s"(?: data-module="say" aria-label="[^":]*: (?P<label>[^"]*)")?'
_NAMED = re.compile(_PLACE % r"(?P<address>/voice/[0-9a-f]{20}\.mp3)")
_UNNAMED = re.compile(_PLACE % SIGN)


def unnamed(page: str) -> str:
    """The page with BEL for each clip's address that follows from its sentence; any other address stays."""

    def short(found: re.Match) -> str:
        text, address = found.group(), found["address"]
        return text.replace(address, SIGN, 1) if _address(found) == address else text

    return _NAMED.sub(short, page)


def named(page: str) -> str:
    """The inverse."""
    return _UNNAMED.sub(lambda found: found.group().replace(SIGN, _address(found), 1), page)


def _address(found: re.Match) -> str:
    try:
        said = json.loads(f'"{found["said"]}"') if found["said"] is not None else html.unescape(found["label"] or "")
    except ValueError:
        return ""
    return f"/voice/{key(said)}.mp3"
