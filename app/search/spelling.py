"""Vietnamese syllables as people really type them.

A syllable is kept as its *letters* (with the marks that shape them: ă â đ ê ô ơ ư) and its *tone* as one capital at the
end, so that "hoà" and "hòa", "lý" and "lí" are one word. `readings` says which known syllables a typed one may stand
for, and how far each can be trusted: no accents, telex or VNI leftovers, southern and central sounds, slips of a finger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}
SHAPES = "\u0302\u0306\u031b"
TELEX_TONES = "fsrxj"
TELEX_SHAPES = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))
VNI_SHAPES = {"a6": "â", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a8": "ă", "d9": "đ"}
VNI_TONES = {"1": "S", "2": "F", "3": "R", "4": "X", "5": "J"}
SOUNDS_FIRST = "ngh>ng gh>g gi>j tr>c ch>c ph>f qu>w q>k kh>x nh>y ng>q th>h' v>j d>j r>j x>s l>n c>k hu>w hw>w"
SOUNDS_LAST = "ng>n nh>n ch>t c>t"
LETTERS = "abcdefghijklmnopqrstuvwxyz"

_WORD = re.compile(r"[^\W_]+")
_PLAIN_Y = re.compile(r"^([bcdđghklmnpqrstvx]+)y$")
_FIRST, _LAST = ([tuple(rule.split(">")) for rule in rules.split()] for rules in (SOUNDS_FIRST, SOUNDS_LAST))
_BARE = str.maketrans("ăâđêôơư", "aadeoou")


def syllable(typed: str) -> str:
    """Return one typed syllable as its letters and a tone: "Giấy" is "giâyS", "đi" is "đi"."""
    tone, letters = "", []
    for char in unicodedata.normalize("NFD", typed.lower()):
        if char in TONES:
            tone = TONES[char]
        elif not unicodedata.combining(char) or char in SHAPES:
            letters.append(char)
    shape = _PLAIN_Y.sub(r"\1i", unicodedata.normalize("NFC", "".join(letters)))
    return shape + tone


def syllables(text: str) -> list[str]:
    """Return the syllables of a text, in order, punctuation dropped."""
    return [syllable(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def bare(word: str) -> str:
    """Return a syllable without tone and marks: "giâyS" is "giay"."""
    return _letters(word).translate(_BARE)


def sound(word: str) -> str:
    """Return how a bare syllable sounds where d, gi, v; s, x; tr, ch; l, n and the endings fall together."""
    head = next((new + word[len(old) :] for old, new in _FIRST if word.startswith(old)), word)
    head = head.replace("uo", "u").replace("ie", "i").replace("ye", "i")
    return next((head[: -len(old)] + new for old, new in _LAST if head.endswith(old)), head)


def untelex(typed: str) -> str:
    """Return a syllable typed with telex or VNI keys that were never turned into letters, or "" if there are none.

    Keys that already became letters may stand beside keys that did not ("giâys").
    """
    letters = _letters(typed)
    vni = any(char.isdigit() for char in letters[1:])
    shape, tone = _unvni(letters) if vni else _untelex(letters)
    fixed = _PLAIN_Y.sub(r"\1i", shape) + (tone or typed[len(letters) :])
    return "" if fixed == typed else fixed


def _unvni(rest: str) -> tuple[str, str]:
    tone = re.search("[1-5]", rest)
    if tone:
        rest = rest.replace(tone.group(), "", 1)
    rest = re.sub("uo([a-z]*)7", r"ươ\1", rest)
    for keys, letter in VNI_SHAPES.items():
        rest = re.sub(f"{keys[0]}([a-z]*){keys[1]}", rf"{letter}\1", rest)
    return rest, VNI_TONES[tone.group()] if tone else ""


def _untelex(rest: str) -> tuple[str, str]:
    tone = re.search("(?<=[aeiouyăâêôơưw])([cghmnpt]*)([fsrxj])([cghmnptaeiouyw]*)$", rest)
    if tone:
        rest = rest[: tone.start()] + tone[1] + tone[3]
    rest = re.sub("^d(.*)d$", r"đ\1", rest)
    for keys, letter in TELEX_SHAPES:
        rest = rest.replace(keys, letter)
    rest = re.sub("([aeo])([a-z]+)\\1$", lambda m: {"a": "â", "e": "ê", "o": "ô"}[m[1]] + m[2], rest)
    rest = re.sub("uo([a-z]*)w$", r"ươ\1", rest)
    rest = re.sub("([aou])([a-z]*)w$", lambda m: {"a": "ă", "o": "ơ", "u": "ư"}[m[1]] + m[2], rest)
    return rest.replace("w", "ư"), tone[2].upper() if tone else ""


@dataclass(frozen=True)
class Spellings:
    """Every known syllable, found by its bare letters and by its sound."""

    by_bare: Mapping[str, tuple[str, ...]]
    by_sound: Mapping[str, tuple[str, ...]]


def spellings(words: Iterable[str]) -> Spellings:
    """Return the known syllables, sorted, ready for `readings`."""
    by_bare: dict[str, list[str]] = {}
    by_sound: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        by_bare.setdefault(bare(word), []).append(word)
        by_sound.setdefault(sound(bare(word)), []).append(word)
    return Spellings({k: tuple(v) for k, v in by_bare.items()}, {k: tuple(v) for k, v in by_sound.items()})


def readings(typed: str, known: Spellings, *, accents: bool) -> dict[str, float]:
    """Return known syllables that a typed one may stand for, each with a trust from 0 to 1.

    accents: whether the person types accents at all; if not, their absence says nothing.
    """
    found = {word: _agreement(typed, word, accents) for word in known.by_bare.get(bare(typed), ())}
    fixed = untelex(typed)
    if fixed:
        for word in known.by_bare.get(bare(fixed), ()):
            found[word] = max(found.get(word, 0), _agreement(fixed, word, True) * 0.95)
    is_word = bare(typed) in known.by_bare
    for word in known.by_sound.get(sound(bare(typed)), ()):
        found[word] = max(found.get(word, 0), (0.55 if is_word else 0.8) * _agreement(typed, word, accents))
    if not is_word and not fixed:
        for near in _slips(bare(typed)):
            for word in known.by_bare.get(near, ()):
                found[word] = max(found.get(word, 0), 0.7 * _agreement(typed, word, accents))
    return found


def _letters(word: str) -> str:
    return word.rstrip("FSRXJ")


def _agreement(typed: str, word: str, accents: bool) -> float:
    """Return how well the accents of a typed syllable bear witness for a known one."""
    if typed == word:
        return 1.0
    mine, theirs = _letters(typed), _letters(word)
    tone_mine, tone_theirs = typed[len(mine) :], word[len(theirs) :]
    if mine == mine.translate(_BARE) and not tone_mine:
        return 0.8 if accents else 1.0
    trust = 1.0
    if tone_mine != tone_theirs:
        trust *= 0.85 if {tone_mine, tone_theirs} == {"R", "X"} else 0.7 if not tone_mine else 0.45
    if mine != theirs and mine.translate(_BARE) == theirs.translate(_BARE):
        trust *= 0.75 if mine == mine.translate(_BARE) else 0.5
    return trust


def _slips(word: str) -> set[str]:
    """Return what a finger may have meant: one letter too many, missing, wrong, or two swapped."""
    if len(word) < 3 or not word.isascii():
        return set()
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    less = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in cuts if b for c in LETTERS}
    more = {a + c + b for a, b in cuts for c in LETTERS}
    return less | swapped | changed | more
