"""Who asks: the account that this request is signed in as, and what it may see."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import current_app, g, has_request_context, request
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..config import Config
from ..database import reading, write
from ..web.clock import now
from ..web.pages import wants_part
from . import cookies, rules, scopes
from .models import Account, Device, Passkey, SignIn

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")
TOUCH = timedelta(seconds=30)


@dataclass(frozen=True)
class Staff:
    """The account of this request. id: none for the machine itself. is_ready: it holds a key to come back with.

    is_proved: it showed a key a short while ago, as is asked of whoever changes keys.
    system_id: where a program of an office's asks, in its own name (app/api/access.py); it has no account.
    """

    id: int | None
    name: str
    role: str
    scope: str
    sign_in: str = ""
    device_id: int | None = None
    has_pin: bool = False
    is_ready: bool = True
    is_locked: bool = False
    is_proved: bool = True
    system_id: int | None = None

    def may_see(self, office_code: str) -> bool:
        """True if the office is in this account's scope."""
        return scopes.covers(self.scope, office_code)

    def offices(self) -> list[str] | None:
        """The codes of the offices that this account may see; None for all there are."""
        return None if self.scope == rules.ALL else scopes.offices_in(self.scope)

    @property
    def actor(self) -> str:
        """How a dossier's history names who did it."""
        if self.system_id:
            return f"system:{self.system_id}"
        return f"account-{self.id}" if self.id else "desk"


MACHINE = Staff(None, "", "machine", "all")


def current() -> Staff | None:
    """Whoever is signed in, read once a request; else the machine itself while the house is open; None for a stranger."""
    if "staff" not in g:
        g.staff = _signed_in() or (MACHINE if is_on_this_machine() and is_open_house() else None)
    return g.staff


def account_id() -> int | None:
    """The account that this request acts for, for the audit; None for the machine, a citizen or a command."""
    staff = current() if has_request_context() else None
    return staff.id if staff else None


def system_id() -> int | None:
    """The program that this request acts for, for the audit; None for everybody else."""
    staff = current() if has_request_context() else None
    return staff.system_id if staff else None


def stand_in(asker: Staff) -> None:
    """Say who asks where it is no browser that signed in: a program that showed its key."""
    g.staff = asker


def is_open_house() -> bool:
    """True in the demo, and until the first account is made: the machine itself is trusted then (docs/adr/0016)."""
    real = select(Account.id).where(~Account.is_invented).limit(1)
    return _config().demo or reading().scalar(real) is None


def was_here() -> bool:
    """True for a browser that somebody signed in with before: it is led to the sign-in page."""
    return bool(cookies.read(cookies.STAFF) or cookies.read(cookies.DEVICE))


def is_on_this_machine() -> bool:
    """True for a loopback peer that asks for a loopback host, with no sign of a proxy between."""
    if any(name in request.headers for name in FORWARDED):
        return False
    host = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.startswith("[") else request.host[1:].split("]")[0]
    return _is_loopback(request.remote_addr or "") and (host == "localhost" or _is_loopback(host))


def hashed(token: str) -> str:
    """How a token lies in a table: hex SHA-256. It has 256 random bits, so nobody guesses it from there."""
    return hashlib.sha256(token.encode()).hexdigest()


def _signed_in() -> Staff | None:
    token, moment = cookies.read(cookies.STAFF), now()
    row = _found(hashed(token)) if token else None
    if row is None or _is_over(row[0], row[1], moment):
        return None
    staff, idle = _staff(*row, moment), moment - row[0].seen_at
    is_a_person = not (wants_part() and request.method == "GET")
    if idle > TOUCH and is_a_person and not staff.is_locked:
        write(lambda session: _touch(session, staff.sign_in, moment))
    return staff


def _is_over(sign_in: SignIn, account: Account, moment: datetime) -> bool:
    config = _config()
    is_old = moment - sign_in.made_at > timedelta(hours=config.session_hours)
    is_idle = moment - sign_in.seen_at > timedelta(minutes=config.idle_minutes)
    return is_old or is_idle or (account.is_invented and not config.demo)


def _staff(sign_in: SignIn, account: Account, device: Device | None, has_passkey: bool, moment: datetime) -> Staff:
    has_pin = bool(device and device.pin)
    at_desk = account.role in rules.DESK_ROLES
    is_ready = account.is_invented or has_passkey or bool(account.password and account.totp_secret) or (has_pin and not at_desk)
    is_left = at_desk and moment - sign_in.seen_at > timedelta(minutes=_config().lock_minutes)
    return Staff(
        id=account.id,
        name=account.name,
        role=account.role,
        scope=account.scope,
        sign_in=sign_in.token_hash,
        device_id=device.id if device else None,
        has_pin=has_pin,
        is_ready=is_ready,
        is_locked=sign_in.is_locked or is_left,
        is_proved=account.is_invented or not is_ready or moment - sign_in.proved_at < rules.PROOF_LASTS,
    )


def _found(token_hash: str) -> tuple[SignIn, Account, Device | None, bool] | None:
    has_passkey = select(Passkey.id).where(Passkey.account_id == Account.id).exists()
    query = (
        select(SignIn, Account, Device, has_passkey)
        .join(Account, Account.id == SignIn.account_id)
        .outerjoin(Device, Device.id == SignIn.device_id)
        .where(SignIn.token_hash == token_hash, Account.ended_at.is_(None), Device.revoked_at.is_(None))
    )
    found = reading().execute(query).first()
    return tuple(found) if found else None  # type: ignore[return-value]


def _touch(session: Session, token_hash: str, moment: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == token_hash).values(seen_at=moment))


def _config() -> Config:
    return current_app.extensions["gocua.config"]


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False
