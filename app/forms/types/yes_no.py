"""Yes or no, or "done" and "not yet" where the question asks so. Kept as `yes` or `no`."""

from __future__ import annotations

from .choice import MESSAGES, names, read, show

__all__ = ["MESSAGES", "names", "read", "show"]
