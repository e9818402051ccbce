"""The catalogue as an Excel workbook, for keepers who work in Excel: what `write_sheet` writes, `read_sheet` reads back.

One row a procedure on `procedures`; papers, steps, forms, laws and sources have a sheet each and name the procedure's
code. A heading is Vietnamese with our key behind it: `Tên thủ tục (name_vi)`. Formulas are refused, never evaluated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from .record import Line, Parsed, ProcedureRecord, RecordRefused, read_json, to_json
from .sheet_cells import Row, guarded, number_cell, text_cell
from .sheet_file import SheetUnreadable, rows_of

__all__ = ["SheetUnreadable", "read_sheet", "write_sheet"]


@dataclass(frozen=True)
class Column:
    """A column: our key, and the Vietnamese words of its heading."""

    key: str
    title: str
    is_number: bool = False


CODE = Column("code", "Mã thủ tục")
ORDER = Column("order", "Thứ tự", is_number=True)
SHEETS: dict[str, tuple[Column, ...]] = {
    "procedures": (
        CODE,
        Column("name_vi", "Tên thủ tục"),
        Column("plain_name_vi", "Tên dễ hiểu"),
        Column("field_vi", "Lĩnh vực"),
        Column("level", "Cấp"),
        Column("dvc", "Dịch vụ công trực tuyến"),
        Column("agency_vi", "Cơ quan"),
        Column("audience_vi", "Đối tượng"),
        Column("duration_vi", "Thời hạn"),
        Column("duration_working_days", "Số ngày làm việc", is_number=True),
        Column("fee_vnd", "Phí, đồng", is_number=True),
        Column("fee_note_vi", "Ghi chú về phí"),
        Column("result_vi", "Kết quả"),
        Column("channels", "Cách nộp"),
        Column("portal_url", "Trang trên Cổng dịch vụ công"),
        Column("confidence", "Độ tin cậy"),
        Column("doubt", "Điều còn nghi ngờ"),
    ),
    "papers": (
        CODE,
        ORDER,
        Column("name_vi", "Tên giấy tờ"),
        Column("copies", "Số bản", is_number=True),
        Column("note_vi", "Ghi chú"),
        Column("form_code", "Mã mẫu"),
        Column("need", "Khi nào cần"),
    ),
    "steps": (CODE, ORDER, Column("text", "Bước")),
    "forms": (CODE, ORDER, Column("form_code", "Mã mẫu"), Column("name_vi", "Tên mẫu")),
    "laws": (CODE, ORDER, Column("text", "Căn cứ pháp lý")),
    "sources": (CODE, ORDER, Column("where", "Nguồn"), Column("as_of", "Ngày")),
}
Needs = Mapping[str, Mapping[str, str]]


def write_sheet(records: Iterable[ProcedureRecord], path: Path, needs: Needs | None = None) -> None:
    """Write the records to a workbook at `path`, replacing what is there.

    needs: code -> paper's name -> its need (`always`, `counter`, ...), for the column that records do not have.
    """
    book = Workbook(write_only=True)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SHEETS}
    for record in records:
        for name, row in _rows_of_record(record, (needs or {}).get(record.code, {})):
            rows[name].append(row)
    for name, columns in SHEETS.items():
        page = book.create_sheet(name)
        page.freeze_panes = "B2"
        page.append([f"{column.title} ({column.key})" for column in columns])
        for row in rows[name]:
            page.append([_cell(page, row.get(column.key)) for column in columns])
    book.save(path)


def _cell(page: Any, value: Any) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(page, value)
    cell = WriteOnlyCell(page, guarded(value))
    cell.data_type, cell.number_format = "s", "@"  # even "#REF!" is text here
    return cell


def _rows_of_record(record: ProcedureRecord, needs: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    data = to_json(record)
    yield "procedures", data | {"channels": ", ".join(record.channels)}
    lists: dict[str, list[dict[str, Any]]] = {
        "papers": [paper | {"need": needs.get(paper["name_vi"])} for paper in data["documents"]],
        "steps": [{"text": text} for text in data["steps"]],
        "forms": [{"form_code": form["code"], "name_vi": form["name_vi"]} for form in data["forms"]],
        "laws": [{"text": text} for text in data["legal_basis"]],
        "sources": data["sources"],
    }
    for name, rows in lists.items():
        for order, row in enumerate(rows, 1):
            yield name, row | {"code": record.code, "order": order}


def read_sheet(path: Path) -> Iterator[Line]:
    """Return a line for each row of `procedures`, and one for each row elsewhere that belongs to no procedure.

    Line numbers are row numbers. A flaw in a paper or step refuses the procedure it belongs to.
    Raises SheetUnreadable before the first line when the file is no workbook of ours.
    """
    path = Path(path)
    keys = {name: tuple(column.key for column in columns) for name, columns in SHEETS.items()}
    rows = rows_of(path, keys)
    return _lines(rows)


def _lines(rows: dict[str, list[Row]]) -> Iterator[Line]:
    parts, strays = _by_code(rows)
    seen: dict[str, int] = {}
    for row in rows["procedures"]:
        line = _line(row, parts, seen)
        seen.setdefault(line.code or "", row.number)
        yield line
    for row, code in strays:
        why = f"there is no procedure {code} on the sheet procedures" if code else "no code"
        yield Line(row.number, refused=f"sheet {row.sheet}, row {row.number}: {why}", code=code)


def _by_code(rows: dict[str, list[Row]]) -> tuple[dict[str, dict[str, list[Row]]], list[tuple[Row, str | None]]]:
    """Rows of the other sheets under their procedure's code, and those that have none."""
    known = {_code_of(row) for row in rows["procedures"]} - {None}
    parts: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    strays = []
    for name in list(SHEETS)[1:]:
        for row in rows[name]:
            code = _code_of(row)
            if code in known and code:
                parts[code][name].append(row)
            else:
                strays.append((row, code))
    return parts, strays


