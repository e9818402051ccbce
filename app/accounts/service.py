"""What happens to accounts: invited, bound to a device, a device taken away, ended. One transaction each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from ..web.errors import Invalid, Missing
from . import audit, own_keys, proofs, rules, signing
from .models import Account, Challenge, Device, Invitation, Passkey, SignIn, SignInTry
from .own_keys import NoSuchKey, device_of, end_sessions, noted
from .who import hashed

KEPT_INVITATION = timedelta(days=30)
KEPT_TRIES = timedelta(days=1)
LONGEST_SESSION = timedelta(days=7)


class NoSuchInvitation(Missing):
    """The link was used, is older than a day, or never was."""


def invite(role: str, scope: str, name: str, now: datetime, account_id: int | None = None) -> str:
    """Make a link's token for a new account, or for another device of the one that is there. Raises Invalid."""
    if role not in rules.INVITES["machine"] or not name.strip() or len(name) > 120:
        raise Invalid
    token = proofs.new_token()

    def work(session: Session) -> None:
        row = Invitation(token_hash=hashed(token), role=role, scope=scope, name=name.strip(), account_id=account_id)
        row.made_at, row.expires_at = now, now + rules.INVITATION_LASTS
        session.add(row)
        audit.note(session, "staff.invited", str(account_id or role), scope)

    write(work)
    return token


def accept(keys: Keys, token: str, pin: str, browser: signing.Browser, now: datetime) -> signing.Opened:
    """Use an invitation: its account is there now, this browser is its device and is signed in. pin: for roles that have one.

    Raises NoSuchInvitation, own_keys.BadWord.
    """
    found = reading().get(Invitation, hashed(token))
    wants_pin = found is not None and found.role in rules.PIN_ROLES
    kept = own_keys.kept_pin(keys, pin) if wants_pin else None
    device = proofs.new_token()

    def work(session: Session) -> signing.Opened:
        return signing.open_session(session, _used(session, token, now), browser, now, device, kept)

    return write(work)


def _used(session: Session, token: str, now: datetime) -> Account:
    free = (Invitation.token_hash == hashed(token)) & Invitation.used_at.is_(None) & (Invitation.expires_at > now)
    row = session.scalar(update(Invitation).where(free).values(used_at=now).returning(Invitation))
    if row is None:
        raise NoSuchInvitation
    if row.account_id is None:
        account = Account(name=row.name, role=row.role, scope=row.scope, made_at=now)
        session.add(account)
        session.flush()
        audit.note(session, "staff.joined", str(account.id), account.scope, by=account.id)
        return account
    found = session.get_one(Account, row.account_id)
    if found.ended_at:
        raise NoSuchInvitation
    return found


def revoke_device(account_id: int, device_id: int, now: datetime) -> None:
    """Take a device away: its PIN counts no more, its session ends. Raises NoSuchKey."""

    def work(session: Session) -> None:
        row = device_of(session, account_id, device_id)
        row.revoked_at, row.pin = now, None
        session.execute(delete(SignIn).where(SignIn.device_id == device_id))
        noted(session, "staff.device_revoked", account_id)

    write(work)


def unlock_device(account_id: int, device_id: int) -> None:
    """Let somebody who waits after wrong PINs try again at once. Raises NoSuchKey."""

    def work(session: Session) -> None:
        row = device_of(session, account_id, device_id)
        row.failed, row.wait_until = 0, None
        noted(session, "staff.device_unlocked", account_id)

    write(work)


def end_account(account_id: int, now: datetime) -> None:
    """Let a person go: sessions, devices and open links end at once; what they did stays in the audit. Raises NoSuchKey."""

    def work(session: Session) -> None:
        row = session.get(Account, account_id)
        if row is None:
            raise NoSuchKey
        row.ended_at, row.password, row.totp_secret = now, None, None
        end_sessions(session, account_id)
        session.execute(update(Device).where(Device.account_id == account_id).values(revoked_at=now, pin=None))
        session.execute(delete(Passkey).where(Passkey.account_id == account_id))
        session.execute(delete(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None)))
        noted(session, "staff.ended", account_id)

    write(work)


def end_others(account_id: int, sign_in: str) -> None:
    """End every session of an account but this one."""

    def work(session: Session) -> None:
        end_sessions(session, account_id, but=sign_in)
        noted(session, "staff.others_ended", account_id)

    write(work)


def purge(now: datetime) -> int:
    """Delete links of a month ago, sessions, tries and challenges whose time is up; returns how many rows."""

    def work(session: Session) -> int:
        gone = [
            delete(Invitation).where(Invitation.expires_at < now - KEPT_INVITATION),
            delete(SignIn).where(SignIn.seen_at < now - LONGEST_SESSION),
            delete(SignInTry).where(SignInTry.at < now - KEPT_TRIES),
            delete(Challenge).where(Challenge.made_at < now - rules.CHALLENGE_LASTS),
        ]
        return sum(_count(session, statement) for statement in gone)

    return write(work)


def _count(session: Session, statement) -> int:
    return cast(CursorResult, session.execute(statement)).rowcount
