"""This room's public addresses (web/site.py): the clips that are spoken."""

from __future__ import annotations

from collections.abc import Iterator

from .routes import NAME
from .speech import folder


def addresses() -> Iterator[str]:
    """Every clip in both codings, by name."""
    if folder().exists():
        yield from (f"/voice/{path.name}" for path in sorted(folder().iterdir()) if NAME.fullmatch(path.name))
