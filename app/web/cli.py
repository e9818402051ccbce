"""`gocua export-site`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from . import export, logs


@click.command("export-site")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--url", "server", default="", help="Origin of a running copy: forms and receipts open there (https://host).")
@with_appcontext
def export_site(folder: Path, server: str) -> None:
    """Write all public pages, scripts, clips and packs to FOLDER, with headers for nginx and CDNs. docs/deploy.md says more."""
    parts = urlsplit(server)
    if server and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query):
        raise click.BadParameter("must be like https://gocua.example.vn, with no path", param_hint="--url")
    with logs.access.silent():
        done = export.export(current_app, folder.absolute(), server.rstrip("/"))  # type: ignore[arg-type]
    click.echo(f"{done.count} addresses, {done.size_bytes} bytes, {done.pressed_bytes} with brotli, {done.rules} rules for headers")
