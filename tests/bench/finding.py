"""The search among the catalogue's procedures, 500 and 7,000: real names, and names made of their words."""

from __future__ import annotations

import json
import random
import time

from app.search import phrases, rules
from tests.bench.figures import Row
from tests.search.conftest import CATALOGUE
from tests.search.test_figures import asked
from tests.search.test_speed import mutated

SIZES = (500, 7_000)
P95_MS = 20.0


def rows() -> list[Row]:
    """The 95th of a hundred waits, in processor time, for each size."""
    real = _entries()
    chance = random.Random(7)
    more = [mutated(real, number, chance) for number in range(SIZES[-1] - len(real))]
    found = [_row(real)]
    for size in SIZES:
        found.append(_row([*real, *more][:size]))
    return found


def _row(entries: list[rules.Entry]) -> Row:
    index = rules.build_index(entries, phrases.phrases(), phrases.questions())
    spent = []
    for query in asked("dev") + asked("blind"):
        started = time.process_time()
        rules.find(index, query["q"])
        spent.append((time.process_time() - started) * 1000)
    return Row(f"search among {len(entries):,} procedures: p95", sorted(spent)[int(len(spent) * 0.95)], P95_MS, "ms")


def _entries() -> list[rules.Entry]:
    records = json.loads(CATALOGUE.read_text("utf-8"))
    return [rules.Entry(one["code"], one["name_vi"], one["plain_name_vi"], one["field_vi"]) for one in records]
