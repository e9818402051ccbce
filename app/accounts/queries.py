"""Reading accounts, their keys, invitations and the audit for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..database import reading
from . import names, rules, scopes
from .models import Account, AuditEntry, Device, Invitation, Passkey
from .who import hashed

MOST_PEOPLE = 500
ON_A_PAGE = 50


@dataclass(frozen=True)
class DeviceView:
    """A browser of an account. wait_until: UTC, where wrong PINs made it wait."""

    id: int
    label: str
    made_at: datetime
    has_pin: bool
    wait_until: datetime | None


@dataclass(frozen=True)
class KeyView:
    """A passkey of an account."""

    id: int
    label: str
    made_at: datetime


@dataclass(frozen=True)
class Person:
    """An account as pages show it."""

    id: int
    name: str
    role: str
    scope: str
    login: str | None
    has_password: bool
    has_code: bool
    devices: tuple[DeviceView, ...]
    passkeys: tuple[KeyView, ...]


@dataclass(frozen=True)
class Invited:
    """What the page of a link shows: whom it is for."""

    name: str
    role: str
    scope: str


@dataclass(frozen=True)
class Entry:
    """A line of the audit. who: the account's or system's name, or None for the machine itself and citizens; role: none of a system.

    about: whose account or which system was changed.
    """

    number: int
    at: datetime
    who: str | None
    role: str
    action: str
    subject: str
    office: str
    about: str | None


def person(account_id: int) -> Person | None:
    """One account that has not ended, or None."""
    return next(iter(_people([account_id])), None)


def people(scope: str) -> list[Person]:
    """Everybody whose scope lies in `scope`, by role and name, at most 500."""
    rows = reading().execute(
        select(Account.id, Account.scope).where(Account.ended_at.is_(None)).order_by(Account.role, Account.name)
    )
    return _people([account_id for account_id, theirs in rows if scopes.covers(scope, theirs)][:MOST_PEOPLE])


def _people(ids: list[int]) -> list[Person]:
    session = reading()
    devices: dict[int, list[DeviceView]] = {}
    held = select(Device).where(Device.account_id.in_(ids), Device.revoked_at.is_(None)).order_by(Device.id)
    for row in session.scalars(held):
        view = DeviceView(row.id, row.label, row.made_at, row.pin is not None, row.wait_until)
        devices.setdefault(row.account_id, []).append(view)
    passkeys: dict[int, list[KeyView]] = {}
    for key in session.scalars(select(Passkey).where(Passkey.account_id.in_(ids)).order_by(Passkey.id)):
        passkeys.setdefault(key.account_id, []).append(KeyView(key.id, key.label, key.made_at))
    found = session.scalars(select(Account).where(Account.id.in_(ids), Account.ended_at.is_(None)))
    known = {
        row.id: Person(
            row.id,
            row.name,
            row.role,
            row.scope,
            row.login,
            row.password is not None,
            row.totp_secret is not None,
            tuple(devices.get(row.id, ())),
            tuple(passkeys.get(row.id, ())),
        )
        for row in found
    }
    return [known[one] for one in ids if one in known]


def working_at(office_code: str) -> set[str]:
    """The roles of those who can sign in by themselves, with a key or a password and code, and see this office."""
    has_passkey = select(Passkey.id).where(Passkey.account_id == Account.id).exists()
    can_come = Account.is_invented | has_passkey | (Account.password.is_not(None) & Account.totp_secret.is_not(None))
    rows = reading().execute(select(Account.role, Account.scope).where(Account.ended_at.is_(None), can_come))
    return {role for role, scope in rows if scopes.covers(scope, office_code)}


def on_device(device: str) -> dict[int, str]:
    """Account id -> name, of those who may sign in by PIN in the browser with this token."""
    query = (
        select(Account.id, Account.name)
        .join(Device)
        .where(Device.token_hash == hashed(device), Device.pin.is_not(None), Device.revoked_at.is_(None))
        .where(Account.role.in_(rules.PIN_ROLES), Account.ended_at.is_(None))
        .order_by(Account.name)
    )
    return dict(reading().execute(query).tuples().all()) if device else {}


def invitation(token: str, now: datetime) -> Invited | None:
    """Whom a link is for; None for one that was used, is too old, or never was."""
    row = reading().get(Invitation, hashed(token))
    if row is None or row.used_at or row.expires_at <= now:
        return None
    return Invited(row.name, row.role, row.scope)


def audit_lines(scope: str, before: int | None = None, subject: str = "") -> list[Entry]:
    """The last 50 entries about the offices of a scope, newest first. before: only those with a smaller number."""
    query = select(AuditEntry, Account.name, Account.role).outerjoin(Account, Account.id == AuditEntry.account_id)
    if scope != rules.ALL:
        query = query.where(AuditEntry.office.in_([scope, *scopes.offices_in(scope)]))
    if before:
        query = query.where(AuditEntry.number < before)
    if subject:
        query = query.where(AuditEntry.subject == subject)
    rows = reading().execute(query.order_by(AuditEntry.number.desc()).limit(ON_A_PAGE)).all()
    about = names.of(_about(row) for row, _, _ in rows)
    systems = names.of(f"system:{row.system_id}" for row, _, _ in rows if row.system_id)
    return [
        Entry(
            row.number,
            row.at,
            name or systems.get(f"system:{row.system_id}"),
            role or "",
            row.action,
            row.subject,
            row.office,
            about.get(_about(row)),
        )
        for row, name, role in rows
    ]


def _about(row: AuditEntry) -> str:
    """The account or system that an entry is about, as names.py knows it; of any other subject what has no name."""
    return f"{names.PREFIX}{row.subject}" if row.action.startswith("staff.") else row.subject
