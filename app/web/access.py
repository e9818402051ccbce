"""Who may: each route wears exactly one of `@public` or `@may("...")`; a route without either is refused.

The judge of `may` is handed in by the accounts room at start-up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

from .errors import Missing, Refused

View = TypeVar("View", bound=Callable)
Judge = Callable[[str], bool]


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


def access_of(app: Flask, endpoint: str) -> str | None:
    """`public`, a permission's name, or None for a route that nobody opened."""
    if endpoint == "static":
        return "public"
    return getattr(app.view_functions[endpoint], "access", None)


def init_app(app: Flask, judge: Judge) -> None:
    """Check every request before its route runs; what one may not see looks as if it were not there."""
    app.extensions["gocua.judge"] = judge
    app.before_request(_check)


def _check() -> None:
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)  # type: ignore[arg-type]
    if access is None:
        raise Refused
    if access != "public" and not current_app.extensions["gocua.judge"](access):
        raise Missing
