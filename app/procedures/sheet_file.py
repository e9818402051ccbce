"""Opens a keeper's workbook without trusting it: size, merged cells, headings. Gives plain rows."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from .sheet_cells import Row

UNPACKED_LIMIT = 150_000_000  # bytes; 7,000 procedures are about 60,000,000
MEMBERS_LIMIT = 500
ROWS_LIMIT = 200_000  # filled rows of one sheet
COLUMNS_LIMIT = 60
PIECE = 1 << 20
_HEADING = re.compile(r"\(\s*([a-z_]+)\s*\)\s*\Z|\A\s*([a-z_]+)\s*\Z")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class SheetUnreadable(ValueError):
    """The file is not a workbook that can be imported. Its text tells the keeper what to do."""


def rows_of(path: Path, keys: dict[str, tuple[str, ...]]) -> dict[str, list[Row]]:
    """Return the filled rows of each sheet named in `keys`, which maps it to the keys its headings must have.

    Raises SheetUnreadable.
    """
    _look_into(path)
    try:
        return _read(path, keys)
    except SheetUnreadable:
        raise
    except Exception as error:  # the reader fails in many ways on damaged XML, and each means the same to the keeper
        raise SheetUnreadable(f"{path.name} is damaged: {type(error).__name__}") from error


def _look_into(path: Path) -> None:
    """Refuse bombs and what is no workbook before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if len(members) > MEMBERS_LIMIT or sum(one.file_size for one in members) > UNPACKED_LIMIT:
                raise SheetUnreadable(f"{path.name} is too large when unpacked")
            if "xl/workbook.xml" not in package.namelist():
                raise SheetUnreadable(f"{path.name} is not an Excel workbook (.xlsx)")
            for member in members:
                _look_into_member(package, member, path.name)
    except OSError as error:
        raise SheetUnreadable(f"{path.name} cannot be read: {error.strerror or error}") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise SheetUnreadable(f"{path.name} is not an Excel workbook (.xlsx), or is damaged or locked") from error


def _look_into_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if not member.filename.endswith((".xml", ".rels")):
        return
    for piece in _pieces(package, member):
        if _DECLARATION.search(piece):
            raise SheetUnreadable(f"{name} holds XML that Excel never writes")
        if member.filename.startswith("xl/worksheets/") and _MERGED.search(piece):
            raise SheetUnreadable(f"{name} has merged cells: unmerge them in Excel and save again")


def _pieces(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, each piece with the end of the one before, so that nothing hides at a border."""
    end = b""
    with package.open(member) as file:
        while piece := file.read(PIECE):
            yield end + piece
            end = piece[-40:]


def _read(path: Path, keys: dict[str, tuple[str, ...]]) -> dict[str, list[Row]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of colours and print settings that openpyxl does not know
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            missing = [name for name in keys if name not in book.sheetnames]
            if missing:
                raise SheetUnreadable(f"{path.name} has no sheet named {' or '.join(missing)}")
            return {name: list(_rows(book[name], name, keys[name])) for name in keys}
        finally:
            book.close()


def _rows(page: Any, name: str, keys: tuple[str, ...]) -> Iterator[Row]:
    page.reset_dimensions()
    with closing(page.iter_rows(max_col=COLUMNS_LIMIT)) as rows:  # an unfinished one would keep the file open
        places = _places(name, next(rows, ()), keys)
        filled = 0
        for number, cells in enumerate(rows, 2):
            values = {key: _value(cells, place) for key, place in places.items()}
            if all(value is None for value, _ in values.values()):
                continue
            filled += 1
            if filled > ROWS_LIMIT:
                raise SheetUnreadable(f"sheet {name} has more than {ROWS_LIMIT} rows")
            yield Row(name, number, values)


def _value(cells: tuple[Any, ...], place: int) -> tuple[Any, str]:
    return (cells[place].value, cells[place].data_type) if place < len(cells) else (None, "n")


def _places(name: str, headings: tuple[Any, ...], keys: tuple[str, ...]) -> dict[str, int]:
    """Where each key's column stands, in whatever order the keeper left them."""
    found: dict[str, int] = {}
    for place, cell in enumerate(headings):
        match = _HEADING.search(str(cell.value or ""))
        key = match and (match[1] or match[2])
        if key in found:
            raise SheetUnreadable(f"sheet {name}: the heading ({key}) stands there twice")
        if key in keys and key:
            found[key] = place
    missing = [key for key in keys if key not in found]
    if missing:
        raise SheetUnreadable(f"sheet {name}: the first row has no heading ({'), ('.join(missing)})")
    return found
