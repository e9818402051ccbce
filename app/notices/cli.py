"""`gocua notices`: messages to phones."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from ..web import errands
from . import push, service


@click.group(cls=AppGroup, name="notices")
def notices() -> None:
    """Messages to phones that asked for them (web push)."""


@notices.command("send")
@click.option("--keep-on", is_flag=True, help="Look again every 5 seconds until the server ends.")
def send(keep_on: bool) -> None:
    """Send what is due. The server runs this by itself; beside more than one web machine run it on any of them."""
    config, keys = current_app.extensions["gocua.config"], current_app.extensions["gocua.keys"]
    contact = config.public_url if config.public_url.startswith("https:") else "mailto:nobody@localhost"

    private = push.private_key(config, keys)

    def hand_over(subscription, message):
        push.send(subscription, message, private, contact)

    errands.run(lambda now: service.deliver(keys, hand_over, now), "notices", keep_on)
