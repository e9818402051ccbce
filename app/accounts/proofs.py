"""What proves a person: passwords and PINs (argon2id), one-time codes (TOTP), random tokens. Slow on purpose: never inside a transaction."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..sealing import Keys
from . import rules

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least: 16 threads at once take 300 MB
CODES_AROUND = (0, -1, 1)  # clocks differ by up to half a minute


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hashed(text: str) -> str:
    """A password or PIN as it lies in the table."""
    return HASHER.hash(_plain(text))


def is_right(kept: str | None, text: str) -> bool:
    """True if `text` is what was hashed. It takes as long where nothing was kept: nobody hears from it who exists."""
    try:
        return HASHER.verify(kept or _nobody(), _plain(text)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def pin_text(keys: Keys, pin: str) -> str:
    """What is hashed in a PIN's place: with a key of ours, since a million PINs are soon tried on a stolen table."""
    return keys.name("pin", pin)


def new_secret() -> str:
    """A TOTP secret: 160 bits in base32."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """True for what `new_secret` makes."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def enrolment(secret: str, login: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Gõ Cửa")


def step_of_code(secret: str, code: str, moment: datetime) -> int | None:
    """The 30 seconds that a six-digit code belongs to, now or half a minute away; None for a wrong one."""
    digits, here = "".join(code.split()), rules.step_of(moment)
    right = [
        here + away for away in CODES_AROUND if secrets.compare_digest(pyotp.HOTP(secret).at(here + away).encode(), digits.encode())
    ]
    return right[0] if right else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@cache
def _nobody() -> str:
    return HASHER.hash(secrets.token_hex())
