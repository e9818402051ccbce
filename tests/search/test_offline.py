"""The index that a phone keeps."""

from __future__ import annotations

import json

import brotli

from app.search import offline
from app.search.signs import BASE, read, written, written_places

MOST_BYTES = 32_000


def test_the_phone_s_index_is_small(index, light_index):
    text = offline.as_json(light_index)
    size = len(brotli.compress(text.encode(), quality=11))
    full, light = (sum(len(row) for row in one.weights.values()) for one in (index, light_index))
    print(f"{light} of {full} weights, {len(text.encode())} bytes, {size} compressed")
    assert size <= MOST_BYTES


def test_numbers_are_read_as_they_were_written():
    numbers = [0, 1, 56, 57, 58, BASE - 1, BASE, BASE + 1, 3 * BASE, 7321]
    assert list(read(written(numbers))) == numbers
    assert "\\" not in written(range(BASE + 1)) and '"' not in written(range(BASE + 1))


def places(signs: str) -> list[int]:
    numbers = iter(read(signs))
    return [ninetieths * BASE + rest for ninetieths, rest in zip(numbers, numbers, strict=True)]


def test_places_may_lie_beyond_the_first_thousands():
    assert places(written_places([0, 89, 90, 8099, 8100, 20_000])) == [0, 89, 90, 8099, 8100, 20_000]


def test_the_export_holds_the_whole_table(light_index):
    export = json.loads(offline.as_json(light_index))
    words, seconds = export["words"].split(" "), iter(places(export["seconds"]))
    pairs = [f"{words[one]} {words[next(seconds)]}" for one, many in enumerate(read(export["pairs"])) for _ in range(many)]
    owners, weights = read(export["owners"]), read(export["weights"])
    table = {}
    for feature, count in zip([*words, *pairs], read(export["counts"]), strict=True):
        owner, kept = -1, []
        for _ in range(count):
            owner += next(owners) + 1
            kept.append((owner, (next(weights) - offline.ZERO) * offline.STEP))
        if kept:
            table[feature] = tuple(kept)
    assert table == light_index.weights
    assert tuple(export["codes"].split(" ")) == light_index.codes
    assert len(list(read(export["rare"]))) == len(list(read(export["seen"]))) == len(words)
    assert len(export["questions"]) == len({asked.question for asked in light_index.questions})


def test_a_word_that_only_the_language_knows_can_still_be_spelled(index, light_index):
    assert set(light_index.known.by_bare) == set(index.known.by_bare)
