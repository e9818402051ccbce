"""Answers as a short list, in the order of a form's version: what a sealed dossier carries, small enough for one QR code.

    [about, answer, answer, ...]   one answer for each question of the form
    about  = [procedure code, language tag, who filled it in, photos, id of the dossier that this one replaces or null]
    answer = null (not asked, not given) | 0 (put off) | "text" | n (the photo with this number, from 1) |
             ["text", ...] (questions of several inputs, in the order of kinds.names; empty ones at the end are left out)

Pure. The phone writes it (static/js/sealing/answers.js); a test compares the two orders for every form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from . import kinds
from .questions import Form, Question

FILLERS = ("self", "family", "volunteer", "officer")
MOST_TEXT = 2_000


class NotAnswers(ValueError):
    """Not what a phone writes for this form."""


@dataclass(frozen=True)
class Written:
    """A list as it was read. values: input name -> text. photos: question id -> number of its photo, from 0."""

    code: str
    language: str
    filled_by: str
    files: int
    replaces: str | None
    values: dict[str, str]
    photos: dict[str, int]


def read(form: Form, data: bytes) -> Written:
    """Read the list. Raises NotAnswers; what the answers say is checked later, by rules.read."""
    try:
        rows = json.loads(data)
        (code, language, filled_by, files, replaces), *answers = rows
    except (ValueError, TypeError, RecursionError):
        raise NotAnswers from None
    is_told = isinstance(language, str) and len(language) <= 12 and filled_by in FILLERS and isinstance(files, int)
    if not is_told or code not in form.codes or not isinstance(replaces, str | None) or len(answers) != len(form.questions):
        raise NotAnswers
    values: dict[str, str] = {}
    photos: dict[str, int] = {}
    for question, answer in zip(form.questions, answers, strict=True):
        if question.type == "photo" and type(answer) is int and answer > 0:
            photos[question.id] = answer - 1
        else:
            values.update(_spread(question, answer))
    if sorted(photos.values()) != list(range(files)):
        raise NotAnswers
    return Written(code, language, filled_by, files, replaces, values, photos)


def _spread(question: Question, answer: Any) -> dict[str, str]:
    if answer is None:
        return {}
    if type(answer) is int and answer == 0:
        return {f"{question.id}.later": "1"}
    texts = answer if isinstance(answer, list) else [answer]
    names = kinds.names(question)
    if len(texts) > len(names) or not all(isinstance(text, str) and len(text) <= MOST_TEXT for text in texts):
        raise NotAnswers
    return {name: text for name, text in zip(names, texts, strict=False) if text}


def write(form: Form, about: list, values: dict[str, str], photos: dict[str, int] | None = None) -> bytes:
    """The same as the phone does it, for tools and tests. about: as above."""
    rows = [about, *(_gathered(question, values, photos or {}) for question in form.questions)]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _gathered(question: Question, values: dict[str, str], photos: dict[str, int]) -> Any:
    if question.id in photos:
        return photos[question.id] + 1
    texts = [values.get(name, "") for name in kinds.names(question)]
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        return 0 if values.get(f"{question.id}.later") == "1" else None
    return texts[0] if len(kinds.names(question)) == 1 else texts
