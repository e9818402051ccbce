"""Tables of staff. Tokens lie here only as SHA-256, passwords and PINs as argon2id, the TOTP secret sealed (app/sealing.py)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base

ROLES = ("officer", "volunteer", "translator", "reviewer", "leader", "admin")
HASH = String(64)


class Account(Base):
    """One person in one role. `scope`: an office's code, `p` and a province's code, or `all`.

    login: the word typed beside a password. totp_step: the last 30 seconds whose code was used; none is used twice.
    is_invented: a person of the demo, who does not exist where GOCUA_DEMO=0.
    """

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(8), index=True)
    login: Mapped[str | None] = mapped_column(String(40), unique=True)
    password: Mapped[str | None] = mapped_column(String(128))
    totp_version: Mapped[int | None]
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_step: Mapped[int | None]
    is_invented: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Passkey(Base):
    """A key that a computer or phone holds for one account. sign_count: as the key said it last."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    label: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]


class Invitation(Base):
    """A link that makes an account, or brings a new device to the one named by `account_id`; once, within 24 hours."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    role: Mapped[str] = mapped_column(String(12))
    scope: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Device(Base):
    """A browser that an account has signed in with. Several people may share one: they share its token, not their PIN.

    failed: wrong PINs since the last right one; wait_until: before that none is looked at.
    """

    __tablename__ = "devices"
    __table_args__ = (UniqueConstraint("token_hash", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(HASH)
    pin: Mapped[str | None] = mapped_column(String(128))
    failed: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    label: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignIn(Base):
    """One open session. seen_at: the last time that a person, not a page that refreshes itself, did something.

    proved_at: the last time that this person showed a key: signing in, or opening the locked screen.
    """

    __tablename__ = "sign_ins"
    __table_args__ = {"info": {"backup": False}}  # after a restore everybody signs in again

    token_hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("devices.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime]
    is_locked: Mapped[bool] = mapped_column(default=False)


class SignInTry(Base):
    """Wrong passwords. key: a keyed fingerprint of the sign-in word and the address, or of the known device."""

    __tablename__ = "sign_in_tries"
    __table_args__ = {"info": {"backup": False}}

    key: Mapped[str] = mapped_column(HASH, primary_key=True)
    failed: Mapped[int]
    wait_until: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(index=True)


class Challenge(Base):
    """Random bytes that a passkey is to sign, once, within five minutes. account_id: whose new key it is for, or none."""

    __tablename__ = "challenges"
    __table_args__ = {"info": {"backup": False}}

    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """Who did or read what. Rows are only added; each one's `hash` covers the one before (audit.py).

    account_id, system_id: a person, or a program of an office's. They are no foreign keys: the chain outlives whoever is named
    in it. subject: an id, never a name.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject_account_id", "subject", "account_id"),
        Index("ix_audit_office_number", "office", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    system_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    office: Mapped[str] = mapped_column(String(8))
    hash: Mapped[str] = mapped_column(HASH)


class AuditHead(Base):
    """One row: the end of the chain. Writers wait for each other here, and a chain cut short does not fit it."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(HASH)
