"""The indexes on their shelf: built once for a catalogue, right for exactly that catalogue."""

from __future__ import annotations

import json

import pytest

from app.search import offline, rules
from app.search.shelf import IndexShelf


@pytest.fixture
def few(entries) -> list[rules.Entry]:
    return entries[:12]


def never() -> list[rules.Entry]:
    raise AssertionError("the catalogue was read again")


def test_the_phone_s_index_is_built_once_and_read_by_the_next_process(few, tmp_path, monkeypatch):
    text = IndexShelf(tmp_path, "v1").phone(few)
    assert json.loads(text)["codes"].split(" ") == sorted(entry.code for entry in few)
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.setattr(offline, "lighter", never)
    assert IndexShelf(tmp_path, "v1").phone(few) == text


def test_a_changed_catalogue_leaves_the_phone_s_index_as_it_is(few, tmp_path):
    shelf = IndexShelf(tmp_path, "v1")
    text = shelf.phone(few)
    assert shelf.index(1, lambda: few[1:]).codes == tuple(sorted(entry.code for entry in few[1:]))
    assert shelf.phone(few) == text
    assert len(list(tmp_path.iterdir())) == 2
    shelf.phone(few[1:])
    assert len(list(tmp_path.iterdir())) == 2, "copies of the catalogue before stay on the disk"


def test_the_search_itself_reads_the_catalogue_once_an_edition(few, tmp_path):
    shelf = IndexShelf(tmp_path, "v1")
    assert shelf.index(1, lambda: few) is shelf.index(1, never)
