"""The index for a phone: lighter, and as plain JSON that a small script can read.

A script ranks as `rules.find` does: it reads the typed words (`sentence.heard`), takes words and pairs as features,
scales them (`learning.scaled`), adds up the rows, and compares the best with "something else", the last number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from .rules import Index
from .sentence import Language

LEAST_WEIGHT = 0.25
STEPS = 10
RARITY_STEPS = 50
FIRST_SIGN = "#"
ZERO = 40


def lighter(index: Index) -> Index:
    """Return an index of a third of the size that ranks nearly as well.

    Left out are pairs that were said once and weights that hardly count; the others are rounded to tenths.
    """
    kept = {feature: times for feature, times in index.seen.items() if times > 1 or " " not in feature}
    rows = {feature: _rounded(row) for feature, row in index.weights.items() if feature in kept}
    return replace(
        index,
        weights={feature: row for feature, row in rows.items() if row},
        rare={feature: round(value * RARITY_STEPS) / RARITY_STEPS for feature, value in index.rare.items() if feature in kept},
        seen={feature: min(times, 9) for feature, times in kept.items()},
    )


def exported(index: Index) -> dict[str, Any]:
    """Return an index (best: a `lighter` one) as JSON values.

    codes, priors: of the procedures, by number. words: all known syllables, sorted, in one string.
    pairs: numbers of the two words of each known pair, each less the one before (the second starts anew with the first).
    rows: for each word, then each pair, a string of two signs for each weight: the owner, counted from the one before, and
    the weight in tenths plus 40. The signs are the numbers from "#" on, without the backslash.
    rare: for each word, then each pair, in fiftieths. seen: how often each occurs (at most 9).
    short, same, filler, general, kinds: as in `sentence.Language`. questions: words, text, answers.
    """
    words = sorted(word for word in index.seen if " " not in word)
    number = {word: place for place, word in enumerate(words)}
    pairs = sorted(_pair(feature, number) for feature in index.seen if " " in feature)
    features = [*words, *(f"{words[one]} {words[two]}" for one, two in pairs)]
    return {
        "codes": index.codes,
        "priors": index.priors if set(index.priors) != {1.0} else [],
        "words": " ".join(words),
        "pairs": _differences(pairs),
        "rows": [_row(index.weights.get(feature, ())) for feature in features],
        "rare": [round(index.rare.get(feature, 0) * RARITY_STEPS) for feature in features],
        "seen": [index.seen[feature] for feature in features],
        "short": {word: " ".join(parts) for word, parts in index.speech.short.items()},
        "same": index.speech.same,
        "filler": [" ".join(row) for rows in index.speech.filler.values() for row in rows],
        "general": " ".join(sorted(index.speech.general)),
        "kinds": _kinds(index.speech),
        "questions": _questions(index),
    }


def _rounded(row: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    return tuple((owner, round(weight * STEPS) / STEPS) for owner, weight in row if abs(weight) >= LEAST_WEIGHT)


def _pair(feature: str, number: Mapping[str, int]) -> tuple[int, int]:
    one, two = feature.split(" ")
    return number[one], number[two]


def _differences(pairs: Iterable[tuple[int, int]]) -> list[int]:
    flat: list[int] = []
    last = (0, 0)
    for one, two in pairs:
        flat += [one - last[0], two - (last[1] if one == last[0] else 0)]
        last = (one, two)
    return flat


def _row(row: Iterable[tuple[int, float]]) -> str:
    signs: list[str] = []
    last = 0
    for owner, weight in row:
        signs += [_sign(owner - last), _sign(max(0, min(80, round(weight * STEPS) + ZERO)))]
        last = owner
    return "".join(signs)


def _sign(number: int) -> str:
    code = ord(FIRST_SIGN) + number
    return chr(code if code < ord("\\") else code + 1)


def _kinds(speech: Language) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for rows in speech.kinds.values():
        for row, kind in rows:
            kinds.setdefault(kind, []).append(" ".join(row))
    return kinds


def _questions(index: Index) -> list[dict[str, Any]]:
    return [
        {
            "about": [" ".join(sorted(asked.about)) for asked in index.questions if asked.question is question],
            "text": question.text,
            "answers": [[answer.code, answer.text] for answer in question.answers],
        }
        for question in dict.fromkeys(asked.question for asked in index.questions)
    ]
