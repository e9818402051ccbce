"""Loads what the search knows about people's words: the files in `app/search/data`.

`phrases-*.json`: code -> what people say for it. `outside.json`: what people say that no procedure answers.
`words.json`: abbreviations, regional words, words that say nothing. `questions.json`: what is asked back, and when.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .rules import Answer, Phrases, Question
from .sentence import language

FOLDER = Path(__file__).parent / "data"


@cache
def phrases() -> Phrases:
    """Return people's words for all procedures that have any."""
    said: dict[str, tuple[str, ...]] = {}
    for path in sorted(FOLDER.glob("phrases-*.json")):
        for code, texts in _read(path).items():
            said[code] = (*said.get(code, ()), *texts)
    words = _read(FOLDER / "words.json")
    special = tuple(words.pop("special"))
    return Phrases(said, tuple(_read(FOLDER / "outside.json")), language(**words), special)


@cache
def questions() -> tuple[Question, ...]:
    """Return all questions back, in the order of their file."""
    return tuple(
        Question(one["question"], tuple(Answer(code, text) for code, text in one["answers"]), tuple(one["about"]))
        for one in _read(FOLDER / "questions.json")
    )


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
