"""Who may: each route wears exactly one of `@public`, `@may("...")` or `@may_key("...")`; a route without any is refused.

The judge of `may` is handed in by the accounts room at start-up, that of `may_key` by the api room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

from .errors import Missing, Refused

View = TypeVar("View", bound=Callable)
Judge = Callable[[str], bool]
KEY = "key: "


def public(view: View) -> View:
    """Mark a route as open to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def may(permission: str) -> Callable[[View], View]:
    """Mark a route as open to those who hold `permission` (app/accounts/permissions.py)."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return mark


def may_key(right: str) -> Callable[[View], View]:
    """Mark a route as open to other systems whose key holds `right` (app/api/access.py), and to no person."""
    return may(KEY + right)


def access_of(app: Flask, endpoint: str) -> str | None:
    """`public`, a permission's name, `key: ` and a right, or None for a route that nobody opened."""
    if endpoint == "static":
        return "public"
    return getattr(app.view_functions[endpoint], "access", None)


def init_app(app: Flask, judge: Judge) -> None:
    """Check every request before its route runs; what one may not see looks as if it were not there."""
    app.extensions["gocua.judge"] = judge
    app.before_request(_check)


def judge_keys(app: Flask, judge: Callable[[str], None]) -> None:
    """Take the judge of keys: it raises a TradeError where the one who asks has no right."""
    app.extensions["gocua.key_judge"] = judge


def _check() -> None:
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)  # type: ignore[arg-type]
    if access is None:
        raise Refused
    if access.startswith(KEY):
        current_app.extensions["gocua.key_judge"](access.removeprefix(KEY))
    elif access != "public" and not current_app.extensions["gocua.judge"](access):
        raise Missing
