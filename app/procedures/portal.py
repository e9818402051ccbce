"""Reads a crawl of the national portal: one page a line, JSON, plain or gzipped. Never stumbles over a line.

Every line that is not blank is accounted for: a record, or the reason why it was refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from .portal_record import parse_page
from .record import Line, RecordRefused

LINE_LIMIT = 2_000_000  # bytes of one line; the longest real one has 112,000
LINES_LIMIT = 100_000  # the portal holds about 7,000 procedures
BYTES_LIMIT = 1_000_000_000  # unpacked; 7,000 pages are about 200,000,000
GZIP_MARK = b"\x1f\x8b"
UNCHANGED = "unchanged duplicate"


class PortalUnreadable(ValueError):
    """The file cannot be read at all: absent, a folder, or not what its name says. Its text is for the keeper."""


def read_portal(path: Path, as_of: str | None = None) -> Iterator[Line]:
    """Return the lines of the crawl at `path` (`.jsonl`, or gzipped whatever its name), parsed or refused, in order.

    Line numbers count from 1, blank lines included. as_of: the day of the crawl, `2026-06-10`, if known.
    Raises PortalUnreadable before the first line; after that, nothing.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            is_gzip = file.read(2) == GZIP_MARK
    except OSError as error:
        raise PortalUnreadable(f"{path.name} cannot be read: {error.strerror}") from None
    if path.suffix == ".gz" and not is_gzip:
        raise PortalUnreadable(f"{path.name} is not a gzip file")
    return _lines(path, is_gzip, as_of)


def _lines(path: Path, is_gzip: bool, as_of: str | None) -> Iterator[Line]:
    seen: dict[str, tuple[int, bytes]] = {}
    with gzip.open(path) if is_gzip else path.open("rb") as file:
        for number, content in enumerate(_raw_lines(cast(BinaryIO, file)), 1):
            if isinstance(content, RecordRefused):
                yield Line(number, refused=str(content))
            elif content.strip():
                yield _line(number, content, as_of, seen)


def _raw_lines(file: BinaryIO) -> Iterator[bytes | RecordRefused]:
    """The lines without those that are too long; a file that breaks off, or never ends, ends with a refusal."""
    read = lines = 0
    try:
        while content := file.readline(LINE_LIMIT + 1):
            lines, read = lines + 1, read + len(content)
            if len(content) > LINE_LIMIT:
                read += _skip_line(file, BYTES_LIMIT - read)
                yield RecordRefused(f"the line is longer than {LINE_LIMIT} bytes")
            else:
                yield content
            if lines >= LINES_LIMIT or read >= BYTES_LIMIT:
                yield RecordRefused("the file is too large; nothing from this line on was read")
                return
    except (EOFError, OSError, zlib.error):
        yield RecordRefused("the file is damaged or breaks off here; nothing after this line could be read")


def _skip_line(file: BinaryIO, most: int) -> int:
    """Read to the end of the line, or `most` bytes; return how many were read."""
    read = 0
    while read < most and (piece := file.readline(LINE_LIMIT)):
        read += len(piece)
        if piece.endswith(b"\n"):
            break
    return read


def _line(number: int, content: bytes, as_of: str | None, seen: dict[str, tuple[int, bytes]]) -> Line:
    code = None
    try:
        page = _page(content)
        code = _told_code(page)
        parsed = parse_page(page, as_of)
        code = parsed.record.code
        _refuse_duplicate(code, content, seen)
    except RecordRefused as reason:
        return Line(number, refused=str(reason), code=code)
    seen[code] = (number, _digest(content))
    return Line(number, parsed=parsed, code=code)


def _page(content: bytes) -> dict[str, Any]:
    try:
        told = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RecordRefused("the line is not UTF-8") from None
    try:
        page = json.loads(told, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except RecursionError:
        raise RecordRefused("the JSON is nested too deeply") from None
    except RecordRefused:
        raise
    except ValueError:
        raise RecordRefused("the line is cut off or not JSON") from None
    if not isinstance(page, dict):
        raise RecordRefused("the line is not a JSON object")
    return page


def _refuse_constant(name: str) -> None:
    raise RecordRefused(f"{name} is not JSON")


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RecordRefused(f"the key {key[:40]} stands there twice")
        found[key] = value
    return found


def _told_code(page: dict[str, Any]) -> str | None:
    code = page.get("ma_thu_tuc")
    return code.strip()[:24] if isinstance(code, str) else None


def _refuse_duplicate(code: str, content: bytes, seen: dict[str, tuple[int, bytes]]) -> None:
    if code in seen:
        line, digest = seen[code]
        raise RecordRefused(UNCHANGED if digest == _digest(content) else f"{code} was already seen on line {line}")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content.strip()).digest()
