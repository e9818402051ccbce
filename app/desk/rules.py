"""Whether an office is ready for its people: a list of things, each done or not. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

BACKUP_LASTS = timedelta(days=2)


@dataclass(frozen=True)
class Facts:
    """What is known of an office. roles: of those who can sign in there. printed: posters that hang and were printed.

    confirmed: how many of the `most_used` procedures its keeper confirmed. backup_at: of the last backup (UTC), if any is known.
    """

    has_hotline: bool
    has_hours: bool
    is_address_checked: bool
    has_account: bool
    roles: frozenset[str]
    printed: int
    confirmed: int
    most_used: int
    backup_at: datetime | None
    has_push_key: bool
    public_url: str


@dataclass(frozen=True)
class Check:
    """One line of the list. count, of: how far, where it can be counted."""

    name: str
    is_done: bool
    count: int = 0
    of: int = 0


def readiness(facts: Facts, now: datetime) -> list[Check]:
    """The whole list, in the order in which one does it. now: UTC."""
    return [
        Check("hotline", facts.has_hotline),
        Check("hours", facts.has_hours),
        Check("address", facts.is_address_checked),
        Check("account", facts.has_account),
        Check("officer", "officer" in facts.roles),
        Check("leader", "leader" in facts.roles),
        Check("procedures", facts.confirmed >= facts.most_used, facts.confirmed, facts.most_used),
        Check("posters", facts.printed > 0),
        Check("https", facts.public_url.lower().startswith("https://")),
        Check("push", facts.has_push_key),
        Check("backup", facts.backup_at is not None and now - facts.backup_at <= BACKUP_LASTS),
    ]
