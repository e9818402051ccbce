"""`gocua office`: open offices, let them offer more. `gocua posters`: print what hangs on the wall."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from ..files import write_bytes
from ..procedures.service import NoSuchProcedure
from ..sync import seal_keys
from . import hanging, placing, queries, service
from .posters import PAPERS, NoPosters
from .rules import PLACES


@click.group(cls=AppGroup, name="office")
def office() -> None:
    """Offices: the communes' one-stop counters."""


@office.command("add")
@click.argument("code")
@click.option("--hotline", required=True, help="The number that people call, as it is printed.")
@click.option("--hours", required=True, help="When the counter is open, in words.")
@click.option("--counter", required=True, help="The counter that takes papers, e.g. `Quầy 3`.")
@click.option("--address", default="", help="The house, e.g. `Ủy ban xã Ba Tơ`; default: the commune's name.")
@click.option("--saturday", is_flag=True, help="The counter takes papers on Saturday morning.")
@click.option("--second-language", help="The tag of the language that posters carry beside Vietnamese, e.g. hre.")
def add(code: str, hotline: str, hours: str, counter: str, address: str, saturday: bool, second_language: str | None) -> None:
    """Open the office of commune CODE (its number in the table of places; Xã Ba Tơ is 21484), or change it."""
    try:
        name = service.add_office(code, hotline, hours, counter, address, saturday, second_language)
    except service.NoSuchCommune:
        raise click.ClickException(f"{code} is not the number of a commune of today") from None
    seal_keys.ensure(current_app.extensions["gocua.keys"], [code], datetime.now(UTC).date())
    click.echo(f"{name} is open")


@office.command("offer")
@click.argument("office_code")
@click.argument("procedure_code")
@click.option("--counter", help="The counter that takes it, where it is not the usual one.")
def offer(office_code: str, procedure_code: str, counter: str | None) -> None:
    """Let an office offer a crawled procedure (it is listed from then on), or name its counter."""
    try:
        service.offer(office_code, procedure_code, counter)
    except NoSuchProcedure:
        raise click.ClickException("no such procedure in the catalogue") from None
    click.echo(f"{procedure_code} is offered by {office_code}")


@click.command("posters")
@click.argument("what", default="most-used")
@click.argument("file", type=click.Path(path_type=Path), default=Path("posters.pdf"))
@click.option("--office", "office_code", help="The office's code; needed where there are several.")
@click.option("--paper", type=click.Choice(PAPERS), default="a5", show_default=True)
@click.option(
    "--place", "places", multiple=True, help="Where they will hang, e.g. `counter` or `market:Chợ Ba Tơ`; once for each place."
)
@with_appcontext
def posters(what: str, file: Path, office_code: str | None, paper: str, places: tuple[str, ...]) -> None:
    """Make FILE, a PDF of posters: WHAT is office, events, fields, most-used, procedures, wall, or a procedure's code.

    A place is counter, village, market, school, health or other, then its name after a colon. Each has its own codes.
    """
    office = queries.office(office_code) if office_code else queries.only_office()
    if office is None:
        raise click.ClickException("which office? name it with --office")
    public_url = current_app.extensions["gocua.config"].public_url
    try:
        chosen = [
            placing.keep_place(office.code, kind, name) for kind, _, name in (one.partition(":") for one in places)
        ] or hanging.NOWHERE
        data = hanging.print_set(office, what, paper, public_url, datetime.now(UTC).replace(tzinfo=None), chosen)
    except placing.NotAPlace:
        raise click.ClickException(f"a place is one of {', '.join(PLACES)}, and `other` has a name") from None
    except NoPosters as problem:
        raise click.ClickException(str(problem)) from None
    write_bytes(file, data)
    click.echo(f"{file}: {len(data) // 1000} KB")
