"""Staff who are signed in: a builder of accounts, and visitors who wear an account's cookie."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from app.accounts import proofs, rules, signing
from app.accounts.models import Account, Passkey
from app.database import release, write
from app.web.clock import now
from tests.people import Visitor

OFFICE = "21484"
PASSWORD = "bảy con gà trống xám"
PIN = "402917"
BROWSER = signing.Browser(label="Chrome · Windows", address="203.0.113.9")


def an_account(app: Flask, role: str = "officer", scope: str = OFFICE, name: str = "Lê Thị Thử", login: str | None = None) -> int:
    """The number of a new account that could come back by itself: desk roles with a passkey. login: with PASSWORD as well."""
    kept = proofs.hashed(PASSWORD) if login else None

    def work(session):
        row = Account(name=name, role=role, scope=scope, login=login, password=kept, made_at=now())
        session.add(row)
        session.flush()
        if role in rules.DESK_ROLES:
            key = Passkey(account_id=row.id, credential_id=f"key-{row.id}".encode(), public_key=b"", sign_count=0, label="?")
            key.made_at = now()
            session.add(key)
        return row.id

    return write(work)


def with_code(app: Flask, account_id: int) -> str:
    """The TOTP secret of an account, which it has from now on."""
    secret = proofs.new_secret()
    version, sealed = app.extensions["gocua.keys"].wrap(secret.encode(), "accounts", "totp_secret", str(account_id))

    def work(session):
        row = session.get_one(Account, account_id)
        row.totp_version, row.totp_secret = version, sealed

    write(work)
    return secret


def signed_in(app: Flask, role: str = "officer", scope: str = OFFICE, account_id: int | None = None, **more) -> Visitor:
    """Somebody of a role in a house of one's own; `visitor.opened` has their tokens and number."""
    with app.app_context():
        account_id = account_id or an_account(app, role, scope, **more)
        pin = proofs.hashed(proofs.pin_text(app.extensions["gocua.keys"], PIN)) if role in rules.PIN_ROLES else None

        def work(session):
            browser = replace(BROWSER, device="")
            return signing.open_session(session, session.get_one(Account, account_id), browser, now(), proofs.new_token(), pin)

        opened = write(work)
        release()
    visitor = Visitor(app)
    visitor.opened = opened
    wear(visitor, opened)
    return visitor


def wear(visitor: Visitor, opened: signing.Opened) -> None:
    """Put an opened session's cookies into a browser."""
    visitor.client.set_cookie("gocua-staff", opened.staff, domain="127.0.0.1")
    visitor.client.set_cookie("gocua-device", opened.device, domain="127.0.0.1")
