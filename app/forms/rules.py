"""What a person sent, checked question by question. Pure: the day and the places come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..web.marks import N_
from . import citizen_numbers, kinds
from .questions import Context, Form, Places, Question, UploadedPhoto, said

LATER = N_("Để sau")


@dataclass(frozen=True)
class Reading:
    """A form as it was answered.

    answers: question id -> value that JSON can carry (what each type gives: its file in types/).
    errors: question id (of a person in a list: `<id>.<number>.<field>`) -> Vietnamese sentence to translate when shown.
    later: required questions that were put off. hidden: questions that did not apply; their answers are dropped.
    consent: `yes`, `no`, or None while not answered.
    """

    answers: dict[str, Any]
    errors: dict[str, str]
    later: frozenset[str]
    hidden: frozenset[str]
    consent: str | None


def read(form: Form, values: Mapping[str, Any], files: Mapping[str, UploadedPhoto], today: date, places: Places) -> Reading:
    """Read what was sent for `form`; never raises, whatever was sent.

    values: input name -> list of texts (or a MultiDict). files: question id -> photo. today: the date in Viet Nam.
    """
    context = Context(today, places)
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    later, hidden = set(), set()
    for question in form.questions:
        if not applies(question, answers):
            hidden.add(question.id)
            continue
        found = kinds.answer(question, values, files, context)
        errors.update(found.errors)
        if found.is_later:
            later.add(question.id)
        elif found.value is not None:
            answers[question.id] = found.value
    errors = {**_disagreements(form, answers, values), **errors}
    consent = said(values, "consent")
    return Reading(answers, errors, frozenset(later), frozenset(hidden), consent if consent in ("yes", "no") else None)


def applies(question: Question, answers: Mapping[str, Any]) -> bool:
    """True if the question is to be asked; what hangs on an unanswered or hidden question is hidden too."""
    condition = question.show_if
    return condition is None or answers.get(condition.field) == condition.equals


def _disagreements(form: Form, answers: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """ID numbers that speak against the birth date or sex answered beside them, unless put off."""
    found = {}
    for question in form.questions:
        number = answers.get(question.id)
        if question.type != "citizen_id" or number is None or said(values, f"{question.id}.later") == "1":
            continue
        block = question.id.removesuffix("so_dinh_danh")
        born = answers.get(f"{block}ngay_sinh") or answers.get(f"{block}nam_sinh")
        if citizen_numbers.disagrees(number, str(born or ""), answers.get(f"{block}gioi_tinh")):
            found[question.id] = citizen_numbers.DISAGREES
    return found


def pairs(form: Form, reading: Reading) -> list[tuple[Question, str]]:
    """Every question that was answered or put off, in order, with its answer as people read it.

    Needs only `answers` and `later` of `reading`; answers that this version of the form does not know are left out.
    """
    found = []
    for question in form.questions:
        if question.id in reading.answers:
            found.append((question, kinds.show(question, reading.answers[question.id])))
        elif question.id in reading.later:
            found.append((question, LATER))
    return found


def official(form: Form, answers: Mapping[str, Any], later: frozenset[str]) -> list[tuple[Question, str]]:
    """The same for the officer: a choice in the words of the official form (`Nam`), not in those shown (`Trai`)."""
    said_plainly = pairs(form, Reading(dict(answers), {}, later, frozenset(), None))
    return [(one, str(answers[one.id]) if one.type == "choice" and one.id in answers else shown) for one, shown in said_plainly]
