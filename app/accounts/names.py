"""The names of those who did something: `account-<id>` as dossiers keep it -> a person's name."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from ..database import reading
from .models import Account

PREFIX = "account-"


def of(actors: Iterable[str | None]) -> dict[str, str]:
    """Actor -> name, for those that are accounts; whoever is none (the machine itself, a citizen) is left out."""
    ids = {
        int(one.removeprefix(PREFIX)) for one in actors if one and one.startswith(PREFIX) and one.removeprefix(PREFIX).isdecimal()
    }
    rows = reading().execute(select(Account.id, Account.name).where(Account.id.in_(ids))) if ids else ()
    return {f"{PREFIX}{number}": name for number, name in rows}
