"""The names of those who did something, as dossiers keep it (`account-<id>`, `system:<id>`) -> a name that people know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from flask import Flask, current_app
from sqlalchemy import select

from ..database import reading
from .models import Account

PREFIX = "account-"
Others = Callable[[Collection[str]], dict[str, str]]


def init_app(app: Flask, others: Others) -> None:
    """Take from a room above who is no account but has a name: actors -> their names, those that it knows."""
    app.extensions["gocua.other_names"] = others


def of(actors: Iterable[str | None]) -> dict[str, str]:
    """Actor -> name, for accounts and systems; whoever is none (the machine itself, a citizen) is left out."""
    wanted = {one for one in actors if one}
    ids = {int(one.removeprefix(PREFIX)) for one in wanted if one.startswith(PREFIX) and one.removeprefix(PREFIX).isdecimal()}
    rows = reading().execute(select(Account.id, Account.name).where(Account.id.in_(ids))) if ids else ()
    return current_app.extensions["gocua.other_names"](wanted) | {f"{PREFIX}{number}": name for number, name in rows}
