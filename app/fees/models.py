"""Tables of money. A payment outlives its dossier: it names a ticket and nobody."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class BankAccount(Base):
    """The account that an office's codes pay to. changed_by: who entered it last."""

    __tablename__ = "bank_accounts"

    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), primary_key=True)
    bank_bin: Mapped[str] = mapped_column(String(6))
    number: Mapped[str] = mapped_column(String(19))
    holder: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class ReceiptCount(Base):
    """The last receipt number that an office gave in a year; its row makes two officers wait for each other."""

    __tablename__ = "receipt_counts"

    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Payment(Base):
    """Money that an officer took in, or gave back. Rows are added, never changed, never deleted.

    number: running from 1 within office and year, without gaps. dossier_id, entry: the first, second, ... entry of a dossier
    (from 0), so that a button pressed twice counts once. dong: below 0 for a counter-entry, whose `reverses` it takes back.
    """

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("office_code", "year", "number"),
        UniqueConstraint("dossier_id", "entry"),
        CheckConstraint("way IN ('cash', 'transfer')", name="way"),
        CheckConstraint("(reverses IS NULL AND dong > 0) OR (reverses IS NOT NULL AND dong < 0)", name="dong"),
        Index("ix_payments_office_code_at", "office_code", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"))
    year: Mapped[int]
    number: Mapped[int]
    dossier_id: Mapped[str] = mapped_column(String(36))
    entry: Mapped[int]
    ticket: Mapped[str] = mapped_column(String(8))
    procedure_code: Mapped[str] = mapped_column(String(16))
    dong: Mapped[int]
    way: Mapped[str] = mapped_column(String(8))
    officer: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    reverses: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), unique=True)


class Waiver(Base):
    """That somebody pays less, or nothing: which of the catalogue's reasons, and who said so. It names a ticket and nobody.

    why: the catalogue's sentence as it was. A dossier has at most one; another takes its place, and the audit keeps both.
    """

    __tablename__ = "waivers"
    __table_args__ = (Index("ix_waivers_office_code_at", "office_code", "at"),)

    dossier_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"))
    ticket: Mapped[str] = mapped_column(String(8))
    procedure_code: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(600))
    officer: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
