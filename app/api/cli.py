"""`gocua api-key`: a key without the page. `gocua hooks`: news to other systems."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from ..accounts import scopes
from ..web import errands
from ..web.clock import now
from ..web.errors import Invalid
from . import calling, hooks, rules, service


@click.group(cls=AppGroup, name="api-key")
def api_key() -> None:
    """Keys of the systems that an office has already."""


@api_key.command("add")
@click.argument("office")
@click.argument("name")
@click.option(
    "--scope", "rights", multiple=True, required=True, type=click.Choice(rules.RIGHTS), help="What it may; again for more."
)
@click.option("--days", type=click.Choice([str(days) for days in rules.DAYS]), default="365", help="How long it lasts.")
def add(office: str, name: str, rights: tuple[str, ...], days: str) -> None:
    """Print a key for the system NAME of the office with the code OFFICE. It is shown this once."""
    if office not in scopes.places().offices():
        raise click.ClickException(f"no office {office} is open here: gocua office add")
    try:
        _, key = service.make(current_app.extensions["gocua.keys"], office, name, rights, int(days), now())
    except Invalid:
        raise click.ClickException("the name must have 1 to 120 letters") from None
    click.echo(key)


@click.group(cls=AppGroup, name="hooks")
def hooks_group() -> None:
    """The addresses of other systems that hear of changes."""


@hooks_group.command("send")
@click.option("--keep-on", is_flag=True, help="Look again every 5 seconds until the server ends.")
def send(keep_on: bool) -> None:
    """Tell what is due. The server runs this by itself; beside more than one web machine run it on any of them."""
    config, keys = current_app.extensions["gocua.config"], current_app.extensions["gocua.keys"]

    def post(url: str, body: bytes, headers: dict[str, str]) -> None:
        calling.post(url, body, headers, config.hooks_inside)

    errands.run(lambda now: hooks.deliver(keys, post, now), "messages", keep_on)
