"""The copy sheet: each answer as the national portal's form takes it, in the official form's order. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..forms.questions import Question
from . import layouts, rules
from .rules import Answers


@dataclass(frozen=True)
class Field:
    """One field to copy. group: the heading that it stands under; label: Vietnamese, official; value: empty where unanswered."""

    group: str
    label: str
    value: str


def fields(layout: dict[str, Any], answers: Answers) -> list[Field]:
    """All fields of the form; a place is three of them, a person in a list as many as there are columns."""
    found = []
    for group, cell in _grouped(layout["body"]):
        for label, question_ids in _labelled(cell):
            found += [Field(group, name, value) for name, value in _values(label, question_ids, cell, answers)]
    return found


def _grouped(body: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    group = ""
    for item in body:
        if isinstance(item, dict) and "head" in item:
            group = item["head"]
        for cell in layouts.cells([item]):
            yield group, cell


def _labelled(cell: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """(label, questions of which the first answered counts) of each place in a cell; spelled-out repetitions are left out."""
    if "says" not in cell:
        yield cell["label"], layouts.asked(cell)
        return
    for part in layouts.parts(cell["says"]):
        for names, how in layouts.PLACE.findall(part):
            words = layouts.PLACE.sub("", part).strip(" :,")
            if how != "words":
                yield ": ".join(filter(None, (cell["label"], words))), names.split("|")


def _values(label: str, question_ids: list[str], cell: dict[str, Any], answers: Answers) -> list[tuple[str, str]]:
    questions = {question.id: question for question in answers.form.questions}
    known = [name for name in question_ids if name in questions]
    name = next((name for name in known if name in answers.later or name in answers.values), None)
    if name is None or name in answers.later:
        return [(label, "")]
    return _copied(label, questions[name], answers.values[name], cell)


def _copied(label: str, question: Question, value: Any, cell: dict[str, Any]) -> list[tuple[str, str]]:
    if question.type == "place":
        names = (("tỉnh hoặc thành phố", "province_name"), ("xã hoặc phường", "commune_name"), ("địa chỉ", "detail"))
        return [(f"{label}: {words}", value.get(key) or "") for words, key in names]
    if question.type == "people":
        parts = {part.id: part for part in question.fields}
        return [
            (f"Người {number}: {column}", _single(parts[key], person[key]) if key in person else "")
            for number, person in enumerate(value, 1)
            for column, key, _ in cell["columns"]
        ]
    return [(label, _single(question, value))]


def _single(question: Question, value: Any) -> str:
    """As a portal's box takes it: figures without spaces, a date as 24/11/2026."""
    if question.type in ("phone", "number", "citizen_id"):
        return str(value)
    return rules.written(question, value, "short")
