"""Tables of dossiers. What people wrote is sealed: bytes that only the key outside the database opens (app/sealing.py)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base

STATES = ("received", "accepted", "returned", "ready", "done", "withdrawn")


class Dossier(Base):
    """One dossier. `id` is a UUIDv7: made by the phone, or by the server for a plain form; it is the idempotency key.

    fingerprint: hex SHA-256 of the bytes as they came (a device), or of the answers (a plain form, keyed).
    filled_by: self, family, volunteer or officer. files_expected: photos that the sender has; they come apart from the answers.
    needs_review: some answer could not be read as it should be; an officer looks. replaces: the dossier that this one mends.
    wrapped_key: the dossier's own data key under the master key; deleting it makes the rest unreadable.
    changed_at: when it last changed in any way that a list or another system shows, an arriving photo among them.
    due_on: the local day on which the result is to lie ready (expected, until it is accepted); none where the law names no days.
    taken_by, taken_at: the officer who has it in hand.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("channel IN ('form', 'device', 'code', 'file')", name="channel"),
        Index("ix_dossiers_office_state", "office_code", "state", "received_at"),
        Index("ix_dossiers_office_due", "office_code", "state", "due_on"),
        Index("ix_dossiers_office_changed", "office_code", "changed_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket: Mapped[str] = mapped_column(String(8), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(8))
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code"))
    procedure_code: Mapped[str] = mapped_column(ForeignKey("procedures.code"))
    procedure_version: Mapped[int]
    form_slug: Mapped[str] = mapped_column(String(64))
    form_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="received")
    received_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    key_version: Mapped[int]
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    second_fact: Mapped[str | None] = mapped_column(String(64))
    filled_by: Mapped[str] = mapped_column(String(12), default="self", server_default="self")
    files_expected: Mapped[int] = mapped_column(default=0, server_default="0")
    needs_review: Mapped[bool] = mapped_column(default=False, server_default=false())
    replaces: Mapped[str | None] = mapped_column(String(36), index=True)
    due_on: Mapped[date | None]
    taken_by: Mapped[str | None] = mapped_column(String(64))
    taken_at: Mapped[datetime | None]


class DossierFile(Base):
    """One photo of a dossier, sealed like its answers. sha256: of the photo itself, so that a lost byte is seen."""

    __tablename__ = "dossier_files"

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class DossierEvent(Base):
    """What happened to a dossier: who (a role or an account, never a citizen), which state, when (UTC)."""

    __tablename__ = "dossier_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    actor: Mapped[str] = mapped_column(String(64))


class DossierReturn(Base):
    """What was missing when an officer gave a dossier back, all of it at once (returns.Finding), sealed like the answers.

    number: from 0 for each dossier. mended_at: when its holder sent what was missing.
    """

    __tablename__ = "dossier_returns"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PaperCheck(Base):
    """What an officer saw at the counter. target: `paper.<number>` or `photo.<question>`; is_there: seen, or found missing."""

    __tablename__ = "paper_checks"

    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True)
    target: Mapped[str] = mapped_column(String(80), primary_key=True)
    is_there: Mapped[bool]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(64))


class CounterDraft(Base):
    """A form that an officer is typing for somebody. id: of the dossier that it becomes. actor: whose it is; nobody else opens it.

    sealed: input name -> text as JSON, under the master key `key_version` (app/sealing.py).
    """

    __tablename__ = "counter_drafts"
    __table_args__ = (
        Index("ix_counter_drafts_actor_changed_at", "actor", "changed_at"),
        {"info": {"backup": False}},  # what is to be gone in a day lies in no backup
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    actor: Mapped[str] = mapped_column(String(64))
    office_code: Mapped[str] = mapped_column(ForeignKey("offices.code", ondelete="CASCADE"))
    procedure_code: Mapped[str] = mapped_column(String(16))
    changed_at: Mapped[datetime]
    key_version: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CounterPhoto(Base):
    """A photo of such a form (JPEG, our own), sealed in the same way."""

    __tablename__ = "counter_draft_photos"
    __table_args__ = {"info": {"backup": False}}

    draft_id: Mapped[str] = mapped_column(ForeignKey("counter_drafts.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_version: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecentSend(Base):
    """The last minutes' plain forms by their fingerprint, so that a double tap gives the same receipt."""

    __tablename__ = "recent_sends"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossier_id: Mapped[str] = mapped_column(String(36))
    sent_at: Mapped[datetime] = mapped_column(index=True)


class SecondFactTry(Base):
    """A wrong guess at a receipt's second fact: five an hour for each ticket."""

    __tablename__ = "second_fact_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(String(8), index=True)
    at: Mapped[datetime]
