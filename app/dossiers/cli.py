"""Commands about dossiers: deleting on time, new keys."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from ..sync import service as carried
from . import service
from .calendar import now


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Delete dossiers whose time is up (GOCUA_KEEP_DONE_DAYS, GOCUA_KEEP_OPEN_DAYS) and short-lived rows. Run it nightly."""
    config = current_app.extensions["gocua.config"]
    gone = {**service.purge(now(), config.keep_done_days, config.keep_open_days), "carried drafts": carried.purge(now())}
    click.echo(", ".join(f"{name} {count}" for name, count in gone.items()))


@click.group(cls=AppGroup, name="keys")
def keys() -> None:
    """The keys that seal what people wrote."""


@keys.command("rotate")
def rotate() -> None:
    """Make a new master key for what comes from now on; older ones stay for what they sealed."""
    click.echo(f"Master key {current_app.extensions['gocua.keys'].rotate()} seals from now on.")
