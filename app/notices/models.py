"""Tables of notices. A browser's address is sealed like what people wrote: it names a device."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class Subscription(Base):
    """One browser that wants to hear about one dossier. mark: keyed, of its endpoint. sealed: the subscription's JSON."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("dossier_id", "mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    mark: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(64))
    key_version: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


class Notice(Base):
    """A message on its way. word: which sentence. lease_until: another worker leaves it alone so long. 5 failures: parked."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"), index=True)
    word: Mapped[str] = mapped_column(String(12))
    run_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(64))
