"""The index that a phone keeps."""

from __future__ import annotations

import json

import brotli

from app.search import offline

MOST_BYTES = 52_000


def test_the_phone_s_index_is_small(light_index):
    text = json.dumps(offline.exported(light_index), ensure_ascii=False, separators=(",", ":"))
    size = len(brotli.compress(text.encode()))
    print(f"{len(text.encode())} bytes, {size} compressed")
    assert size < MOST_BYTES


def number(sign: str) -> int:
    return ord(sign) - ord("#") - (sign > "\\")


def test_the_export_holds_the_whole_table(light_index):
    export = json.loads(json.dumps(offline.exported(light_index)))
    words = export["words"].split(" ")
    pairs, last = [], (0, 0)
    steps = iter(export["pairs"])
    for step, then in zip(steps, steps, strict=True):
        one = last[0] + step
        last = (one, then if step else last[1] + then)
        pairs.append(f"{words[last[0]]} {words[last[1]]}")
    table = {}
    for feature, row in zip([*words, *pairs], export["rows"], strict=True):
        owner, kept = 0, []
        for step, weight in zip(row[::2], row[1::2], strict=True):
            owner += number(step)
            kept.append((owner, (number(weight) - 40) / 10))
        if kept:
            table[feature] = tuple(kept)
    assert table == light_index.weights
    assert tuple(export["codes"]) == light_index.codes
    assert len(export["rare"]) == len(export["seen"]) == len(export["rows"])
    assert len(export["questions"]) == len({asked.question for asked in light_index.questions})
