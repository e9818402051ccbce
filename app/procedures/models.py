"""Tables of the catalogue. A record is kept as JSON in the shape of `record.ProcedureRecord`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class Procedure(Base):
    """One procedure as it is now. `record` is `curated` over `crawled`, field by field.

    raw: what the crawl told that could not be read, by field. needs: paper -> need, where a keeper's sheet gave one.
    Crawled ones stay unlisted (not in lists, not in the search) until an office offers them.
    """

    __tablename__ = "procedures"
    __table_args__ = (CheckConstraint("state IN ('current', 'withdrawn')", name="state"),)

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="current")
    successor: Mapped[str | None] = mapped_column(String(24))
    is_listed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    curated: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    crawled: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    raw: Mapped[dict[str, str] | None] = mapped_column(JSON)
    needs: Mapped[dict[str, str] | None] = mapped_column(JSON)


class ProcedureVersion(Base):
    """What a procedure said in each of its versions, and which fields the version changed."""

    __tablename__ = "procedure_versions"

    code: Mapped[str] = mapped_column(ForeignKey("procedures.code", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    changed_fields: Mapped[list[str]] = mapped_column(JSON)
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_imports.id"))


class CatalogueImport(Base):
    """One import and its report: a line for each record of the file."""

    __tablename__ = "catalogue_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(200))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Confirmation(Base):
    """The office's keeper has checked one version of a record against the law and the counter's practice."""

    __tablename__ = "confirmations"

    code: Mapped[str] = mapped_column(ForeignKey("procedures.code", ondelete="CASCADE"), primary_key=True)
    office_code: Mapped[str] = mapped_column(String(8), primary_key=True)
    version: Mapped[int]
    confirmed_on: Mapped[date]
