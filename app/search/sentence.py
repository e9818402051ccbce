"""From a sentence to weighted words: what was meant, and how much each word says.

A phrase of the catalogue is spelled well and taken as it stands (`told`); what a person types is read with the help of
all words and word pairs that the catalogue knows (`heard`). Words of politeness and question tails weigh little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .spelling import Spellings, bare, readings, syllable, syllables

FILLER_WEIGHT = 0.15
READINGS_KEPT = 8

Weighted = list[tuple[str, float]]


@dataclass(frozen=True)
class Language:
    """How people talk, whatever they need.

    short: an abbreviation and the syllables it stands for. same: a syllable of one region and the common one.
    filler: word rows that say nothing about the need, by their first word, longest first.
    general: words that go with any need ("làm", "giấy").
    kinds: word rows of one meaning ("rơi", "thất lạc": lost), by their first word, each with the name of its meaning.
    """

    short: Mapping[str, tuple[str, ...]]
    same: Mapping[str, str]
    filler: Mapping[str, tuple[tuple[str, ...], ...]]
    general: frozenset[str]
    kinds: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


def language(
    short: Mapping[str, str], same: Mapping[str, str], filler: Sequence[str], general: Sequence[str], kinds: Mapping[str, str]
) -> Language:
    """Return a language from plain text.

    same: for a common word the others, separated by spaces. kinds: for a meaning its word rows, separated by semicolons.
    """
    common = {syllable(other): syllable(word) for word, others in same.items() for other in others.split()}
    rows: dict[str, list[tuple[str, ...]]] = {}
    for text in filler:
        row = tuple(common.get(word, word) for word in syllables(text))
        rows.setdefault(row[0], []).append(row)
    meanings: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, texts in kinds.items():
        for text in texts.split(";"):
            row = tuple(common.get(word, word) for word in syllables(text))
            meanings.setdefault(row[0], []).append((row, "@" + kind.replace(" ", "-")))
    return Language(
        {syllable(key): tuple(syllables(text)) for key, text in short.items()},
        common,
        {first: tuple(sorted(found, key=len, reverse=True)) for first, found in rows.items()},
        frozenset(syllable(word) for word in general),
        {first: tuple(found) for first, found in meanings.items()},
    )


def told(text: str, speech: Language) -> Weighted:
    """Return the words of a well-spelled text, each with its weight from 0 to 1."""
    words = [speech.same.get(word, word) for word in _spelled_out(text, speech)]
    return [(word, FILLER_WEIGHT if empty else 1.0) for word, empty in zip(words, _filler(words, speech), strict=True)]


def heard(text: str, speech: Language, known: Spellings, seen: Mapping[str, int]) -> Weighted:
    """Return the words that a person most likely meant, each weighted by trust and by what it says.

    known: the catalogue's syllables. seen: how often each of its words, and each pair "a b", occurs.
    A word that nothing explains keeps its place as "?word".
    """
    typed = [part for word in _spelled_out(text, speech) for part in _apart(word, known)]
    accents = any(bare(word) != word for word in typed)
    path = _likeliest([_meanings(word, speech, known, accents) for word in typed], seen)
    empty = _filler([word for word, _ in path], speech)
    return [(word, math.sqrt(trust) * (FILLER_WEIGHT if skip else 1)) for (word, trust), skip in zip(path, empty, strict=True)]


def features(words: Weighted, speech: Language) -> dict[str, float]:
    """Return words, pairs of neighbours ("a b") and meanings ("@lost"), each with its greatest weight."""
    found: dict[str, float] = {}
    for word, weight in words:
        found[word] = max(found.get(word, 0), weight)
    for (one, left), (two, right) in zip(words, words[1:], strict=False):
        pair = f"{one} {two}"
        found[pair] = max(found.get(pair, 0), math.sqrt(left * right))
    for kind, weight in _kinds(words, speech):
        found[kind] = max(found.get(kind, 0), weight)
    return found


def content(words: Weighted) -> set[str]:
    """Return the words that say something about the need."""
    return {word for word, weight in words if weight > FILLER_WEIGHT}


def own_words(speech: Language) -> set[str]:
    """Return the syllables that the language itself knows, whatever the catalogue says."""
    rows = [row for found in speech.filler.values() for row in found]
    rows += [row for found in speech.kinds.values() for row, _ in found]
    return {*speech.same, *(word for row in rows for word in row)}


def _spelled_out(text: str, speech: Language) -> list[str]:
    return [part for word in syllables(text) for part in speech.short.get(word, (word,))]


def _apart(word: str, known: Spellings) -> list[str]:
    """Return two syllables where the space between them was forgotten ("khaisinh")."""
    if len(word) < 5 or word.isdigit() or readings(word, known, accents=True):
        return [word]
    halves = [(word[:i], word[i:]) for i in range(2, len(word) - 1)]
    return next(([a, b] for a, b in halves if bare(a) in known.by_bare and bare(b) in known.by_bare), [word])


def _meanings(word: str, speech: Language, known: Spellings, accents: bool) -> Weighted:
    found: dict[str, float] = {}
    for reading, trust in readings(word, known, accents=accents).items():
        common = speech.same.get(reading, reading)
        found[common] = max(found.get(common, 0), trust)
    if word in speech.same:
        found[speech.same[word]] = 1.0
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return best[:READINGS_KEPT] or [(f"?{word}", 0.8)]


def _likeliest(choices: list[Weighted], seen: Mapping[str, int]) -> Weighted:
    """Return the row of readings that agrees best with what was typed and with the pairs that the catalogue knows."""
    rows: dict[str, tuple[float, Weighted]] = {"": (0.0, [])}
    for options in choices:
        longer = {}
        for word, trust in options:
            cost, row = max(
                ((cost + 0.5 * math.log1p(seen.get(f"{last} {word}", 0)), row) for last, (cost, row) in rows.items()),
                key=lambda item: item[0],
            )
            own = math.log(trust) + 0.03 * math.log1p(seen.get(word, 0))
            longer[word] = (cost + own, [*row, (word, trust)])
        rows = longer
    return max(rows.values(), key=lambda item: item[0])[1]


def _filler(words: Sequence[str], speech: Language) -> list[bool]:
    empty = [False] * len(words)
    place = 0
    while place < len(words):
        rows = speech.filler.get(words[place], ())
        length = next((len(row) for row in rows if tuple(words[place : place + len(row)]) == row), 0)
        empty[place : place + length] = [True] * length
        place += length or 1
    return empty


def _kinds(words: Weighted, speech: Language) -> Iterator[tuple[str, float]]:
    plain = [word for word, _ in words]
    for place, word in enumerate(plain):
        for row, kind in speech.kinds.get(word, ()):
            end = place + len(row)
            if tuple(plain[place:end]) == row:
                yield kind, max(weight for _, weight in words[place:end])
