"""`gocua kept`: the packs that phones save."""

from __future__ import annotations

import fcntl

import click
from flask import current_app
from flask.cli import AppGroup

from ..offices import queries as offices
from ..web import languages
from . import pressing, service, shelf


@click.group(cls=AppGroup, name="kept")
def kept() -> None:
    """Packs of pages that phones save for use without a network."""


@kept.command("build")
def build() -> None:
    """Write the pack of every office in every offered language; what is up to date is left as it is."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    shelf.folder().mkdir(parents=True, exist_ok=True)
    with (shelf.folder() / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException("packs are being built already") from None
        for office in offices.offices():
            for language in languages.offered():
                try:
                    made = service.build(app, office.code, language.tag, app.extensions["gocua.program"])
                except pressing.NoNode as error:
                    raise click.ClickException(str(error)) from None
                click.echo(f"{made.name}: {made.wire_bytes} bytes, {made.pages} pages{'' if made.is_new else ', nothing new'}")
