"""Backups: every table as JSON lines in one gzip file, readable by SQLite and PostgreSQL alike; the keys in a second file.

The two files belong in two places: whoever has both can read what people wrote.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Table, delete, insert, select, text

from .database import reading, writing
from .extensions import db
from .files import write_bytes
from .web.clock import now

FORMAT = "gocua-backup 1"


class NotABackup(click.ClickException):
    """The file is no backup of ours, is damaged, or belongs to another version of the tables."""


def dump() -> bytes:
    """All tables as they are at one moment, gzip-compressed."""
    buffer = io.BytesIO()
    session = reading()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    with gzip.open(buffer, "wt", encoding="utf-8") as file:
        revision = session.scalar(text("SELECT version_num FROM alembic_version"))
        file.write(json.dumps({"format": FORMAT, "revision": revision}) + "\n")
        rows = 0
        for table in db.metadata.sorted_tables:
            if not table.info.get("backup", True):
                continue
            for row in session.execute(select(table)).mappings():
                file.write(json.dumps({"table": table.name, "row": _plain(dict(row))}, ensure_ascii=False) + "\n")
                rows += 1
        file.write(json.dumps({"rows": rows}) + "\n")
    return buffer.getvalue()


def load(data: bytes) -> int:
    """Put a backup in place of everything that the database holds, in one transaction; returns the rows. Raises NotABackup."""
    try:
        lines = [json.loads(line) for line in gzip.decompress(data).decode().splitlines()]
    except (OSError, EOFError, ValueError, zlib.error):
        raise NotABackup("the file cannot be read: nothing was changed") from None
    revision = reading().scalar(text("SELECT version_num FROM alembic_version"))
    if not all(isinstance(line, dict) for line in lines):
        raise NotABackup("the file is no backup: nothing was changed")
    if not lines or lines[0].get("format") != FORMAT or lines[-1].get("rows") != len(lines) - 2:
        raise NotABackup("the file is no whole backup: nothing was changed")
    if lines[0]["revision"] != revision:
        raise NotABackup(f"the backup's tables are of revision {lines[0]['revision']}, these of {revision}: migrate first")
    tables = {table.name: table for table in db.metadata.sorted_tables}
    with writing() as session:
        for table in reversed(db.metadata.sorted_tables):
            session.execute(delete(table))
        for line in lines[1:-1]:
            session.execute(insert(tables[line["table"]]).values(_typed(tables[line["table"]], line["row"])))
        _reset_sequences(session)
    return len(lines) - 2


def _reset_sequences(session) -> None:
    """PostgreSQL's counters know nothing of rows that came with their numbers."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            names = {"table": table.name, "column": column.name}
            counter = session.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
            if counter:
                top = session.scalar(select(db.func.max(column))) or 0
                values = {"counter": counter, "top": max(top, 1), "used": top > 0}
                session.execute(text("SELECT setval(:counter, :top, :used)"), values)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    for name, value in row.items():
        if isinstance(value, bytes):
            row[name] = {"bytes": base64.b64encode(value).decode()}
        elif isinstance(value, (datetime, date)):
            row[name] = value.isoformat()
    return row


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    for name, value in row.items():
        kind = table.c[name].type.python_type
        if value is None:
            continue
        if kind is bytes:
            row[name] = base64.b64decode(value["bytes"])
        elif kind is datetime:
            row[name] = datetime.fromisoformat(value)
        elif kind is date:
            row[name] = date.fromisoformat(value)
    return row


def _keys_archive(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in _key_files(folder):
            archive.add(path, path.name)
    return buffer.getvalue()


def _key_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*.key"))


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write all tables to FILE, and the keys to FILE.keys: keep the two apart."""
    keys = current_app.extensions["gocua.config"].data_dir / "keys"
    write_bytes(file, dump())
    beside = file.with_name(file.name + ".keys")
    write_bytes(beside, _keys_archive(keys))
    beside.chmod(0o600)
    write_bytes(current_app.extensions["gocua.config"].backup_mark, now().isoformat().encode())
    click.echo(f"Tables: {file}\nKeys: {beside} (keep them in another place; without them nobody reads the dossiers)")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--keys", "keys_file", type=click.Path(path_type=Path, exists=True), help="The FILE.keys of that backup.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def restore(file: Path, keys_file: Path | None, yes: bool) -> None:
    """Put the backup FILE in place of everything in the database (and its keys, with --keys)."""
    if not yes:
        click.confirm("Everything in the database will be replaced. Go on?", abort=True)
    rows = load(file.read_bytes())
    if keys_file:
        folder = current_app.extensions["gocua.config"].data_dir / "keys"
        with tarfile.open(keys_file) as archive:
            for member in archive.getmembers():
                content = archive.extractfile(member)
                if content and member.name.endswith(".key") and "/" not in member.name:
                    write_bytes(folder / member.name, content.read())
                    (folder / member.name).chmod(0o600)
    current_app.extensions["gocua.published"].forget()
    click.echo(f"{rows} rows are back.")
