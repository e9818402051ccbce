"""Reading what packs depend on."""

from __future__ import annotations

from sqlalchemy import select

from ..database import reading
from ..web.models import Edition


def edition() -> int:
    """The number of what citizens read now."""
    return reading().scalar(select(Edition.number)) or 0
