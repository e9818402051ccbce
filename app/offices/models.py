"""Tables of offices, what their keepers set, posters, and the patrols that look at them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class Office(Base):
    """A commune's one-stop counter. `code` is the commune's number in the table of places.

    hours: as citizens read it. open_hours: the same as data, seven lists from Monday on of `07:30-11:30`; none until a keeper
    entered them. counters: all their names; none while there is only `counter`, the usual one. contact_checked_on: the local
    day on which a keeper last said that hotline and address are right. keep_done_days: none for the server's own.
    """

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
    open_hours: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    counters: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    contact_checked_on: Mapped[date | None]
    keep_done_days: Mapped[int | None]


class OfficeDay(Base):
    """A day off of one office, or a day on which it works though others do not. note: why, in words."""

    __tablename__ = "office_days"

    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(String(80))


class Hamlet(Base):
    """A hamlet of an office's commune, as people call it."""

    __tablename__ = "hamlets"
    __table_args__ = (UniqueConstraint("office_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))


class OfferedProcedure(Base):
    """An office offers a crawled procedure (which is otherwise not listed), or names another counter for any."""

    __tablename__ = "offered_procedures"

    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), primary_key=True)
    procedure_code: Mapped[str] = mapped_column(ForeignKey("procedures.code", ondelete="CASCADE"), primary_key=True)
    counter: Mapped[str | None] = mapped_column(String(120))


class PosterPlace(Base):
    """Somewhere that posters of an office hang. name: in words, may be empty; hamlet_id: none where it is nobody's in particular."""

    __tablename__ = "poster_places"
    __table_args__ = (CheckConstraint("kind IN ('counter', 'village', 'market', 'school', 'health', 'other')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(80))
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlets.id", ondelete="SET NULL"))


class Poster(Base):
    """A printed code that keeps its address for ever. `target` is a code, a field's slug, an event's id or empty.

    place_id: none while nobody said where it hangs; placed_by, placed_at: who said so, and when (UTC). note: where exactly.
    paper: `a5`, `a4`, or `wall`: one of the twelve on a sheet. printed: what it says, part by part, as it was last printed.
    """

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
    place_id: Mapped[int | None] = mapped_column(ForeignKey("poster_places.id"))
    note: Mapped[str] = mapped_column(String(80), default="", server_default="")
    placed_by: Mapped[str | None] = mapped_column(String(64))
    placed_at: Mapped[datetime | None]
    paper: Mapped[str] = mapped_column(String(4), default="a5", server_default="a5")
    printed: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    printed_at: Mapped[datetime | None]


class PosterScans(Base):
    """How often a poster's page was shown on one local day: a number, and nothing about who."""

    __tablename__ = "poster_scans"

    poster_id: Mapped[str] = mapped_column(ForeignKey("posters.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int]


class Patrol(Base):
    """A walk from poster to poster. place_id: the one place that was to be looked at; none for all. actor: `account-7`."""

    __tablename__ = "patrols"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("poster_places.id"))
    actor: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PatrolFind(Base):
    """What was found at one place. Rows are added; only a foreign code scanned by mistake is taken back (`mistake`).

    key: made by the phone, so that the same find sent twice is one. place_id: where; none where nobody knows what hangs.
    poster_id: none for a code that is not this office's. said: what such a code held, as text, never to be opened.
    """

    __tablename__ = "patrol_finds"
    __table_args__ = (
        CheckConstraint(
            "result IN ('here', 'reprint', 'elsewhere', 'unplaced', 'retired', 'other', 'foreign', 'missing', 'mistake')",
            name="result",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrols.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    at: Mapped[datetime]
    place_id: Mapped[int | None] = mapped_column(ForeignKey("poster_places.id"))
    poster_id: Mapped[str | None] = mapped_column(ForeignKey("posters.id"), index=True)
    result: Mapped[str] = mapped_column(String(9))
    said: Mapped[str | None] = mapped_column(String(500))
