"""Passkeys: what the browser is asked to make or sign, and whether it did (WebAuthn, by py_webauthn)."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..database import reading, write
from ..web.errors import Invalid
from . import proofs, rules
from .models import Account, Challenge, Passkey
from .own_keys import NoSuchKey, noted
from .signing import Browser, Opened, open_session
from .tries import NotLetIn
from .who import hashed

REQUIRED = UserVerificationRequirement.REQUIRED  # the key is all there is: it asks for a finger, a face or its own PIN


class BadPasskey(Invalid):
    """What the browser sent is no new key that we asked for."""


@dataclass(frozen=True)
class Site:
    """Whom a passkey is for. id: the host's name; origin: scheme, host and port."""

    id: str
    origin: str


def site(scheme: str, host: str, public_host: str) -> Site | None:
    """The site that a request came to; None where passkeys cannot work: at a bare number, or another name than ours."""
    name = host.rsplit(":", 1)[0]
    is_ours = name in ("localhost", public_host.rsplit(":", 1)[0])
    if not is_ours or (scheme != "https" and name != "localhost") or _is_number(name):
        return None
    return Site(name, f"{scheme}://{host}")


def ask_for_new(site: Site, account_id: int, name: str, now: datetime) -> str:
    """JSON for `navigator.credentials.create`."""
    held = reading().scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id))
    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Gõ Cửa",
        user_id=f"account-{account_id}".encode(),
        user_name=name,
        challenge=_challenge(account_id, now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in held],
    )
    return options_to_json(options)


def add(site: Site, account_id: int, said: dict, label: str, now: datetime) -> None:
    """Take a new passkey. said: the credential as the browser's `toJSON` writes it. Raises BadPasskey."""
    challenge = _spend(said, account_id, now)
    try:
        found = verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise BadPasskey from None

    def work(session: Session) -> None:
        row = Passkey(account_id=account_id, credential_id=found.credential_id, public_key=found.credential_public_key)
        row.sign_count, row.label, row.made_at = found.sign_count, label, now
        session.add(row)
        noted(session, "staff.passkey_added", account_id)

    write(work)


def remove(account_id: int, passkey_id: int) -> None:
    """Forget a passkey of this account. Raises NoSuchKey."""

    def work(session: Session) -> None:
        mine = (Passkey.id == passkey_id) & (Passkey.account_id == account_id)
        if session.scalar(delete(Passkey).where(mine).returning(Passkey.id)) is None:
            raise NoSuchKey
        noted(session, "staff.passkey_removed", account_id)

    write(work)


def ask_to_sign(site: Site, now: datetime) -> str:
    """JSON for `navigator.credentials.get`: any passkey of this site, so that nobody types a name."""
    return options_to_json(
        generate_authentication_options(rp_id=site.id, challenge=_challenge(None, now), user_verification=REQUIRED)
    )


def sign_in(site: Site, said: dict, browser: Browser, now: datetime) -> Opened:
    """Open a session for the account whose passkey signed. Raises NotLetIn."""
    try:
        challenge = _spend(said, None, now)
        credential_id = base64url_to_bytes(said["rawId"])
        key = reading().scalar(select(Passkey).where(Passkey.credential_id == credential_id))
        found = verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=key.public_key if key else b"",
            credential_current_sign_count=key.sign_count if key else 0,
            require_user_verification=True,
        )
    except (BadPasskey, WebAuthnException, ValueError, KeyError, TypeError):
        raise NotLetIn from None

    def work(session: Session) -> Opened:
        row = session.scalar(select(Passkey).where(Passkey.credential_id == credential_id).with_for_update())
        account = session.get(Account, row.account_id) if row else None
        if row is None or account is None or account.ended_at:
            raise NotLetIn
        row.sign_count = found.new_sign_count
        return open_session(session, account, browser, now, proofs.new_token())

    return write(work)


def _challenge(account_id: int | None, now: datetime) -> bytes:
    challenge = secrets.token_bytes(32)

    def work(session: Session) -> None:
        session.execute(delete(Challenge).where(Challenge.made_at < now - rules.CHALLENGE_LASTS))
        session.add(Challenge(hash=hashed(challenge.hex()), account_id=account_id, made_at=now))

    write(work)
    return challenge


def _spend(said: dict, account_id: int | None, now: datetime) -> bytes:
    """The challenge that the browser says it signed, if it is one of ours, for this account, and was never used."""
    try:
        challenge = base64url_to_bytes(_client_data(said)["challenge"])
    except (ValueError, KeyError, TypeError):
        raise BadPasskey from None
    ours = Challenge.account_id == account_id if account_id else Challenge.account_id.is_(None)
    fresh = (Challenge.hash == hashed(challenge.hex())) & ours & (Challenge.made_at > now - rules.CHALLENGE_LASTS)
    if write(lambda session: session.scalar(delete(Challenge).where(fresh).returning(Challenge.hash))) is None:
        raise BadPasskey
    return challenge


def _client_data(said: dict) -> dict:
    return json.loads(base64url_to_bytes(said["response"]["clientDataJSON"]))


def _is_number(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
        return True
    except ValueError:
        return False
