"""`gocua voice`: the clips of the demo and of everything that no person has spoken yet."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from . import sentences
from .voice import Espeak, NoVoice


@click.group(cls=AppGroup, name="voice")
def voice() -> None:
    """Spoken sentences."""


@voice.command("build")
@click.option("--voice", "name", default="vi-vn-x-central", show_default=True, help="espeak-ng's voice.")
def build(name: str) -> None:
    """Speak what the core screens, the most used procedures and the forms say; what is there already is kept."""
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        written, there, size = sentences.build(app, Espeak(name))
    except NoVoice as problem:
        raise click.ClickException(f"{problem}: install it with the system's package manager") from None
    click.echo(f"{written} sentences spoken ({size // 1000} KB), {there} were there")
