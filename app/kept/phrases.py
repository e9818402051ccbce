"""Finding what many pages share, so that a pack carries it once. Pure.

A page is cut into pieces (tags, values of attributes, pictures, runs of text). Neighbouring pieces that stand together
again and again become phrases, and those become longer phrases: byte-pair encoding, over pieces.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Piece = str
Phrase = tuple[Piece, ...]
LEAST_UNITS = 3
LEAST_TIMES = 100
ROUNDS = 160
AT_ONCE = 0.6

_DRAWN = r"/?(?:path|g|circle|rect|ellipse|line|defs|polygon|polyline|clipPath|linearGradient|stop|use|mask)"
_PIECE = re.compile(rf"(?:<{_DRAWN}\b[^>]*>)+|<style[^>]*>[^<]*</style>|<[^>]*>|[^<]+", re.DOTALL)
_DRAWING = re.compile(rf"<(?:style|{_DRAWN})\b")
_VALUE = re.compile(r'((?:id|name|for|value|data-[\w-]+|href|aria-[\w-]+|src)=")([^"]*)(")')
_BETWEEN = re.compile(r"( · )")
_PART = re.compile(r"[^-.]+|[-.]")
_LABEL = re.compile(r"([^:]{1,12}: )(.+)", re.DOTALL)  # of a loudspeaker: then what it says, which stands beside it too


def pieces(html: str) -> list[Piece]:
    """The pieces of a page, in order; joined they are the page."""
    found: list[str] = []
    for match in _PIECE.finditer(html):
        text = match.group()
        if _DRAWING.match(text):
            found.append(text)
            continue
        if text[0] != "<":
            found.extend(_BETWEEN.split(text))
            continue
        place = 0
        for value in _VALUE.finditer(text):
            found.append(text[place : value.end(1)])
            found.extend(_parts(value.group(2)))
            place = value.start(3)
        found.append(text[place:])
    return [piece for piece in found if piece]


def _parts(value: str) -> Sequence[Piece]:
    label = _LABEL.fullmatch(value)
    return label.groups() if label else _PART.findall(value)


def shared(units: Mapping[str, Sequence[Piece]]) -> list[Phrase]:
    """The phrases worth keeping once: single pieces in order of appearance, then longer ones, shortest first.

    units: the pieces of each. A piece counts when LEAST_UNITS units have it, or a longer phrase does; a phrase when it stands
    somewhere LEAST_TIMES times.
    """
    number: dict[Piece, int] = {}
    names: list[Piece] = []
    rows: list[list[int]] = []
    owners: defaultdict[int, set[int]] = defaultdict(set)
    for unit, pieces_of_it in enumerate(units.values()):
        row = []
        for piece in pieces_of_it:
            if piece not in number:
                number[piece] = len(names)
                names.append(piece)
            row.append(number[piece])
            owners[number[piece]].add(unit)
        rows.append(row)
    made = _merge(rows, len(names))
    used = {symbol for row in rows for symbol in row if symbol in made}
    longer = sorted((tuple(_spell(symbol, made)) for symbol in used), key=len)
    inside = {one for phrase in longer for one in phrase}
    singles = [(place,) for place in range(len(names)) if len(owners[place]) >= LEAST_UNITS or place in inside]
    return [tuple(names[one] for one in phrase) for phrase in [*singles, *longer]]


def _merge(rows: list[list[int]], free: int) -> dict[int, tuple[int, int]]:
    """Join the commonest neighbours round by round, in place; returns what each new symbol stands for."""
    made: dict[int, tuple[int, int]] = {}
    for _ in range(ROUNDS):
        counts: Counter[tuple[int, int]] = Counter()
        for row in rows:
            counts.update(zip(row, row[1:], strict=False))
        chosen = _disjoint(counts)
        if not chosen:
            break
        new = {pair: free + place for place, pair in enumerate(chosen)}
        free += len(new)
        made.update((symbol, pair) for pair, symbol in new.items())
        rows[:] = [_joined(row, new) for row in rows]
    return made


def _disjoint(counts: Counter[tuple[int, int]]) -> list[tuple[int, int]]:
    """The commonest pairs that share no symbol with a commoner one, so that they can be joined in one pass."""
    ranked = sorted((pair for pair, times in counts.items() if times >= LEAST_TIMES), key=lambda pair: (-counts[pair], pair))
    taken: set[int] = set()
    chosen = []
    for pair in ranked:
        if counts[pair] < AT_ONCE * counts[ranked[0]]:
            break
        if not taken.intersection(pair):
            taken.update(pair)
            chosen.append(pair)
    return chosen


def _joined(row: list[int], new: Mapping[tuple[int, int], int]) -> list[int]:
    out: list[int] = []
    place = 0
    while place < len(row):
        symbol = new.get((row[place], row[place + 1])) if place + 1 < len(row) else None
        out.append(row[place] if symbol is None else symbol)
        place += 1 if symbol is None else 2
    return out


def _spell(symbol: int, made: Mapping[int, tuple[int, int]]) -> Iterable[int]:
    if symbol not in made:
        return (symbol,)
    one, other = made[symbol]
    return (*_spell(one, made), *_spell(other, made))


class Matcher:
    """Finds the longest phrase that begins at a place."""

    def __init__(self, phrases: Sequence[Phrase]):
        self._root: dict = {}
        for number, phrase in enumerate(phrases):
            node = self._root
            for piece in phrase:
                node = node.setdefault(piece, {})
            node.setdefault(None, number)

    def cut(self, row: Sequence[Piece]) -> list[int | Piece]:
        """Numbers of phrases, and the pieces that are in none."""
        out: list[int | Piece] = []
        place = 0
        while place < len(row):
            node: dict | None = self._root.get(row[place])
            end, best = place + 1, None
            while node is not None:
                if None in node:
                    best = (node[None], end)
                node = node.get(row[end]) if end < len(row) else None
                end += 1
            if best is None:
                out.append(row[place])
                place += 1
            else:
                out.append(best[0])
                place = best[1]
        return out
