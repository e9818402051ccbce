"""Signing in and out, locking and unlocking. Wrong tries are counted before they are looked at, so that many at once gain nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from . import audit, proofs, rules, tries
from .models import Account, Device, SignIn
from .tries import NotLetIn
from .who import hashed


@dataclass(frozen=True)
class Browser:
    """What a browser brings along: the tokens of its two cookies (or nothing), its name in words, its address."""

    staff: str = ""
    device: str = ""
    label: str = "?"
    address: str = ""


@dataclass(frozen=True)
class Opened:
    """A session that was opened: the tokens for the browser's cookies, new ones each time."""

    staff: str
    device: str
    account_id: int
    role: str


def open_session(
    session: Session, account: Account, browser: Browser, now: datetime, device: str, pin: str | None = None
) -> Opened:
    """Inside a transaction: end what this browser had open, know the device under the token `device`, begin anew."""
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(browser.staff)))
    if device != browser.device:
        session.execute(update(Device).where(Device.token_hash == hashed(browser.device)).values(token_hash=hashed(device)))
    row = session.scalar(select(Device).where(Device.token_hash == hashed(device), Device.account_id == account.id))
    if row is None:
        row = Device(account_id=account.id, token_hash=hashed(device), label=browser.label, made_at=now)
        session.add(row)
    if pin or row.revoked_at:
        row.pin, row.revoked_at = pin, None
    row.failed, row.wait_until = 0, None
    session.flush()
    token = proofs.new_token()
    session.add(SignIn(token_hash=hashed(token), account_id=account.id, device_id=row.id, made_at=now, seen_at=now, proved_at=now))
    audit.note(session, "staff.signed_in", str(account.id), account.scope, by=account.id)
    return Opened(token, device, account.id, account.role)


def with_password(keys: Keys, login: str, password: str, code: str, browser: Browser, now: datetime) -> Opened:
    """Sign in by password and one-time code. Raises NotLetIn.

    Tries are counted by sign-in word and address, or by the device that this account knows: strangers lock nobody out.
    """
    account = reading().scalar(select(Account).where(Account.login == login.strip().casefold(), Account.ended_at.is_(None)))
    place = ("device", browser.device) if account and _knows(account.id, browser.device) else ("address", browser.address)
    key = keys.name("sign-in try", *place, login.strip().casefold())
    wait = write(lambda session: tries.claim(session, key, now))
    is_right = proofs.is_right(account.password if account else None, password)
    secret = totp_secret(keys, account) if account else None
    step = proofs.step_of_code(secret or proofs.new_secret(), code, now)
    if account is None or not is_right or secret is None or step is None:
        raise NotLetIn(wait)

    def work(session: Session) -> Opened:
        row = session.get_one(Account, account.id, with_for_update=True)
        if row.ended_at or (row.totp_step or 0) >= step:
            raise NotLetIn(wait)
        row.totp_step = step
        tries.forget(session, key)
        return open_session(session, row, browser, now, proofs.new_token())

    return write(work)


def with_pin(keys: Keys, account_id: int, pin: str, browser: Browser, now: datetime) -> Opened:
    """Sign in by PIN, on the device that an invitation bound; for volunteers, translators, reviewers. Raises NotLetIn."""
    mine = (Device.token_hash == hashed(browser.device)) & (Device.account_id == account_id)
    device_id = _right_pin(keys, mine, pin, now, rules.PIN_ROLES)

    def work(session: Session) -> Opened:
        account = session.get_one(Account, session.get_one(Device, device_id).account_id)
        return open_session(session, account, browser, now, browser.device)

    return write(work)


def unlock_with_pin(keys: Keys, sign_in: str, device_id: int, pin: str, now: datetime) -> None:
    """Open a locked screen by the PIN of this device. sign_in: the hash of its token. Raises NotLetIn."""
    _right_pin(keys, Device.id == device_id, pin, now, rules.DESK_ROLES + rules.PIN_ROLES)
    write(lambda session: _unlock(session, sign_in, now))


def unlock_with_password(keys: Keys, sign_in: str, account_id: int, password: str, now: datetime) -> None:
    """Open a locked screen by the account's password. Raises NotLetIn."""
    key = keys.name("sign-in try", "screen", sign_in)
    wait = write(lambda session: tries.claim(session, key, now))
    account = reading().get(Account, account_id)
    if not proofs.is_right(account.password if account else None, password):
        raise NotLetIn(wait)

    def work(session: Session) -> None:
        tries.forget(session, key)
        _unlock(session, sign_in, now)

    write(work)


def lock(sign_in: str) -> None:
    """Lock the screen of a session."""
    write(lambda session: session.execute(update(SignIn).where(SignIn.token_hash == sign_in).values(is_locked=True)))


def sign_out(token: str) -> None:
    """End the session of a cookie's token, if there is one."""
    write(lambda session: session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token))))


def totp_secret(keys: Keys, account: Account) -> str | None:
    """An account's TOTP secret, or None. Raises sealing.CannotOpen."""
    if account.totp_secret is None or account.totp_version is None:
        return None
    return keys.unwrap(account.totp_version, account.totp_secret, "accounts", "totp_secret", str(account.id)).decode()


def _knows(account_id: int, device: str) -> bool:
    known = (Device.token_hash == hashed(device)) & (Device.account_id == account_id) & Device.revoked_at.is_(None)
    return bool(device) and reading().scalar(select(Device.id).where(known)) is not None


def _right_pin(keys: Keys, which, pin: str, now: datetime, roles: tuple[str, ...]) -> int:
    """The id of the device whose PIN this is. Raises NotLetIn."""

    def claim(session: Session) -> tuple[int, str, int]:
        held = which & Device.pin.is_not(None) & Device.revoked_at.is_(None)
        person = Account.ended_at.is_(None) & Account.role.in_(roles)
        row = session.scalar(select(Device).join(Account).where(held, person).with_for_update(of=Device))
        if row is None:
            raise NotLetIn
        row.failed, row.wait_until, wait = tries.counted(row.failed, row.wait_until, now)
        return row.id, row.pin or "", wait

    device_id, kept, wait = write(claim)
    if not proofs.is_right(kept, proofs.pin_text(keys, pin)):
        raise NotLetIn(wait)
    write(lambda session: session.execute(update(Device).where(Device.id == device_id).values(failed=0, wait_until=None)))
    return device_id


def _unlock(session: Session, sign_in: str, now: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == sign_in).values(is_locked=False, seen_at=now, proved_at=now))
