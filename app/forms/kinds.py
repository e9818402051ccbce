"""Question types, found by name: app/forms/types/<name>.py. Reading and showing one answer.

A type has `MESSAGES` (with `missing`), `names(question)`, `read(question, values, files, context)` and
`show(question, value)`; if more than its inputs decides whether it was answered at all, also `given(question, values)`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from .cleaning import INVISIBLE
from .questions import Context, Question, UploadedPhoto, WrongAnswer, said


@dataclass(frozen=True)
class Answer:
    """What came of one question: a value, or put off, or errors by question id, or nothing at all."""

    value: Any = None
    is_later: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)


def kind(name: str) -> ModuleType:
    """The module of a question type; raises ModuleNotFoundError."""
    return importlib.import_module(f"{__package__}.types.{name}")


def names(question: Question) -> tuple[str, ...]:
    """The input names that make up the answer, without `<id>.later`."""
    return kind(question.type).names(question)


def is_given(question: Question, values: Mapping[str, Any], files: Mapping[str, UploadedPhoto]) -> bool:
    """True if anything was answered, right or wrong."""
    if question.id in files:
        return True
    own = getattr(kind(question.type), "given", None)
    return own(question, values) if own else any(is_written(values, name) for name in names(question))


def is_written(values: Mapping[str, Any], name: str) -> bool:
    """True if something that can be seen was typed under `name`."""
    return bool(said(values, name).translate(INVISIBLE).strip())


def answer(question: Question, values: Mapping[str, Any], files: Mapping[str, UploadedPhoto], context: Context) -> Answer:
    """Read one question's answer. An answer that cannot be read counts as put off where it was also put off."""
    is_later = question.may_wait and said(values, f"{question.id}.later") == "1"
    put_off = Answer(is_later=True)
    if not is_given(question, values, files):
        missing = {question.id: kind(question.type).MESSAGES["missing"]} if question.required else {}
        return put_off if is_later else Answer(errors=missing)
    try:
        return Answer(kind(question.type).read(question, values, files, context))
    except WrongAnswer as wrong:
        return put_off if is_later else Answer(errors=wrong.parts or {question.id: wrong.message})


def show(question: Question, value: Any) -> str:
    """An answer as people read it, in the question's language."""
    return kind(question.type).show(question, value)
