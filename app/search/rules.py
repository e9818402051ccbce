"""From everyday words to a procedure: the index, and what it finds.

Everything is decided by one table of weights (feature of a sentence -> procedure), so the same ranking can be redone
wherever the table is: `exported` gives it as plain JSON values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul
from typing import Literal

from . import learning, sentence
from .sentence import Language
from .spelling import Spellings, spellings

SURE_ENOUGH = 1.55
OUTSIDE_SHARE = 0.4
DETAIL_GAIN = 0.75
TAIL = 0.4
SPECIAL_SHARE = 0.97
CLOSE_CALL = 0.93
CLOSE_WHEN_VAGUE = 0.6

_CODE = re.compile(r"(?<![\d.])(\d)[.,\s]?(\d{6})(?!\d)")
_CODE_END = re.compile(r"(?<![\d.])(\d{6})(?!\d)")


@dataclass(frozen=True)
class Entry:
    """A procedure to be found. `weight` above 1 lifts it over its rivals, below 1 lowers it."""

    code: str
    name: str
    plain_name: str
    field: str = ""
    extra_words: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Phrases:
    """How people talk: what they say for each procedure (by code), and what they say that belongs to none.

    special: parts of official names that mark the rarer of two twins ("lưu động", "biên giới").
    """

    said: Mapping[str, Sequence[str]]
    outside: Sequence[str]
    speech: Language
    special: Sequence[str] = ()


@dataclass(frozen=True)
class Answer:
    """One answer to a question back, in the citizen's words, and the procedure that it leads to."""

    code: str
    text: str


@dataclass(frozen=True)
class Question:
    """What is asked back when the words alone cannot tell procedures apart; `about` are those words."""

    text: str
    answers: tuple[Answer, ...]
    about: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Asked:
    """When a question is asked: `about` is one row of its words, `words` are those of all its rows."""

    about: frozenset[str]
    words: frozenset[str]
    question: Question


@dataclass(frozen=True)
class Hit:
    """A procedure found. Scores compare only within one answer."""

    code: str
    score: float


@dataclass(frozen=True)
class Found:
    """What a search gives: hits best first; with a question, the procedures of its answers come first."""

    kind: Literal["results", "question", "nothing"]
    hits: tuple[Hit, ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class Index:
    """Everything that `find` needs; made once when the catalogue is published."""

    codes: tuple[str, ...]
    priors: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]
    rare: Mapping[str, float]
    seen: Mapping[str, int]
    known: Spellings
    speech: Language
    questions: tuple[Asked, ...]


def build_index(entries: Iterable[Entry], phrases: Phrases, questions: Iterable[Question]) -> Index:
    """Return the index of the listed procedures.

    Entries without phrases are found by their names. Phrases and answers of codes that are not listed are left out.
    The same arguments always give the same index.
    """
    listed = sorted(entries, key=lambda entry: entry.code)
    asked = _listed_questions(questions, {entry.code for entry in listed}, phrases.speech)
    taught, named, seen = _examples(listed, phrases, asked)
    rare = learning.rarity(taught + named)
    weights = learning.learn(taught, rare)
    for feature, row in learning.from_names(named, rare).items():
        weights.setdefault(feature, {}).update(row)
    return Index(
        codes=tuple(entry.code for entry in listed),
        priors=tuple(_prior(entry, phrases.special) for entry in listed),
        weights={feature: tuple(sorted(row.items())) for feature, row in sorted(weights.items())},
        rare={feature: round(value, 2) for feature, value in rare.items()},
        seen=seen,
        known=spellings(word for word in [*seen, *sentence.own_words(phrases.speech)] if word.isalnum()),
        speech=phrases.speech,
        questions=asked,
    )


def taught(index: Index, entries: Iterable[Entry], phrases: Phrases) -> list[learning.Example]:
    """Return the examples from which the index of these entries was learned (not those that gave it names alone)."""
    return _examples(sorted(entries, key=lambda entry: entry.code), phrases, index.questions)[0]


def find(index: Index, text: str, limit: int = 20) -> Found:
    """Return what fits a citizen's words: procedures, a question back, or nothing.

    text: as typed or heard, up to a few sentences; a procedure's code in it wins over all words.
    """
    codes = _codes_in(index, text)
    if codes:
        return Found("results", tuple(Hit(code, 1.0) for code in codes[:limit]))
    words = sentence.heard(text, index.speech, index.known, index.seen)
    hits, sureness = _ranking(index, words)
    is_sure = sureness >= SURE_ENOUGH
    said = sentence.content(words)
    question = _asked_by_words(index, said) or (_asked_by_rivals(index, said, hits) if is_sure else None)
    if question:
        return Found("question", _first(question, hits)[:limit], question)
    return Found("results", hits[:limit]) if is_sure else Found("nothing")


