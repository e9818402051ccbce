"""The list of rooms: what each one adds to the house."""

from __future__ import annotations

from flask import Flask

from .accounts import permissions
from .web import access
from .web.routes import bp as web


def init_app(app: Flask) -> None:
    """Open every room's door."""
    access.init_app(app, permissions.judge)
    for blueprint in (web,):
        app.register_blueprint(blueprint)
