"""Tables of other systems. Keys lie here as keyed fingerprints only, the secrets of hooks sealed (app/sealing.py)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class System(Base):
    """A program of one office. rights: words of rules.RIGHTS with a space between.

    used_on: the day (UTC) of its last call. free_at: until when its calls so far use up what it may ask (rules.spent).
    """

    __tablename__ = "systems"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    rights: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_on: Mapped[date | None]
    free_at: Mapped[datetime | None]


class SystemKey(Base):
    """One secret of a system. ends_at: of one that a newer took the place of; none for the newest."""

    __tablename__ = "system_keys"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("systems.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class SystemAnswer(Base):
    """What a system was answered when it set a state, so that the same call again gives the same answer. mark, call: keyed."""

    __tablename__ = "system_answers"

    system_id: Mapped[int] = mapped_column(ForeignKey("systems.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    call: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)


class Hook(Base):
    """An https address that hears of an office's dossiers."""

    __tablename__ = "hooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    system_id: Mapped[int] = mapped_column(ForeignKey("systems.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(String(400))
    key_version: Mapped[int]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]


class HookMessage(Base):
    """News on its way to a hook; gone once it was taken. name: the same at every try. 5 failures: parked."""

    __tablename__ = "hook_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    hook_id: Mapped[int] = mapped_column(ForeignKey("hooks.id", ondelete="CASCADE"), index=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    run_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(64))
