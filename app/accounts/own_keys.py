"""One's own keys: password, one-time code, PIN. One transaction each; hashing outside of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from ..web.errors import Invalid, Missing, Taken
from . import audit, proofs, rules
from .models import Account, Device, SignIn


class NoSuchKey(Missing):
    """No device, passkey or person with this number, or not one of this account."""


class BadWord(Invalid):
    """A sign-in word, password, PIN or code that cannot be taken; `which` says what of it: login, password, pin, code, old."""

    def __init__(self, which: str):
        super().__init__(which)
        self.which = which


class LoginTaken(Taken):
    """Somebody else signs in with this word."""


def set_password(account_id: int, login: str, password: str, old: str, sign_in: str) -> None:
    """Set the sign-in word and password; every other session of the account ends. Raises BadWord, LoginTaken.

    old: the password until now, where there is one. sign_in: the hash of the session that stays.
    """
    account = reading().get_one(Account, account_id)
    login = login.strip().casefold()
    if account.password and not proofs.is_right(account.password, old):
        raise BadWord("old")
    if not rules.LOGIN.fullmatch(login):
        raise BadWord("login")
    if rules.is_weak_password(password, login, account.name):
        raise BadWord("password")
    kept = proofs.hashed(password)

    def work(session: Session) -> None:
        row = session.get_one(Account, account_id)
        row.login, row.password = login, kept
        end_sessions(session, account_id, but=sign_in)
        noted(session, "staff.password_set", account_id)

    try:
        write(work)
    except IntegrityError:
        raise LoginTaken from None


def set_totp(keys: Keys, account_id: int, secret: str, code: str, now: datetime) -> None:
    """Take a new TOTP secret once the app that holds it has shown a right code. Raises BadWord."""
    step = proofs.step_of_code(secret, code, now) if proofs.is_secret(secret) else None
    if step is None:
        raise BadWord("code")
    version, sealed = keys.wrap(secret.encode(), "accounts", "totp_secret", str(account_id))

    def work(session: Session) -> None:
        row = session.get_one(Account, account_id)
        row.totp_version, row.totp_secret, row.totp_step = version, sealed, step
        noted(session, "staff.code_set", account_id)

    write(work)


def set_pin(keys: Keys, account_id: int, device_id: int, pin: str) -> None:
    """Give a device of an account new six digits. Raises BadWord, NoSuchKey."""
    kept = kept_pin(keys, pin)

    def work(session: Session) -> None:
        row = device_of(session, account_id, device_id)
        row.pin, row.failed, row.wait_until = kept, 0, None
        noted(session, "staff.pin_set", account_id)

    write(work)


def kept_pin(keys: Keys, pin: str) -> str:
    """Six digits as they lie in the table. Raises BadWord."""
    if rules.is_weak_pin(pin):
        raise BadWord("pin")
    return proofs.hashed(proofs.pin_text(keys, pin))


def noted(session: Session, action: str, account_id: int) -> None:
    """Note what was done to an account, where the leaders of its scope see it."""
    audit.note(session, action, str(account_id), session.get_one(Account, account_id).scope)


def device_of(session: Session, account_id: int, device_id: int) -> Device:
    """A device of an account. Raises NoSuchKey."""
    row = session.get(Device, device_id)
    if row is None or row.account_id != account_id:
        raise NoSuchKey
    return row


def end_sessions(session: Session, account_id: int, but: str = "") -> None:
    """End all sessions of an account, but the one with this hash."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.token_hash != but))
