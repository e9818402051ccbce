"""The door to the push services: one encrypted message, signed by our VAPID key. Follows no redirect, waits 5 seconds."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush

from ..config import BadSetting, Config
from ..sealing import Keys
from . import rules

SECONDS = 5
STAYS_SECONDS = 3 * 24 * 3600
GONE = (404, 410)


class Gone(Exception):
    """The browser does not listen any more."""


class Failed(Exception):
    """Not taken now; `args[0]` is a short word for the table."""


class _Straight(requests.Session):
    """Where a push service says "elsewhere", nobody goes."""

    def request(self, method, url, *args, **options):  # type: ignore[override]
        return super().request(method, url, *args, **{**options, "allow_redirects": False})


def private_key(config: Config, keys: Keys) -> bytes:
    """The VAPID key, 32 bytes: the setting's, or one of this copy. Raises config.BadSetting."""
    if not config.vapid_key:
        return keys.own("push")
    try:
        key = base64.urlsafe_b64decode(config.vapid_key + "=" * (-len(config.vapid_key) % 4))
    except ValueError:
        key = b""
    if len(key) != 32:
        raise BadSetting("GOCUA_VAPID_KEY must be 32 bytes as base64url")
    return key


def server_key(private: bytes) -> str:
    """The public half of a VAPID key as browsers want it: base64url, 65 bytes. private: 32 bytes."""
    key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def send(subscription: Mapping[str, Any], message: Mapping[str, str], private: bytes, contact: str, session=None) -> None:
    """Hand one message over. contact: `https:` or `mailto:`, for the push service's people. Raises Gone, Failed."""
    if not rules.is_push_service(subscription["endpoint"]):
        raise Gone
    vapid = Vapid02(conf=None)
    vapid.private_key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    try:
        answer = webpush(
            dict(subscription),
            json.dumps(message),
            vapid_private_key=vapid,
            vapid_claims={"sub": contact},
            timeout=SECONDS,
            ttl=STAYS_SECONDS,
            requests_session=session or _Straight(),
        )
    except WebPushException as error:
        status = error.response.status_code if error.response is not None else 0
        raise Gone if status in GONE else Failed(f"answer {status}") from None
    except requests.RequestException as error:
        raise Failed(type(error).__name__) from None
    if not isinstance(answer, str) and not 200 <= answer.status_code < 300:
        raise Failed(f"answer {answer.status_code}")
