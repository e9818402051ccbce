"""What a pack holds, what changed since the last one, and what it costs to fetch. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Choice = Literal["most_used", "all"]
MOST_RECENT = 12
BYTES_A_SECOND_2G = 5_000  # EDGE with a weak signal: 40 kbit/s
MEGABYTE = 1_000_000
_KEPT = re.compile(
    r"/|/(?:help|privacy|scan|search|languages|my-phone|drafts|offline)|/[ef]/[^/?]+|/p/[^/?]+(?:/(?:papers|row|start))?|/offices/[^/?]+/pack"
)


class Recent(NamedTuple):
    """A unit that changed, and the digest of its text now ("" when it is gone)."""

    unit: str
    digest: str


def is_kept(address: str) -> bool:
    """Whether a pack carries the page at this address."""
    return bool(_KEPT.fullmatch(address.split("?page=")[0]))


def changes(before: Mapping | None, old: Mapping[str, str], new: Mapping[str, str], frame: str) -> list[Recent]:
    """The units that changed last, newest first. before: the last manifest; old, new: unit -> digest, then and now."""
    if before is None or before["frame"] != frame:
        return []
    fresh = [Recent(unit, digest) for unit, digest in new.items() if old.get(unit) != digest]
    gone = [Recent(unit, "") for unit in old if unit not in new]
    named = {one.unit for one in (*fresh, *gone)}
    rest = [Recent(*one) for one in before["recent"] if one[0] not in named]
    return [*fresh, *gone, *rest][:MOST_RECENT]


def seconds_on_2g(size: int) -> int:
    """Seconds that `size` bytes take on a weak 2G line."""
    return max(1, round(size / BYTES_A_SECOND_2G))


def dong(size: int, price: int) -> int:
    """What `size` bytes of prepaid data cost. price: dong for a megabyte."""
    return max(1, round(size * price / MEGABYTE))