def _code_of(row: Row) -> str | None:
    try:
        return text_cell(row, "code")
    except RecordRefused:
        return None


def _line(row: Row, parts: dict[str, dict[str, list[Row]]], seen: dict[str, int]) -> Line:
    code = _code_of(row)
    try:
        values = _values(row, "procedures")
        if code in seen:
            raise RecordRefused(f"{code} was already seen on row {seen[code]}")
        own = {name: _in_order(name, parts[code][name]) for name in list(SHEETS)[1:]} if code else {}
        parsed = read_json(_as_json(values, own))
    except RecordRefused as reason:
        return Line(row.number, refused=str(reason), code=code)
    needs = {paper["name_vi"]: paper["need"] for paper in own["papers"] if paper["need"]}
    return Line(row.number, parsed=Parsed(parsed.record, (*row.notes(), *parsed.notes), needs), code=code)


def _values(row: Row, name: str) -> dict[str, Any]:
    """The row's values under their keys. Raises RecordRefused with sheet, row and key."""
    return {column.key: (number_cell if column.is_number else text_cell)(row, column.key) for column in SHEETS[name]}


def _in_order(name: str, rows: list[Row]) -> list[dict[str, Any]]:
    values = [_values(row, name) for row in rows]
    return sorted(values, key=lambda row: (row["order"] is None, row["order"] or 0))


def _as_json(values: dict[str, Any], own: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The rows in the shape of procedures.json."""
    paper_keys = ("name_vi", "copies", "note_vi", "form_code")
    return values | {
        "channels": [one for one in re.split(r"[,;\s]+", values["channels"] or "") if one],
        "documents": [{key: row[key] for key in paper_keys} for row in own.get("papers", [])],
        "steps": [row["text"] for row in own.get("steps", [])],
        "forms": [{"code": row["form_code"], "name_vi": row["name_vi"]} for row in own.get("forms", [])],
        "legal_basis": [row["text"] for row in own.get("laws", [])],
        "sources": [{"where": row["where"], "as_of": row["as_of"]} for row in own.get("sources", [])],
    }
