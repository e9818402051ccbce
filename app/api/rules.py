"""Decisions about other systems: rights, how fast they may ask, where a reader stands, what a call may say, when to tell again. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ..dossiers.reasons import MOST_FINDINGS, Finding, NoFinding
from ..dossiers.rules import NEXT

READ, FILES, WRITE, HOOKS = "read", "files", "write", "hooks"
RIGHTS = (READ, FILES, WRITE, HOOKS)
KEY = re.compile(r"gc_[A-Za-z0-9_-]{43}")
OLD_KEY_LASTS = timedelta(days=7)
DAYS = (90, 365, 730)
SETTLED = timedelta(seconds=60)  # longer than any transaction: what is stamped earlier is seen by everybody
MOST_LISTED, USUALLY_LISTED = 200, 50
STATES = tuple(NEXT)
SET_BY_SYSTEMS = ("accepted", "returned", "ready", "done", "withdrawn")
MOST_ATTEMPTS = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
FIRST = datetime(1970, 1, 1)


class NotUnderstood(ValueError):
    """A call that says what it cannot say; `args[0]` names the part."""


def spent(free_at: datetime | None, now: datetime, calls_a_minute: int) -> tuple[datetime, int]:
    """(the new `free_at`, 0) for a call that may be, or (the old one, whole seconds to wait).

    Each call takes its share of a minute; a minute's worth may come at once, and then as fast as the shares go by.
    """
    start = max(free_at or now, now)
    after = start + timedelta(minutes=1) / calls_a_minute
    late = (after - now - timedelta(minutes=1)).total_seconds()
    return (after, 0) if late <= 0 else (start, int(late) + 1)


@dataclass(frozen=True)
class Place:
    """Where a reader stands: after the dossier with this stamp (UTC) and id."""

    changed_at: datetime = FIRST
    dossier_id: str = ""

    def written(self) -> str:
        """As a cursor: a word that means nothing to whoever keeps it."""
        return base64.urlsafe_b64encode(f"{self.changed_at.isoformat()} {self.dossier_id}".encode()).decode().rstrip("=")


def place(cursor: str) -> Place:
    """The inverse of `Place.written`. Raises NotUnderstood."""
    try:
        at, _, dossier_id = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True).decode("ascii").partition(" ")
        if not re.fullmatch("[0-9a-f-]{0,36}", dossier_id):
            raise ValueError
        return Place(datetime.strptime(at, "%Y-%m-%dT%H:%M:%S.%f" if "." in at else "%Y-%m-%dT%H:%M:%S"), dossier_id)
    except (binascii.Error, ValueError):
        raise NotUnderstood("cursor") from None


def moment(text: str) -> datetime:
    """A time with its zone (RFC 3339) as the database keeps it. Raises NotUnderstood."""
    try:
        at = datetime.fromisoformat(text.upper())
        if at.tzinfo is None:
            raise ValueError
        return at.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise NotUnderstood("changed_since") from None


@dataclass(frozen=True)
class Page:
    """What a reader asks for. state: none for all."""

    place: Place
    limit: int
    state: str | None


def page(asked: Mapping[str, str]) -> Page:
    """Read `state`, `changed_since`, `cursor`, `limit`; a cursor wins over a time. Raises NotUnderstood, for an unknown name too."""
    for name in asked:
        if name not in ("state", "changed_since", "cursor", "limit"):
            raise NotUnderstood(name[:40])
    limit, state = asked.get("limit", str(USUALLY_LISTED)), asked.get("state")
    if not re.fullmatch("[0-9]{1,3}", limit) or not 1 <= int(limit) <= MOST_LISTED:
        raise NotUnderstood("limit")
    if state is not None and state not in STATES:
        raise NotUnderstood("state")
    since = Place(moment(asked["changed_since"])) if "changed_since" in asked else Place()
    return Page(place(asked["cursor"]) if "cursor" in asked else since, int(limit), state)


@dataclass(frozen=True)
class Move:
    """A state to set. only_from: the state that the system believes it is in, or none. findings: with `returned`, else none."""

    state: str
    only_from: str | None
    findings: tuple[Finding, ...]


def move(said: Any) -> Move:
    """Read the body of a call that sets a state. Raises NotUnderstood."""
    body = _members(said, ("state",), ("if_state", "findings"), "body")
    state, only_from, findings = body["state"], body.get("if_state"), body.get("findings", [])
    if state not in SET_BY_SYSTEMS:
        raise NotUnderstood("state")
    if "if_state" in body and only_from not in STATES:
        raise NotUnderstood("if_state")
    if not isinstance(findings, list) or len(findings) > MOST_FINDINGS or bool(findings) is not (state == "returned"):
        raise NotUnderstood("findings")
    return Move(state, only_from, tuple(_finding(one) for one in findings))


def _finding(said: Any) -> Finding:
    one = _members(said, ("kind", "target", "reason"), ("place",), "findings")
    spot = one.get("place")
    is_spot = isinstance(spot, list) and len(spot) == 2 and all(type(part) is int for part in spot)
    if not all(isinstance(one[name], str) for name in ("kind", "target", "reason")) or not (spot is None or is_spot):
        raise NotUnderstood("findings")
    try:
        return Finding(one["kind"], one["target"], one["reason"], tuple(spot) if spot else None)
    except NoFinding:
        raise NotUnderstood("findings") from None


def hook_address(said: Any) -> str:
    """Read the body of a call that registers a hook. Raises NotUnderstood."""
    url = _members(said, ("url",), (), "body")["url"]
    if not isinstance(url, str):
        raise NotUnderstood("url")
    return url


def _members(said: Any, needed: tuple[str, ...], others: tuple[str, ...], name: str) -> dict[str, Any]:
    if not isinstance(said, dict) or not set(needed) <= set(said) <= {*needed, *others}:
        raise NotUnderstood(name)
    return said


def stamp(at: datetime) -> str:
    """A time of the database as calls and messages write it: `2026-11-22T08:15:00.123456Z`."""
    return f"{at.isoformat()}Z"


def message(name: str, at: datetime, dossier_id: str, state: str) -> bytes:
    """What a hook is told, as JSON: ids and the state, nothing about the person. at: UTC, of the change."""
    said = {"id": name, "type": "dossier.state", "at": stamp(at), "dossier": dossier_id, "state": state}
    return json.dumps(said, separators=(",", ":")).encode()


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1 and 10 minutes, 1 and 6 hours."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]
