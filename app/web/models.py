"""The edition: one number that goes up whenever something that citizens read has changed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..extensions import Base


class Edition(Base):
    """One row. Every server process watches `number` and drops its published pages when it moved."""

    __tablename__ = "edition"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(default=0)


def new_edition(session: Session) -> int:
    """Start a new edition inside the transaction of whatever changed; returns its number."""
    row = session.get(Edition, 1, with_for_update=True)
    if row is None:
        row = Edition(id=1, number=0)
        session.add(row)
    row.number += 1
    return row.number
