"""The command line `gocua`: each room brings its own commands."""

from __future__ import annotations

import click
import structlog
from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from . import backup, create_app, server
from .accounts import cli as accounts
from .api import cli as api
from .config import BadSetting, from_environment
from .dossiers import cli as dossiers
from .kept import cli as kept
from .notices import cli as notices
from .offices import cli as offices
from .packs import cli as packs
from .procedures import cli as procedures
from .web import cli as web

log = structlog.get_logger("cli")
COMMANDS = (
    procedures.catalogue,
    offices.office,
    offices.posters,
    accounts.invite,
    accounts.audit,
    packs.voice,
    dossiers.purge,
    dossiers.keys,
    dossiers.dossier,
    backup.backup,
    backup.restore,
    web.export_site,
    kept.kept,
    notices.notices,
    api.api_key,
    api.hooks_group,
)


@click.group(cls=FlaskGroup, create_app=create_app, add_default_commands=True, help="Gõ Cửa, at the command line.")
def group() -> None:
    """All commands; see docs/deploy.md."""


for command in COMMANDS:
    group.add_command(command)


@group.command("serve")
def serve() -> None:
    """Migrate, load the catalogue (and the demo), serve until SIGTERM. Prints `Ready: <url>` once it listens."""
    server.serve(from_environment())


def main() -> None:
    """Entry point; what cannot be used is told in one line."""
    try:
        group()
    except BadSetting as problem:
        raise SystemExit(f"gocua: {problem}") from None
    except (OperationalError, ProgrammingError) as problem:
        log.error("database", kind=type(problem.orig).__name__)
        raise SystemExit("gocua: the database does not answer or has no tables yet. `gocua serve` makes them.") from None
