"""Decisions about staff: scopes, who may invite whom, waits after wrong tries, passwords, PINs, codes. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta

PIN_ROLES = ("volunteer", "translator", "reviewer")
DESK_ROLES = ("officer", "leader", "admin")
INVITES = {
    "admin": ("officer", "volunteer", "translator", "reviewer", "leader", "admin"),
    "leader": ("officer", "volunteer", "translator", "reviewer"),
    "machine": ("officer", "volunteer", "translator", "reviewer", "leader", "admin"),
}
INVITATION_LASTS = timedelta(hours=24)
CHALLENGE_LASTS = timedelta(minutes=5)
PROOF_LASTS = timedelta(minutes=15)
FREE_TRIES = 3
WAITS = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=8), timedelta(minutes=30))
LEAST_PASSWORD, MOST_PASSWORD = 12, 200
STEP_SECONDS = 30
ALL = "all"
PIN = re.compile(r"[0-9]{6}")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,38}[a-z0-9]")
COMMON = (
    "password", "passw0rd", "matkhau", "0123456789", "123456789", "123456", "234567", "654321", "qwerty", "qwertyuiop", "asdfgh", "zxcvbn", "abcdef",
    "iloveyou", "anhyeuem", "emyeuanh", "vietnam", "welcome", "admin", "letmein", "gocua", "dichvucong", "motcua",
)  # fmt: skip


def covers(scope: str, wanted: str, province_of: Callable[[str], str]) -> bool:
    """True if `wanted` (an office's code, or a scope) lies in `scope`. province_of: an office's code -> its province's."""
    if scope in (ALL, wanted):
        return True
    return scope.startswith("p") and wanted.isdecimal() and scope[1:] == province_of(wanted)


def wait_after(failed: int) -> timedelta | None:
    """How long nobody is let try again after that many wrong tries; it grows to half an hour and stays there."""
    return WAITS[min(failed - FREE_TRIES, len(WAITS) - 1)] if failed >= FREE_TRIES else None


def is_weak_password(password: str, *own_words: str) -> bool:
    """True for one that is too short, or is little more than a common word, an own name, or one thing again and again."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        return True
    left = _folded(password)
    for word in sorted((*COMMON, *(_folded(word) for word in own_words if len(_folded(word)) > 2)), key=len, reverse=True):
        left = left.replace(word, "")
    return len(set(left)) < 5


def is_weak_pin(pin: str) -> bool:
    """True for what is no six digits, one digit six times, or six in a row."""
    return not PIN.fullmatch(pin) or len(set(pin)) < 3 or pin in "01234567890" or pin in "09876543210"


def step_of(moment: datetime) -> int:
    """The number of the 30 seconds that a moment (UTC) lies in."""
    return int((moment - datetime(1970, 1, 1)).total_seconds()) // STEP_SECONDS


def device_label(user_agent: str) -> str:
    """A browser and its system, as people call them; never the whole line that it sends."""
    browsers = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "Zalo": "Zalo", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}
    found = [next((name for sign, name in signs.items() if sign in user_agent), "") for signs in (browsers, systems)]
    return " · ".join(name for name in found if name) or "?"


def chained(before: str, entry: dict[str, object]) -> str:
    """The hash of an audit entry: SHA-256 over the hash before it and the entry as JSON with sorted names and no spaces."""
    written = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((before + written).encode()).hexdigest()


def own_page(address: str) -> str | None:
    """`address` if it is the path of a page for staff, to go on to after signing in; no other site, no trick."""
    return address if re.fullmatch(r"/(desk|admin)(/[A-Za-z0-9][A-Za-z0-9._-]*)*", address) else None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalnum())
