"""The demo's people: one of each role, who come in by a link of one press. They do not exist where GOCUA_DEMO=0."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..database import write
from ..sealing import Keys
from . import proofs, rules
from .models import ROLES, Account
from .signing import Browser, Opened, open_session

NAMES = {
    "officer": "Phạm Thị Mẫu",
    "volunteer": "Đinh Văn Thử",
    "translator": "Hồ Thị Thử",
    "reviewer": "Đinh Thị Mẫu",
    "leader": "Nguyễn Văn Mẫu",
    "admin": "Trần Thị Thử",
}


def lay_out(office_code: str, now: datetime) -> None:
    """Make the people who are missing: each in the demo's office, the admin for all."""

    def work(session: Session) -> None:
        there = set(session.scalars(select(Account.role).where(Account.is_invented)))
        for role in [role for role in ROLES if role not in there]:
            scope = rules.ALL if role == "admin" else office_code
            session.add(Account(name=NAMES[role], role=role, scope=scope, is_invented=True, made_at=now))

    write(work)


def links(keys: Keys, port: int) -> dict[str, str]:
    """Role -> address of the page with the button, on localhost, where passkeys work."""
    return {role: f"http://localhost:{port}/sign-in/demo/{_token(keys, role)}" for role in ROLES}


def role_of(keys: Keys, token: str) -> str | None:
    """The role that a link is for, or None."""
    return next((role for role in ROLES if secrets.compare_digest(_token(keys, role).encode(), token.encode())), None)


def sign_in(role: str, browser: Browser, now: datetime) -> Opened:
    """Open a session for the invented person of a role."""

    def work(session: Session) -> Opened:
        account = session.scalars(select(Account).where(Account.is_invented, Account.role == role)).one()
        return open_session(session, account, browser, now, proofs.new_token())

    return write(work)


def _token(keys: Keys, role: str) -> str:
    return keys.name("demo sign-in", role)[:32]
