"""The search stays quick when all provinces' procedures are in it."""

from __future__ import annotations

import random
import time

import pytest

from app.search import phrases, rules
from tests.search.test_figures import asked

PROCEDURES = 7_000
P95_SECONDS = 0.020
BUILD_SECONDS = 60


def mutated(entries: list[rules.Entry], number: int, chance: random.Random) -> rules.Entry:
    """A procedure that nobody has: a real one's names with every third word exchanged."""
    like = chance.choice(entries)
    words = [word for entry in entries for word in entry.plain_name.split()]

    def exchanged(text: str) -> str:
        return " ".join(chance.choice(words) if chance.random() < 0.33 else word for word in text.split()[:40])

    return rules.Entry(f"9.{number:06}", exchanged(like.name), exchanged(like.plain_name), like.field)


@pytest.fixture(scope="module")
def large_index(entries) -> rules.Index:
    chance = random.Random(7)
    more = [mutated(entries, number, chance) for number in range(PROCEDURES - len(entries))]
    start = time.process_time()
    index = rules.build_index([*entries, *more], phrases.phrases(), phrases.questions())
    print(f"built {len(index.codes)} procedures in {time.process_time() - start:.1f} s of processor time")
    assert time.process_time() - start < BUILD_SECONDS
    return index


def test_citizen_waits_less_than_20_ms_among_7000_procedures(large_index):
    spent, waited = [], []
    for query in asked("dev") + asked("blind"):
        started, clock = time.process_time(), time.perf_counter()
        rules.find(large_index, query["q"])
        spent.append(time.process_time() - started)
        waited.append(time.perf_counter() - clock)
    p95 = sorted(spent)[int(len(spent) * 0.95)]
    print(f"p95 {p95 * 1000:.1f} ms of processor time, {sorted(waited)[int(len(waited) * 0.95)] * 1000:.1f} ms by the clock")
    assert p95 < P95_SECONDS


def test_a_very_long_text_does_not_hold_the_server(large_index):
    started = time.process_time()
    rules.find(large_index, "làm giấy khai sinh cho con mới đẻ " * 60)
    assert time.process_time() - started < 1


def test_the_catalogue_s_own_index_is_built_in_seconds(entries):
    started = time.process_time()
    rules.build_index(entries, phrases.phrases(), phrases.questions())
    spent = time.process_time() - started
    print(f"built {len(entries)} procedures in {spent:.1f} s of processor time")
    assert spent < 10
