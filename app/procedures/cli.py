"""`gocua catalogue`: import, export, withdraw, confirm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from . import loading, portal, queries, service, sheet
from .record import from_json
from .service import Entry

UNREADABLE = 2


@click.group(cls=AppGroup, name="catalogue")
def catalogue() -> None:
    """The catalogue of procedures."""


@catalogue.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--report", type=click.Path(path_type=Path), help="Write the whole report there, as JSON.")
def import_file(file: Path, report: Path | None) -> None:
    """Take FILE: our JSON, an Excel sheet, or the national portal's crawl (.jsonl, .jsonl.gz).

    Exit 0 when every record is accounted for, 2 when the file cannot be read.
    """
    try:
        entries = list(_entries(file))
    except (OSError, ValueError, sheet.SheetUnreadable) as problem:
        click.echo(f"{file}: cannot be read: {problem}", err=True)
        raise SystemExit(UNREADABLE) from None
    done = service.import_entries(entries, file.name, datetime.now(UTC).replace(tzinfo=None))
    for line in done.lines:
        if line["outcome"] != "unchanged" or line["notes"]:
            click.echo(_told(line))
    if report:
        report.write_text(json.dumps({"counts": done.counts, "lines": done.lines}, ensure_ascii=False, indent=1), "utf-8")
    click.echo(str(done))


def _entries(file: Path) -> Iterator[Entry]:
    name = file.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz")):
        yield from (loading.entry(line, "crawled") for line in portal.read_portal(file))
    elif name.endswith(".xlsx"):
        yield from (loading.entry(line, "curated") for line in sheet.read_sheet(file))
    else:
        yield from loading.entries(file.read_text("utf-8"))


def _told(line: dict) -> str:
    parts = [f"line {line['line']}", line["code"] or "no code", line["outcome"]]
    parts += [", ".join(line["fields"])] if line["fields"] else []
    parts += [line["why"]] if line.get("why") else []
    return ": ".join(parts) + "".join(f"\n  note: {note}" for note in line["notes"])


@catalogue.command("export")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write what is listed to FILE: .xlsx (which `import` reads back) or .json."""
    records = [record for _, record in queries.records()]
    if file.name.lower().endswith(".xlsx"):
        sheet.write_sheet([from_json(record) for record in records], file, queries.needs())
    else:
        file.write_text(json.dumps(records, ensure_ascii=False, indent=1), "utf-8")
    click.echo(f"{len(records)} procedures")


@catalogue.command("withdraw")
@click.argument("code")
@click.option("--successor", help="The procedure that is done instead.")
def withdraw(code: str, successor: str | None) -> None:
    """Say that procedure CODE is no longer done; its page stays and names the successor."""
    try:
        service.withdraw(code, successor, datetime.now(UTC).replace(tzinfo=None))
    except service.NoSuchProcedure:
        raise click.ClickException("no such procedure in the catalogue") from None
    click.echo(f"{code} is withdrawn")


@catalogue.command("confirm")
@click.argument("code")
@click.argument("office_code")
def confirm(code: str, office_code: str) -> None:
    """The keeper of OFFICE_CODE has checked procedure CODE as it stands."""
    try:
        service.confirm(code, office_code, datetime.now(UTC).date())
    except service.NoSuchProcedure:
        raise click.ClickException("no such procedure in the catalogue") from None
    click.echo(f"{code} is confirmed for {office_code}")
