"""`gocua invite`: the first people, and any other. `gocua audit`: prove that nobody changed what was noted."""

from __future__ import annotations

import sys

import click
import qrcode
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from ..web.clock import now
from . import audit as chain
from . import rules, scopes, service
from .models import ROLES


@click.command("invite")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--name", required=True, help="The person's name, as the office calls them.")
@click.option("--office", help="The code of the office where they work.")
@click.option("--province", help="A province's code, for those who work for all its offices.")
@click.option("--everywhere", is_flag=True, help="For all offices: who runs this server.")
@with_appcontext
def invite(role: str, name: str, office: str | None, province: str | None, everywhere: bool) -> None:
    """Print a link and its QR code that make an account for ROLE: once, within 24 hours."""
    chosen = [scope for scope in (office, province and f"p{province}", everywhere and rules.ALL) if scope]
    if len(chosen) != 1:
        raise click.ClickException("say where they work: --office CODE, --province CODE or --everywhere")
    if office and office not in scopes.places().offices():
        raise click.ClickException(f"no office {office} is open here: gocua office add")
    token = service.invite(role, chosen[0], name, now())
    address = f"{current_app.extensions['gocua.config'].public_url}/invite/{token}"
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    code.print_ascii(out=sys.stdout, invert=True)
    click.echo(f"{address}\nFor one use, until this time tomorrow.")


@click.group(cls=AppGroup, name="audit")
def audit() -> None:
    """What was noted of who did and read what."""


@audit.command("verify")
def verify() -> None:
    """Read the chain from its beginning: says that it is whole, or the first broken number (exit 1)."""
    broken, count, last = chain.first_broken()
    if broken:
        click.echo(f"broken at {broken}")
        sys.exit(1)
    click.echo(f"whole: {count} entries\nlast: {last}")
