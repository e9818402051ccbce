"""What scopes are about, offices and provinces: known to rooms above this one, which hand in how to ask for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from . import rules


@dataclass(frozen=True)
class Places:
    """province_of: an office's code -> its province's code. name: a scope -> its name. offices: code -> name of each that is open."""

    province_of: Callable[[str], str]
    name: Callable[[str], str]
    offices: Callable[[], dict[str, str]]


def init_app(app: Flask, places: Places) -> None:
    """Take what the rooms above know."""
    app.extensions["gocua.places"] = places


def places() -> Places:
    """As it was handed in."""
    return current_app.extensions["gocua.places"]


def covers(scope: str, wanted: str) -> bool:
    """True if `wanted`, an office's code or a scope, lies in `scope`."""
    return rules.covers(scope, wanted, places().province_of)


def offices_in(scope: str) -> list[str]:
    """The codes of the open offices in a scope."""
    return [scope] if scope.isdecimal() else [code for code in places().offices() if covers(scope, code)]


def within(scope: str) -> list[str]:
    """The scopes that somebody of `scope` may give: its offices by name, their provinces, all; only those that are not larger."""
    offices = offices_in(scope)
    provinces = dict.fromkeys(f"p{places().province_of(code)}" for code in offices)
    return [*offices, *(one for one in (*provinces, rules.ALL) if covers(scope, one))]


def may_manage(role: str, scope: str, other_role: str, other_scope: str) -> bool:
    """True if somebody of `role` and `scope` may invite, unlock or end one of the other role and scope."""
    return other_role in rules.INVITES.get(role, ()) and covers(scope, other_scope)
