"""Rows of a spreadsheet: read a few hundred at a time, written so that no cell can be taken for a formula (docs/sources.md, "Exports")."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlalchemy import func, select

from ..accounts import names
from ..database import reading
from ..dossiers import lines, queue
from ..dossiers.calendar import local, midnight
from ..dossiers.models import Dossier
from ..dossiers.rules import NEXT
from ..fees.models import Payment
from ..offices.rules import shown
from ..procedures import queries as procedures
from ..sealing import Keys
from ..web.texts import t

STATES = tuple(NEXT)
AT_ONCE = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # Excel takes a CSV for something else than UTF-8 without it


@dataclass(frozen=True)
class Wanted:
    """Which dossiers: offices (None for all), a state or all, local days of arrival from and to; whether names are shown."""

    offices: Collection[str] | None
    state: str | None
    since: date | None
    until: date | None
    with_names: bool


def rows(keys: Keys, wanted: Wanted) -> Iterator[list[str | int]]:
    """The heading, then a row for each dossier, the longest waiting first."""
    titles = [
        t("Mã hồ sơ"),
        t("Mã thủ tục"),
        t("Thủ tục"),
        t("Trạng thái"),
        t("Nhận lúc"),
        t("Hạn trả"),
        t("Người làm"),
        t("Đã thu (đồng)"),
    ]
    yield [str(title) for title in (*titles, *([t("Tên")] if wanted.with_names else []))]
    paid = (
        select(func.coalesce(func.sum(Payment.dong), 0))
        .where(Payment.dossier_id == Dossier.id)
        .correlate(Dossier)
        .scalar_subquery()
    )
    query = select(Dossier, paid).order_by(Dossier.received_at, Dossier.id)
    if wanted.offices is not None:
        query = query.where(Dossier.office_code.in_(wanted.offices))
    if wanted.state:
        query = query.where(Dossier.state == wanted.state)
    if wanted.since:
        query = query.where(Dossier.received_at >= midnight(wanted.since))
    if wanted.until:
        query = query.where(Dossier.received_at < midnight(wanted.until + timedelta(days=1)))
    called: dict[str, str] = {}
    for some in reading().execute(query.execution_options(yield_per=AT_ONCE)).partitions():
        fresh = {row.procedure_code for row, _ in some} - set(called)
        called |= {card.code: str(card.plain_name) for card in procedures.cards(fresh)}
        people = names.of(row.taken_by for row, _ in some)
        for row, dong in some:
            yield _row(keys, wanted, row, int(dong), called, people)


def _row(keys: Keys, wanted: Wanted, row: Dossier, dong: int, called: dict[str, str], people: dict[str, str]) -> list[str | int]:
    return [
        shown(row.ticket),
        row.procedure_code,
        called.get(row.procedure_code, ""),
        lines.state_name(row.state),
        local(row.received_at).strftime("%d/%m/%Y %H:%M"),
        row.due_on.strftime("%d/%m/%Y") if row.due_on else "",
        people.get(row.taken_by or "", ""),
        dong,
        *([queue.name_of(keys, row)] if wanted.with_names else []),
    ]


def csv_lines(found: Iterable[list[str | int]]) -> Iterator[str]:
    """The rows as CSV, each when it is read."""
    yield BOM
    for row in found:
        line = io.StringIO()
        csv.writer(line).writerow([plain(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue()


def plain(text: str) -> str:
    """A cell that no program works out: what begins like a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def workbook(found: Iterable[list[str | int]]) -> bytes:
    """The rows as an Excel file; every text is stored as text, so that none is a formula.

    openpyxl writes through a file of its own in the system's temporary folder, gone when this returns.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Gõ Cửa")
    sheet.freeze_panes = "A2"
    for row in found:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet, value: str | int) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula
    return cell
