"""Which push services exist, what a notice may say, how long to wait. Pure."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from ..web.marks import N_

MOST_OF_ONE = 10  # browsers for one dossier
MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=60)
HOSTS = ("fcm.googleapis.com", "updates.push.services.mozilla.com")
HOST_ENDS = (".push.apple.com", ".notify.windows.com")
MOST_ENDPOINT = 1_000
KEY_BYTES = {"p256dh": 65, "auth": 16}


SENTENCES = {
    "accepted": N_("Cán bộ đang làm hồ sơ của bạn."),
    "returned": N_("Hồ sơ còn thiếu. Bấm để xem."),
    "ready": N_("Xong rồi. Mời bạn đến lấy."),
    "done": N_("Hồ sơ đã trả kết quả."),
    "withdrawn": N_("Hồ sơ đã rút."),
}


def is_push_service(endpoint: str) -> bool:
    """True for an address at one of the four push services, and nothing else on the net."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    known = host in HOSTS or any(host.endswith(end) and len(host) > len(end) for end in HOST_ENDS)
    return known and parts.scheme == "https" and port in (None, 443) and not parts.username and len(endpoint) <= MOST_ENDPOINT


def read(said: Any) -> dict[str, Any] | None:
    """A browser's subscription `{endpoint, keys: {p256dh, auth}}` and nothing else of it; None where it is none."""
    if not isinstance(said, Mapping) or not isinstance(said.get("endpoint"), str) or not isinstance(said.get("keys"), Mapping):
        return None
    keys = {name: said["keys"].get(name) for name in KEY_BYTES}
    if not is_push_service(said["endpoint"]) or any(_length(keys[name]) != size for name, size in KEY_BYTES.items()):
        return None
    return {"endpoint": said["endpoint"], "keys": keys}


def _length(text: object) -> int:
    if not isinstance(text, str) or len(text) > 200:
        return -1
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return -1


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 4, 16, 64 minutes."""
    return timedelta(minutes=4 ** max(0, attempts - 1))
