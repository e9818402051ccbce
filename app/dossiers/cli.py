"""Commands about dossiers: deleting on time, new keys."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from ..accounts import service as accounts
from ..offices import patrols
from ..offices import queries as offices
from ..offices.rules import shown
from ..sync import intake, scanned, seal_keys
from ..sync import service as carried
from ..sync.envelope import Broken, short_code
from . import counter_drafts, service
from .calendar import local, now


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Delete dossiers whose time is up (GOCUA_KEEP_DONE_DAYS, GOCUA_KEEP_OPEN_DAYS) and short-lived rows. Run it nightly."""
    config = current_app.extensions["gocua.config"]
    gone = {
        **service.purge(now(), config.keep_done_days, config.keep_open_days, offices.kept_days()),
        "carried drafts": carried.purge(now()),
    }
    gone |= intake.purge(now().date(), now())
    gone["counter drafts"] = counter_drafts.purge(now())
    gone["sign-ins and links"] = accounts.purge(now())
    gone["patrols"] = patrols.purge(now())
    seal_keys.ensure(current_app.extensions["gocua.keys"], [office.code for office in offices.offices()], now().date())
    click.echo(", ".join(f"{name} {count}" for name, count in gone.items()))


WHY = {
    "kind": "this is no sealed dossier, or it is damaged",
    "version": "it was made by a newer Gõ Cửa: update this one",
    "point": "it is damaged",
    "tag": "it was changed on its way, or is not for us",
    "content": "it holds no answers to the form that it names",
    "part": "these codes belong to different dossiers",
    "key": "it was sealed for no office of this server, or too long ago",
    "form": "nobody here knows its form",
    "office": "it is for another office",
    "old": "it was made more than 30 days ago: say why it is taken with --reason",
    "proof": "this photo does not belong to it",
    "photo": "a photo cannot be opened",
}


@click.group(cls=AppGroup, name="dossier")
def dossier() -> None:
    """Dossiers that come by hand."""


@dossier.command("scan")
@click.argument("file", type=click.File("r"), default="-")
@click.option("--office", default="", help="The office whose counter scans; another office's dossier is refused.")
@click.option("--reason", default="", help="Why a dossier that is older than 30 days is taken.")
def scan(file: TextIO, office: str, reason: str) -> None:
    """Take in what was scanned: a line for each code, in any order, or a .hoso file. The same dossier again changes nothing."""
    codes, photos = scanned.Reading(), []
    try:
        for text in (line.strip("\r\n") for line in file):
            if text.startswith(scanned.PHOTO):
                photos.append(scanned.photo_of(text))
            elif text.strip():
                codes.add(text)
        if not codes.blob:
            raise click.ClickException(f"{len(codes.parts)} of {codes.count} codes: scan the others too")
        keys = current_app.extensions["gocua.keys"]
        answer = intake.receive(keys, codes.blob, "file" if photos else "code", now(), reason=reason, office_code=office)
        for number, proof, blob in photos:
            answer = intake.receive_file(keys, answer.receipt["id"], number, blob, proof, now())
    except (Broken, intake.BadItem) as error:
        raise click.ClickException(f"Not taken: {WHY[error.why]}.") from None
    except intake.OtherContent:
        raise click.ClickException("Not taken: another dossier with the same name is here already.") from None
    ticket, at = shown(answer.receipt["code"]), local(datetime.fromisoformat(answer.receipt["received_at"].removesuffix("Z")))
    word = "Received" if answer.is_new else "Received before"
    click.echo(f"{word}: {ticket}, {at:%d/%m/%Y %H:%M}, code to compare {short_code(codes.blob)}, {len(answer.held)} photos")


@click.group(cls=AppGroup, name="keys")
def keys() -> None:
    """The keys that seal what people wrote."""


@keys.command("rotate")
def rotate() -> None:
    """Make a new master key for what comes from now on; older ones stay for what they sealed."""
    click.echo(f"Master key {current_app.extensions['gocua.keys'].rotate()} seals from now on.")
