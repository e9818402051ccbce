"""The search as it is shipped: the catalogue's procedures, the words of `app/search/data`, one index for all tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.search import offline, phrases, rules

CATALOGUE = Path(rules.__file__).parents[1] / "procedures" / "data" / "procedures.json"


@pytest.fixture(scope="session")
def entries() -> list[rules.Entry]:
    """All procedures of the catalogue, as `app.search.queries` gives them."""
    return [
        rules.Entry(
            code=record["code"],
            name=record["name_vi"],
            plain_name=record["plain_name_vi"],
            field=record["field_vi"],
            extra_words=" ".join([record["result_vi"] or "", *(paper["name_vi"] for paper in record["documents"])]),
        )
        for record in json.loads(CATALOGUE.read_text("utf-8"))
    ]


@pytest.fixture(scope="session")
def index(entries) -> rules.Index:
    """The index of the whole catalogue."""
    return rules.build_index(entries, phrases.phrases(), phrases.questions())


@pytest.fixture(scope="session")
def light_index(index, entries) -> rules.Index:
    """The same for a phone."""
    return offline.lighter(index, rules.taught(index, entries, phrases.phrases()))


@pytest.fixture
def ask(index):
    """Search the catalogue: `ask("làm căn cước")`."""
    return lambda text: rules.find(index, text)
