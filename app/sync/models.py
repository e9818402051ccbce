"""The table of carried drafts: sealed bytes, nothing about the person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class CarriedDraft(Base):
    """One draft on its way. id: 32 hex digits that the phone made from the code, which never leaves it.

    giver: a keyed mark of address and day, so that one giver cannot fill the table; worth nothing without the key.
    """

    __tablename__ = "carried_drafts"
    __table_args__ = {"info": {"backup": False}}  # what is to be gone in a day lies in no backup

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    giver: Mapped[str] = mapped_column(String(32), index=True)
    left_at: Mapped[datetime] = mapped_column(index=True)
