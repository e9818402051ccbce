"""The index for a phone: lighter, and as plain JSON that a small script (static/js/search) can read.

The script ranks as `rules.find` does on the lighter index: the same code in another language, kept equal by a test.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import sentence
from .learning import Example
from .pruning import pruned
from .rules import Entry, Index
from .signs import written, written_places
from .spelling import spellings, syllable, syllables

STEP = 0.15
ZERO = 40
RARITY_STEPS = 10
PAIR_RARITY = 0.9
PAIR_SEEN = 4

Place = Mapping[str, int]
_WORD = re.compile(r"[^\W_]+")
_STRANGE = re.compile("[\x00-\x1f\ue000-\uf8ff]+")


def lighter(index: Index, examples: Sequence[Example]) -> Index:
    """Return an index of a fifth of the size that ranks nearly as well: few weights, in coarse steps (pruning.py).

    examples: those of `rules.taught`. All pairs are equally rare and equally often seen.
    """
    rare = {f: PAIR_RARITY if " " in f else max(1, round(value * RARITY_STEPS)) / RARITY_STEPS for f, value in index.rare.items()}
    rounded = {feature: _rounded(row) for feature, row in pruned(index, examples, rare).items()}
    weights = {feature: row for feature, row in rounded.items() if row}
    own = {word: 0 for word in _own_words(index)}
    words = {word: _power(times) for word, times in index.seen.items() if " " not in word}
    seen = {**own, **words, **{feature: PAIR_SEEN for feature in weights if " " in feature}}
    return replace(
        index,
        weights=weights,
        rare={feature: rare.get(feature, 1.0) for feature in seen},
        seen=seen,
        known=spellings(word for word in seen if word.isalnum()),
    )


def exported(index: Index) -> dict[str, Any]:
    """Return a `lighter` index as JSON values; most are strings of numbers (signs.py).

    codes, priors: of the procedures, by number (no priors: all 1).
    words: all known syllables and meanings, sorted; elsewhere a word is its place here, in two signs.
    rare: for each word, in tenths. seen: for each word, 0 or one more than the power of two.
    pairs: for each word, how many pairs begin with it; seconds: their second words, sorted. Words, then pairs, are the features.
    counts: for each feature, of how many owners it has weights; owners: these, each less the one before, less 1;
    weights: in steps of 0.15, plus 40.
    short: abbreviations and their syllables. same: a word and its common word, in turn. general: words.
    filler, and for each of the kinds: rows of words, each after its length.
    questions: about (rows of words), text, answers.
    """
    words = sorted(word for word in index.seen if " " not in word)
    place = {word: number for number, word in enumerate(words)}
    pairs = sorted(_places(feature.split(" "), place) for feature in index.seen if " " in feature)
    features = [*words, *(f"{words[one]} {words[two]}" for one, two in pairs)]
    rows = [index.weights.get(feature, ()) for feature in features]
    speech = index.speech
    return {
        "codes": " ".join(index.codes),
        "priors": index.priors if set(index.priors) != {1.0} else [],
        "words": " ".join(words),
        "rare": written(round(index.rare[word] * RARITY_STEPS) for word in words),
        "seen": written(index.seen[word].bit_length() for word in words),
        "pairs": written(_numbers_of_pairs(pairs, len(words))),
        "seconds": written_places(two for _, two in pairs),
        "counts": written(len(row) for row in rows),
        "owners": written(step for row in rows for step in _steps(owner for owner, _ in row)),
        "weights": written(max(0, round(weight / STEP) + ZERO) for row in rows for _, weight in row),
        "short": {word: " ".join(parts) for word, parts in speech.short.items()},
        "same": written_places(place[word] for pair in speech.same.items() for word in pair),
        "general": " ".join(sorted(speech.general)),
        "filler": _rows((row for rows in speech.filler.values() for row in rows), place),
        "kinds": {kind: _rows(rows, place) for kind, rows in _kinds(speech).items()},
        "questions": _questions(index, place),
    }


def as_json(index: Index) -> str:
    """Return the text that a phone fetches."""
    return json.dumps(exported(index), ensure_ascii=False, separators=(",", ":"))


def words(entry: Entry, learned: Entry | None = None) -> str:
    """Return what a phone must know of a procedure whose names are not those of the learned index, as lines for search/names.js.

    Plain name, name, field, result and papers; where the index `learned` others, last the words that are new.
    """
    lines = [_STRANGE.sub(" ", line).strip() for line in (entry.plain_name, entry.name, entry.field, entry.extra_words)]
    if learned:
        known = set(syllables(words(learned)))
        lines.append(" ".join(dict.fromkeys(word for word in _WORD.findall(" ".join(lines)) if syllable(word) not in known)))
    return "\n".join(lines)


def _own_words(index: Index) -> set[str]:
    """Return the words that the export names, whether the catalogue says them or not."""
    about = (asked.about for asked in index.questions)
    return sentence.own_words(index.speech).union(index.speech.same.values(), *about)


def _rounded(row: Mapping[int, float]) -> tuple[tuple[int, float], ...]:
    steps = {owner: max(-ZERO, round(weight / STEP)) for owner, weight in sorted(row.items())}
    return tuple((owner, number * STEP) for owner, number in steps.items() if number)


def _power(times: float) -> int:
    """Return the power of two nearest to how often a word was seen."""
    return 1 << round(math.log2(max(1.0, times)))


def _places(words: Iterable[str], place: Place) -> list[int]:
    return [place[word] for word in words]


def _numbers_of_pairs(pairs: Iterable[Sequence[int]], words: int) -> list[int]:
    numbers = [0] * words
    for one, _ in pairs:
        numbers[one] += 1
    return numbers


def _steps(owners: Iterable[int]) -> Iterable[int]:
    last = -1
    for owner in owners:
        yield owner - last - 1
        last = owner


def _rows(rows: Iterable[Sequence[str]], place: Place) -> str:
    return "".join(written([len(row)]) + written_places(_places(row, place)) for row in rows)


def _kinds(speech: sentence.Language) -> dict[str, list[tuple[str, ...]]]:
    kinds: dict[str, list[tuple[str, ...]]] = {}
    for rows in speech.kinds.values():
        for row, kind in rows:
            kinds.setdefault(kind, []).append(row)
    return kinds


def _questions(index: Index, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "about": _rows((sorted(asked.about) for asked in index.questions if asked.question is question), place),
            "text": question.text,
            "answers": [[answer.code, answer.text] for answer in question.answers],
        }
        for question in dict.fromkeys(asked.question for asked in index.questions)
    ]
