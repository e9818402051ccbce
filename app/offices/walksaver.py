"""The walk-saver's rule: from answers to what to fetch first. static/js/modules/papers.js says the same; a test compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..procedures.queries import Paper


@dataclass(frozen=True)
class Result:
    """Papers to fetch first, and papers that are there already; in the order of the record."""

    missing: tuple[Paper, ...]
    ready: tuple[Paper, ...]


def outcome(papers: Sequence[Paper], answers: Mapping[str, str]) -> Result:
    """Sort `papers` by what was answered: `n<number>` (needed at all?) and `h<number>` (have it?): yes, no or ask.

    A paper that nobody answered for, or that one is unsure of, counts as still to fetch; one that is not needed, or
    that the counter has, is in neither list.
    """
    missing: list[Paper] = []
    ready: list[Paper] = []
    for paper in papers:
        if paper.need == "counter" or (paper.need == "if" and answers.get(f"n{paper.number}") == "no"):
            continue
        (ready if answers.get(f"h{paper.number}") == "yes" else missing).append(paper)
    return Result(tuple(missing), tuple(ready))