def _examples(
    listed: Sequence[Entry], phrases: Phrases, asked: Sequence[Asked]
) -> tuple[list[learning.Example], list[learning.Example], Counter[str]]:
    """Return examples with phrases, examples with names only, and how often each word and pair occurs.

    The words that bring a question back count for its first answer, the common case.
    """
    taught: list[learning.Example] = []
    named: list[learning.Example] = []
    seen: Counter[str] = Counter()

    def example(owner: int, text: str, count: float) -> learning.Example:
        found = sentence.features(sentence.told(text, phrases.speech), phrases.speech)
        seen.update(found)
        return learning.Example(owner, found, count)

    common: dict[str, list[str]] = {}
    for question in dict.fromkeys(one.question for one in asked):
        common.setdefault(question.answers[0].code, []).extend(question.about)
    for owner, entry in enumerate(listed):
        said = (*phrases.said.get(entry.code, ()), *common.get(entry.code, ()))
        mine = taught if said else named
        mine.extend(example(owner, text, 1.0) for text in said)
        mine.extend(example(owner, text, count) for text, count in _names(entry) if text)
    taught.extend(example(len(listed), text, 1.0) for text in phrases.outside)
    return taught, named, seen


def _prior(entry: Entry, special: Sequence[str]) -> float:
    name = entry.name.lower()
    return entry.weight * (SPECIAL_SHARE if any(part in name for part in special) else 1)


def _names(entry: Entry) -> tuple[tuple[str, float], ...]:
    head = re.split(r"[;(]", entry.name)[0]
    return ((entry.plain_name, 1.0), (head, 1.0), (entry.name, 0.5), (entry.extra_words, 0.25), (entry.field, 0.25))


def _listed_questions(questions: Iterable[Question], codes: set[str], speech: Language) -> tuple[Asked, ...]:
    """Return when to ask the questions that keep two answers or more."""
    found: list[Asked] = []
    for question in questions:
        answers = tuple(answer for answer in question.answers if answer.code in codes)
        rows = [frozenset(sentence.content(sentence.told(text, speech))) for text in question.about]
        if len(answers) > 1:
            kept = Question(question.text, answers, question.about)
            found.extend(Asked(row, frozenset().union(*rows), kept) for row in rows)
    return tuple(found)


def _codes_in(index: Index, text: str) -> list[str]:
    spoken = [f"{first}.{rest}" for first, rest in _CODE.findall(text)]
    found = [code for code in spoken if code in index.codes]
    if not found:
        ends = set(_CODE_END.findall(text))
        found = [code for code in index.codes if code[2:] in ends]
    return list(dict.fromkeys(found))


def _ranking(index: Index, words: sentence.Weighted) -> tuple[tuple[Hit, ...], float]:
    """Return the procedures that the words speak for, best first, and how sure the best is.

    Left out is the tail: whatever scores less than a share of the best. Sureness grows with the best's score and with how
    much was said, and falls with what speaks for "something else".
    """
    row, length = learning.scaled(sentence.features(words, index.speech), index.rare)
    scores = [0.0] * (len(index.codes) + 1)
    for feature, weight in row:
        for owner, value in index.weights.get(feature, ()):
            scores[owner] += weight * value
    outside = max(0.0, scores.pop())
    lifted = list(map(mul, scores, index.priors))
    top = max(lifted, default=0.0)
    best = sorted((-score, owner) for owner, score in enumerate(lifted) if score >= max(0.01, TAIL * top))
    hits = tuple(Hit(index.codes[owner], round(-score, 3)) for score, owner in best)
    return hits, (top - OUTSIDE_SHARE * outside) * length**DETAIL_GAIN


def _asked_by_words(index: Index, said: set[str]) -> Question | None:
    """Return the question whose own words are all that was said."""
    return next((asked.question for asked in index.questions if asked.about == said), None)


def _asked_by_rivals(index: Index, said: set[str], hits: Sequence[Hit]) -> Question | None:
    """Return the question that tells the best procedures apart when they are too close to call.

    They need not be that close when nothing but words of the question, and general ones, was said.
    """
    close = None
    for asked in index.questions:
        answers = {answer.code for answer in asked.question.answers}
        rivals = [hit.score for hit in hits if hit.code in answers]
        if len(rivals) < 2 or hits[0].code not in answers:
            continue
        is_vague = asked.about <= said <= asked.words | index.speech.general
        if is_vague and rivals[1] >= CLOSE_WHEN_VAGUE * rivals[0]:
            return asked.question
        if rivals[1] >= CLOSE_CALL * rivals[0]:
            close = close or asked.question
    return close


def _first(question: Question, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the hits with those of the question's answers in front, best first."""
    scores = {hit.code: hit.score for hit in hits}
    answers = sorted((Hit(a.code, scores.get(a.code, 0.0)) for a in question.answers), key=lambda hit: -hit.score)
    mine = {answer.code for answer in question.answers}
    return (*answers, *(hit for hit in hits if hit.code not in mine))
