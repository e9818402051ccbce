"""Tables of what phones send and carry: sealed bytes, keys, receipts; nothing about the person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
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


class SealKey(Base):
    """A key pair on P-256. use: `seal` (what phones seal to an office) or `receipt` (what we sign; no office).

    id: 8 hex digits, as the sealed header has it. point: the public key, 65 bytes. private: wrapped by the master key;
    NULL once nothing that it opens can still be out. since, until: days on which it may be used.
    """

    __tablename__ = "seal_keys"
    __table_args__ = (CheckConstraint("use IN ('seal', 'receipt')", name="use"),)

    id: Mapped[str] = mapped_column(String(8), primary_key=True)
    use: Mapped[str] = mapped_column(String(8))
    office_code: Mapped[str | None] = mapped_column(String(8), index=True)
    point: Mapped[bytes] = mapped_column(LargeBinary)
    key_version: Mapped[int]
    private: Mapped[bytes | None] = mapped_column(LargeBinary)
    since: Mapped[date]
    until: Mapped[date]


class Item(Base):
    """What arrived from a device, by the id that the device gave it. The row outlives what it became: it is what makes the
    second arrival of the same thing no second thing. Holds nothing of what was written.

    fingerprint: hex SHA-256 of the sealed bytes. receipt: the JSON that was answered. secret: wrapped, 16 bytes.
    """

    __tablename__ = "items"
    __table_args__ = (CheckConstraint("channel IN ('device', 'code', 'file')", name="channel"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))
    seal_key: Mapped[str] = mapped_column(String(8))
    key_version: Mapped[int]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    files: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(index=True)
    receipt: Mapped[str] = mapped_column(Text)


class ItemFile(Base):
    """A photo of an item that is held here, by its number; fingerprint: hex SHA-256 of its sealed bytes."""

    __tablename__ = "item_files"

    item_id: Mapped[str] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class Arrivals(Base):
    """How many new items came from one address in an hour; mark: keyed, worth nothing without the key."""

    __tablename__ = "arrivals"
    __table_args__ = {"info": {"backup": False}}

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    count: Mapped[int]
