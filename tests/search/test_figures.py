"""How often the search is right: a sample that was known while it was made, and one that was written blind."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from app.search import rules

DATA = Path(__file__).parent / "data"


def asked(name: str) -> list[dict]:
    """Queries of `<name>.json`: `q`, `codes` (acceptable, best first; none = nothing fits), `kind`."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def figures(index: rules.Index, queries: list[dict], name: str) -> tuple[float, float]:
    """Print figures by kind; return the share of queries with the right procedure first, and among the first three."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for query in queries:
        best = [hit.code for hit in rules.find(index, query["q"]).hits[:3]]
        for kind in (query["kind"], "all"):
            counts[kind][0] += 1
            counts[kind][1] += bool(best) and best[0] in query["codes"]
            counts[kind][2] += bool(set(best) & set(query["codes"]))
    for kind, (total, first, three) in counts.items():
        print(f"{name:12} {kind:14} {first:3} first, {three:3} among three, of {total}")
    total, first, three = counts["all"]
    return first / total, three / total


def answered(index: rules.Index, queries: list[dict]) -> list[str]:
    """Queries that get anything at all."""
    return [query["q"] for query in queries if rules.find(index, query["q"]).kind != "nothing"]


def in_scope(queries: list[dict]) -> list[dict]:
    return [query for query in queries if query["codes"]]


def out_of_scope(*names: str) -> list[dict]:
    return [query for name in names for query in asked(name) if not query["codes"]]


def test_known_sample(index):
    first, three = figures(index, in_scope(asked("dev")), "known")
    assert first >= 0.90 and three >= 0.97


def test_known_sample_offers_nothing_where_nothing_fits(index):
    assert answered(index, out_of_scope("dev")) == []


def test_blind_sample(index):
    first, three = figures(index, in_scope(asked("blind")), "blind")
    assert first >= 0.80 and three >= 0.92


def test_blind_sample_offers_little_where_nothing_fits(index):
    queries = out_of_scope("blind", "none")
    wrong = answered(index, queries)
    print(f"blind: {len(wrong)} of {len(queries)} out of scope answered")
    assert len(queries) >= 50 and len(wrong) <= 0.10 * len(queries), wrong


def test_second_blind_sample(index):
    first, three = figures(index, in_scope(asked("blind-2")), "blind 2")
    assert first >= 0.80 and three >= 0.92


def test_second_blind_sample_offers_little_where_nothing_fits(index):
    queries = out_of_scope("none-2")
    wrong = answered(index, queries)
    print(f"blind 2: {len(wrong)} of {len(queries)} out of scope answered")
    assert len(queries) >= 50 and len(wrong) <= 0.10 * len(queries), wrong
