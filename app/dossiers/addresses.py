"""This room's public addresses (web/site.py): the start of every procedure. What hangs on a ticket is not public."""

from __future__ import annotations

from collections.abc import Iterator

from ..procedures import queries as procedures


def addresses() -> Iterator[str]:
    """The wizard, or where there is none, the page that says whom to call."""
    for code in procedures.codes():
        yield f"/p/{code}/start"
