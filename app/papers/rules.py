"""An official form filled in: what stands in each place of its layout. Pure.

The result is plain data for print/form.typ: every text is a value there, never markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..forms import kinds
from ..forms.questions import Form, Question
from . import words
from .layouts import PLACE, parts

YES_NO = {"yes": "Có", "no": "Không"}


@dataclass(frozen=True)
class Answers:
    """What was answered. values: question id -> JSON value; later: put off, so a blank line even where another answer would do."""

    form: Form
    values: Mapping[str, Any]
    later: frozenset[str]

    def told(self, names: str, how: str = "") -> str:
        """The first answer among `a|b|...` as the paper writes it; empty where there is none, or where it was put off."""
        questions = {question.id: question for question in self.form.questions}
        for name in names.split("|"):
            if name in self.later:
                return ""
            if name in self.values and name in questions:
                return written(questions[name], self.values[name], how)
        return ""


def written(question: Question, value: Any, how: str = "") -> str:
    """An answer in the official form's words. how: `short` for a date in figures, `words` for a date or money spelled out."""
    if question.type == "date" and how != "short":
        return words.date_in_words(value) if how == "words" else words.date_on_paper(value)
    if how == "words":
        return words.dong(value)
    if question.type == "yes_no":
        return YES_NO.get(value, "")
    if question.type in ("choice", "citizen_id"):
        return str(value)
    return kinds.show(question, value)


def filled(layout: dict[str, Any], answers: Answers, office: str, place: str, ticket: str) -> dict[str, Any]:
    """The sheet to print. office: after `Kính gửi`, e.g. `xã Ba Tơ, Quảng Ngãi`; place: before the date; ticket: as it is shown."""
    return {
        "corner": layout.get("corner", ""),
        "title": layout["title"].upper(),
        "to": layout["to"].replace("{office}", office),
        "place": place,
        "ticket": ticket,
        "body": [_item(item, answers) for item in layout["body"]],
        "signatures": [{**one, "says": _says(one.get("says", []), answers)} for one in layout["signatures"]],
    }


def _item(item: Any, answers: Answers) -> dict[str, Any]:
    if isinstance(item, str):
        return {"kind": "text", "text": item}
    if "head" in item:
        return {"kind": "head", "text": item["head"]}
    if "line" in item:
        return {"kind": "line", "cells": [_cell(cell, answers) for cell in item["line"]]}
    if "people" in item:
        return _people(item, answers)
    rows = [[label, *(_says(says, answers) for says in said)] for label, *said in item["rows"]]
    return {"kind": "table", "columns": item["table"], "widths": [1, *(2 for _ in item["table"][1:])], "rows": rows}


def _cell(cell: dict[str, Any], answers: Answers) -> dict[str, Any]:
    base = {"label": cell["label"], "width": cell.get("width", 1)}
    question, wanted = cell.get("when", ("", ""))
    is_other = bool(question) and answers.values.get(question) == wanted
    if "boxes" in cell:
        chosen = None if cell["boxes"] in answers.later else answers.values.get(cell["boxes"])
        return {**base, "kind": "boxes", "choices": [{"label": label, "is": value == chosen} for value, label in cell["choices"]]}
    if "digits" in cell:
        return {**base, "kind": "digits", "value": answers.told(cell["then"] if is_other else cell["digits"])}
    return {**base, "kind": "text", "value": _says(cell["then"] if is_other else cell["says"], answers)}


def _says(says: str | list[str], answers: Answers) -> str:
    """The parts whose answers are there, joined by commas."""
    told = [(part, [answers.told(names, how) for names, how in PLACE.findall(part)]) for part in parts(says)]
    return ", ".join(_put(part, values) for part, values in told if all(values))


def _put(part: str, values: list[str]) -> str:
    """A part with its answers in their places; an answer that looks like a place stays as it is."""
    rest = iter(values)
    return PLACE.sub(lambda _: next(rest), part)


def _people(item: dict[str, Any], answers: Answers) -> dict[str, Any]:
    question = next((one for one in answers.form.questions if one.id == item["people"]), None)
    fields = {field.id: field for field in question.fields} if question else {}
    people = answers.values.get(item["people"]) or [] if item["people"] not in answers.later else []
    rows = [
        [str(number), *(written(fields[name], person[name], "short") if name in person else "" for _, name, _ in item["columns"])]
        for number, person in enumerate(people, 1)
    ]
    rows += [[""] * (len(item["columns"]) + 1)] * max(0, item["least"] - len(rows))
    columns = ["Số", *(label for label, _, _ in item["columns"])]
    return {"kind": "table", "columns": columns, "widths": [0.4, *(width for _, _, width in item["columns"])], "rows": rows}
