"""The forms as they are asked: read from data/*.json, in the language of the request, Vietnamese where it has no words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ..web import languages
from ..web.marks import N_
from ..web.texts import Text, t
from . import cards, kinds
from .questions import Choice, Condition, Form, Question, SameAs

DATA = Path(__file__).parent / "data"
NOTHING = Text("")
YES_NO = (("yes", N_("Có"), "yes"), ("no", N_("Không"), "no"))

__all__ = ["Choice", "Form", "Question", "form", "form_for", "form_numbered", "slugs"]


def slugs() -> dict[str, str]:
    """Slug -> code of the procedure that each form starts."""
    return {slug: record["code"] for slug, record in _records().items()}


def form(slug: str, version: int | None = None) -> Form | None:
    """A form by its slug, or None; today's, or as it was asked in an older `version`."""
    record = _of_version(_records().get(slug), version)
    return _form(record) if record else None


def form_for(code: str, version: int | None = None) -> Form | None:
    """The form that starts the procedure `code`, or None; today's, or an older `version`. One form may serve more than one procedure."""
    record = _of_version(_by_code().get(code), version)
    return _form(record) if record else None


def form_numbered(number: int, version: int) -> Form | None:
    """A form as it was asked in some version, by the number that a sealed dossier has in its header; or None.

    Versions before today's lie in data/old/<slug>-<version>.json: what was begun with them is read with them.
    """
    record = _every_version().get((number, version))
    return _form(record) if record else None


def _of_version(record: dict[str, Any] | None, version: int | None) -> dict[str, Any] | None:
    return _every_version().get((record["number"], version)) if record and version is not None else record


@cache
def _every_version() -> dict[tuple[int, int], dict[str, Any]]:
    old = [json.loads(path.read_text("utf-8")) for path in sorted((DATA / "old").glob("*.json"))]
    return {(record["number"], record["version"]): record for record in (*old, *_records().values())}


@cache
def _records() -> dict[str, dict[str, Any]]:
    found = [json.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.json"))]
    return {record["slug"]: record for record in found}


@cache
def _by_code() -> dict[str, dict[str, Any]]:
    return {code: record for record in _records().values() for code in (record["code"], *record.get("also_codes", ()))}


def _form(record: dict[str, Any]) -> Form:
    questions = _with_cards((_question(entry) for entry in record["questions"]), record.get("cards", ()))
    used = {part.type for question in questions for part in (question, *question.fields)}
    messages = {name: {key: str(t(text)) for key, text in kinds.kind(name).MESSAGES.items()} for name in sorted(used)}
    return Form(
        slug=record["slug"],
        code=record["code"],
        title=_named(record, "title"),
        version=record["version"],
        questions=questions,
        messages=messages,
        number=record["number"],
        codes=(record["code"], *record.get("also_codes", ())),
    )


def _with_cards(questions: Iterable[Question], also: Iterable[str] = ()) -> tuple[Question, ...]:
    """The questions, each with what of a citizen card answers it."""
    asked = tuple(questions)
    named = cards.parts(((one.id, one.type) for one in asked), also)
    return tuple(replace(one, card=named.get(one.id, "")) for one in asked)


def _question(entry: dict[str, Any]) -> Question:
    condition = entry.get("show_if")
    return Question(
        id=entry["id"],
        type=entry["type"],
        label=_named(entry, "label"),
        ask=_named(entry, "ask"),
        help=_named(entry, "help"),
        why=_named(entry, "why"),
        required=entry["required"],
        picture=entry["picture"],
        choices=_yes_no(entry) if entry["type"] == "yes_no" else _choices(entry),
        usual=tuple(entry.get("usual") or ()),
        show_if=Condition(condition["field"], _sent(condition["equals"])) if condition else None,
        same_as=tuple(SameAs(same["field"], _named(same, "label")) for same in entry.get("same_as") or ()),
        is_personal=entry.get("pii", True),
        kind=entry.get("kind", ""),
        may_be_future=entry.get("may_be_future", False),
        fields=_with_cards(_question(part) for part in entry.get("fields") or ()),
        most_people=entry.get("max", 0),
    )


def _sent(value: bool | str) -> str:
    """A condition's value as its answer is kept."""
    return value if isinstance(value, str) else "yes" if value else "no"


def _named(entry: dict[str, Any], name: str) -> Text:
    vietnamese, english = entry.get(f"{name}_vi"), entry.get(f"{name}_en")
    if languages.current().tag == "en" and english:
        return Text(english, "en")
    return t(vietnamese) if vietnamese else NOTHING


def _yes_no(entry: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(Choice(value, _named(entry, f"{value}_label") or t(words), picture) for value, words, picture in YES_NO)


def _choices(entry: dict[str, Any]) -> tuple[Choice, ...]:
    values = entry.get("choices") or ()
    plain = entry.get("plain_choices_vi") or values
    english = entry.get("choices_en") or [None] * len(values)
    pictures = entry.get("pictures") or [""] * len(values)
    return tuple(
        Choice(value, _named({"is_vi": plain[place], "is_en": english[place]}, "is"), pictures[place])
        for place, value in enumerate(values)
    )
