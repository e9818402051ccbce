"""Searching the listed procedures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import current_app
from sqlalchemy import select

from ..database import reading
from ..procedures import extras
from ..procedures import queries as procedures
from ..procedures.queries import Card
from ..web.models import Edition
from ..web.texts import Text
from . import offline, rules
from .shelf import IndexShelf


@dataclass(frozen=True)
class Choice:
    """One answer of a question back, and the procedure behind it."""

    answer: Text
    card: Card


@dataclass(frozen=True)
class Found:
    """Results, best first; or a question back with its choices (then `cards` are what else may fit); or nothing."""

    question: Text | None
    choices: tuple[Choice, ...]
    cards: tuple[Card, ...]


def index() -> rules.Index:
    """The index of the catalogue as it is now."""
    return _shelf().index(_edition(), _entries)


def phone_index() -> str:
    """The lighter index of the product's own catalogue, as JSON (search/offline.py); the first asking takes seconds.

    It is learned once for a version of the program, so that a phone that saved it keeps it when names change (`phone_names`).
    """
    return _shelf().phone(_own_entries())


def phone_names() -> dict[str, Any]:
    """codes: of everything listed now. words: code -> names, where there is a word that the phone's index did not learn for it."""
    learned = {entry.code: entry for entry in _own_entries()}
    listed = _entries()
    words = {entry.code: offline.words(entry, learned.get(entry.code)) for entry in listed if entry != learned.get(entry.code)}
    return {
        "codes": " ".join(entry.code for entry in listed),
        "words": {code: text for code, text in words.items() if text[-1:] != "\n"},
    }


def _shelf() -> IndexShelf:
    return current_app.extensions["gocua.search"]


def _edition() -> int:
    return reading().scalar(select(Edition.number)) or 0


def _entries() -> list[rules.Entry]:
    return [_entry(code, record) for code, record in procedures.records()]


@cache
def _own_entries() -> tuple[rules.Entry, ...]:
    return tuple(_entry(record["code"], record) for record in extras.read("procedures"))


def _entry(code: str, record: dict) -> rules.Entry:
    papers = " ".join(paper["name_vi"] for paper in record["documents"])
    return rules.Entry(
        code=code,
        name=record["name_vi"],
        plain_name=record["plain_name_vi"] or record["name_vi"],
        field=record["field_vi"] or "",
        extra_words=f"{record['result_vi'] or ''} {papers}".strip(),
    )


def matches(text: str) -> Found:
    """What fits `text`, at most 20."""
    found = rules.find(index(), text)
    answers = {answer.code: answer.text for answer in found.question.answers} if found.question else {}
    cards = procedures.cards([hit.code for hit in found.hits])
    choices = [Choice(Text(answers[card.code]), card) for card in cards if card.code in answers]
    return Found(
        question=Text(found.question.text) if found.question and choices else None,
        choices=tuple(choices),
        cards=tuple(card for card in cards if card.code not in answers),
    )
