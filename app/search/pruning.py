"""A smaller table of weights that decides nearly the same, for a phone.

Few weights decide. The others go, and those that stay are learned again from the same examples, so that they take over the
work of the lost ones. At the end all are brought to the size at which a sentence makes the smaller table as sure as the
full one was: "nothing fits" must mean the same on a phone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from . import learning
from .learning import Example, Weights
from .rules import DETAIL_GAIN, OUTSIDE_SHARE, Index

LEAST_WORD = 0.6
LEAST_PAIR = 0.27
OUTSIDE_LEAST = 0.5
LEAST_SEEN = 2
SEEN_POWER = 0.25
ROUNDS = 6
RATE = 0.5

Row = list[tuple[str, float]]


def pruned(index: Index, examples: Sequence[Example], rare: Mapping[str, float]) -> Weights:
    """Return the weights that decide, learned again for features that are as rare as `rare` says (pairs left out: unknown).

    examples: those of `rules.taught`. What is known of a procedure by its names alone is kept as it is.
    """
    owners = {example.owner for example in examples}
    kept = {feature: _deciding(index, feature) for feature in index.weights}
    weights = {f: {o: w for o, w in row.items() if o in owners} for f, row in kept.items()}
    known = {feature: value for feature, value in rare.items() if " " not in feature or kept.get(feature)}
    _learn_again(weights, examples, known)
    gain = _sureness(index.weights, index, examples, index.rare) / (_sureness(weights, index, examples, known) or 1)
    for feature, row in kept.items():
        row.update({owner: weight * gain for owner, weight in weights[feature].items()})
    return {feature: row for feature, row in kept.items() if row}


def _deciding(index: Index, feature: str) -> dict[int, float]:
    """Return the weights of a feature that move scores far or often: by its scale, and by how often it is said.

    "Something else" stands alone against all procedures, so half as much is enough.
    """
    is_pair = " " in feature
    seen = index.seen[feature]
    if is_pair and seen < LEAST_SEEN:
        return {}
    least = (LEAST_PAIR if is_pair else LEAST_WORD) / (learning.scale(feature, index.rare) * seen**SEEN_POWER)
    outside = len(index.codes)
    return {o: w for o, w in index.weights[feature] if abs(w) >= least * (OUTSIDE_LEAST if o == outside else 1)}


def _learn_again(weights: Weights, examples: Iterable[Example], rare: Mapping[str, float]) -> None:
    order = random.Random(3)  # noqa: S311 (a fixed shuffle, no secret)
    rows = [(example.owner, _row(example, weights, rare), example.count) for example in examples]
    owners = max(learning.CROWD, len({owner for owner, _, _ in rows}))
    rate = RATE
    for _ in range(ROUNDS):
        order.shuffle(rows)
        for owner, row, count in rows:
            learning.step(weights, owner, row, rate * count, owners, may_grow=False)
        rate *= 0.8


def _row(example: Example, weights: Weights, rare: Mapping[str, float]) -> Row:
    return [(feature, weight) for feature, weight in learning.scaled(example.features, rare)[0] if feature in weights]


def _sureness(weights: Mapping, index: Index, examples: Iterable[Example], rare: Mapping[str, float]) -> float:
    """Return how sure the table is of a procedure's own examples, on average; measured as `rules.find` does."""
    outside = len(index.codes)
    total, number = 0.0, 0
    for example in examples:
        if example.owner == outside:
            continue
        row, length = learning.scaled(example.features, rare)
        own = other = 0.0
        for feature, weight in row:
            values = dict(weights.get(feature, ()))
            own += weight * values.get(example.owner, 0.0)
            other += weight * values.get(outside, 0.0)
        total += (own - OUTSIDE_SHARE * max(0.0, other)) * length**DETAIL_GAIN
        number += 1
    return total / max(1, number)
