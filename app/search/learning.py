"""Weights from examples: which words speak for which procedure, and which against it.

A plain linear model over words and word pairs. Procedures with phrases are learned (softmax regression, few rounds, in a
fixed order, so that the same catalogue gives the same weights); procedures that only have names get their names' words.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ROUNDS = 3
RATE = 0.7
SHARPNESS = 4.0
PAIR_WEIGHT = 0.6
KIND_WEIGHT = 0.9
SMALLEST_STEP = 0.03
WELL_ENOUGH = 0.1
SMALLEST_WEIGHT = 0.05
SMALLEST_NAME_WEIGHT = 0.15
NAME_GAIN = 3.0
CROWD = 200
HEAD_START = 0.5

Weights = dict[str, dict[int, float]]


@dataclass(frozen=True)
class Example:
    """One thing said about a procedure: whose number it is, its features, and how much it counts (0 to 1)."""

    owner: int
    features: Mapping[str, float]
    count: float = 1.0


def rarity(examples: Iterable[Example]) -> dict[str, float]:
    """Return for each feature how few procedures it points to: 1 is one procedure, 0 is all alike."""
    rates: dict[str, dict[int, float]] = {}
    sizes: dict[int, float] = {}
    for example in examples:
        sizes[example.owner] = sizes.get(example.owner, 0) + example.count
        for feature, weight in example.features.items():
            owners = rates.setdefault(feature, {})
            owners[example.owner] = owners.get(example.owner, 0) + weight * example.count
    spread = math.log(max(2, len(sizes)))
    return {
        feature: max(0.05, 1 - _entropy([rate / (sizes[owner] + 2) for owner, rate in owners.items()]) / spread)
        for feature, owners in rates.items()
    }


def scaled(features: Mapping[str, float], rare: Mapping[str, float]) -> tuple[list[tuple[str, float]], float]:
    """Return features scaled by rarity to length 1, and the length that they had: how much was said.

    An unknown word counts in the length, because it says "something else"; an unknown pair does not.
    """
    full = [(feature, weight * scale(feature, rare)) for feature, weight in features.items()]
    length = math.sqrt(sum(weight * weight for _, weight in full)) or 1.0
    return [(feature, weight / length) for feature, weight in full if weight], length


def scale(feature: str, rare: Mapping[str, float]) -> float:
    """Return how much a feature says at most, from 0 to 1."""
    if " " in feature:
        return PAIR_WEIGHT * math.sqrt(rare.get(feature, 0.0))
    return (KIND_WEIGHT if feature[0] == "@" else 1.0) * math.sqrt(rare.get(feature, 1.0))


def learn(examples: Sequence[Example], rare: Mapping[str, float]) -> Weights:
    """Return weights by feature and owner, learned from examples of all owners at once.

    A small catalogue is learned as if it stood in a crowd, so that its scores mean the same.
    """
    order = random.Random(3)  # noqa: S311 (a fixed shuffle, no secret)
    rows = [(example.owner, scaled(example.features, rare)[0], example.count) for example in examples]
    weights: Weights = {feature: {} for _, row, _ in rows for feature, _ in row}
    for feature, means in from_names(examples, rare, HEAD_START).items():
        weights[feature].update(means)
    owners = max(CROWD, len({owner for owner, _, _ in rows}))
    rate = RATE
    for _ in range(ROUNDS):
        order.shuffle(rows)
        rows = [(owner, row, count) for owner, row, count in rows if step(weights, owner, row, rate * count, owners) > WELL_ENOUGH]
        rate *= 0.8
    return {feature: kept for feature, row in weights.items() if (kept := _kept(row))}


def from_names(examples: Iterable[Example], rare: Mapping[str, float], gain: float = NAME_GAIN) -> Weights:
    """Return the weights of procedures of which nothing but names is known: the mean of their names' vectors.

    gain: the length of each procedure's vector; as it is, a whole name scores like a good phrase of a learned one.
    """
    sums: dict[int, dict[str, float]] = {}
    for example in examples:
        mine = sums.setdefault(example.owner, {})
        for feature, weight in scaled(example.features, rare)[0]:
            mine[feature] = mine.get(feature, 0) + weight * example.count
    weights: Weights = {}
    for owner, mine in sums.items():
        length = math.sqrt(sum(weight * weight for weight in mine.values())) or 1.0
        for feature, weight in mine.items():
            if weight * gain > SMALLEST_NAME_WEIGHT * length:
                weights.setdefault(feature, {})[owner] = round(gain * weight / length, 2)
    return weights


def step(
    weights: Weights, owner: int, row: Sequence[tuple[str, float]], rate: float, owners: int, *, may_grow: bool = True
) -> float:
    """Move the weights towards one example; return how wrong they were about it, from 0 to 1.

    row: its scaled features, all of them known to `weights`. may_grow: whether an owner may get a weight that it had not.
    """
    scores = {owner: 0.0}
    for feature, weight in row:
        for rival, value in weights[feature].items():
            scores[rival] = scores.get(rival, 0.0) + weight * value
    top = max(scores.values())
    chances = {rival: math.exp(SHARPNESS * (score - top)) for rival, score in scores.items() if score > top - 1 or rival == owner}
    total = sum(chances.values()) + (owners - len(scores)) * math.exp(-SHARPNESS * top)
    for rival, chance in chances.items():
        error = (rival == owner) - chance / total
        if abs(error) < SMALLEST_STEP:
            continue
        for feature, weight in row:
            mine = weights[feature]
            if may_grow or rival in mine:
                mine[rival] = mine.get(rival, 0.0) + rate * error * weight
    return 1 - chances[owner] / total


def _kept(row: Mapping[int, float]) -> dict[int, float]:
    return {owner: round(weight, 2) for owner, weight in row.items() if abs(weight) > SMALLEST_WEIGHT}


def _entropy(rates: Sequence[float]) -> float:
    total = sum(rates)
    return -sum(rate / total * math.log(rate / total) for rate in rates)
