"""Tables of offices and posters."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class Office(Base):
    """A commune's one-stop counter. `code` is the commune's number in the table of places."""

    __tablename__ = "offices"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    province: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    hotline: Mapped[str] = mapped_column(String(20))
    hours: Mapped[str] = mapped_column(String(200))
    counter: Mapped[str] = mapped_column(String(120))
    opens_saturday: Mapped[bool] = mapped_column(default=False)
    second_language: Mapped[str | None] = mapped_column(String(12))


class OfferedProcedure(Base):
    """An office offers a crawled procedure (which is otherwise not listed), or names another counter for any."""

    __tablename__ = "offered_procedures"

    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), primary_key=True)
    procedure_code: Mapped[str] = mapped_column(ForeignKey("procedures.code", ondelete="CASCADE"), primary_key=True)
    counter: Mapped[str | None] = mapped_column(String(120))


class Poster(Base):
    """A printed code that keeps its address for ever. `target` is a code, a field's slug, an event's id or empty."""

    __tablename__ = "posters"
    __table_args__ = (
        CheckConstraint("kind IN ('procedure', 'field', 'event', 'office')", name="kind"),
        CheckConstraint("state IN ('active', 'retired')", name="state"),
    )

    id: Mapped[str] = mapped_column(String(6), primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    target: Mapped[str] = mapped_column(String(64), default="")
    state: Mapped[str] = mapped_column(String(8), default="active")
    made_at: Mapped[datetime]


class PosterScans(Base):
    """How often a poster's page was shown on one local day: a number, and nothing about who."""

    __tablename__ = "poster_scans"

    poster_id: Mapped[str] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]
