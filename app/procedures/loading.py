"""Our own catalogue, as it comes with the program: loaded at start when it is new to this database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import select

from ..database import reading, release
from . import portal, service
from .extras import DATA
from .models import CatalogueImport
from .record import Line, RecordRefused, read_json, to_json
from .service import Entry

FILE = DATA / "procedures.json"


def entries(text: str) -> Iterator[Entry]:
    """The records of our JSON: an array of objects. Raises ValueError if it is no such array."""
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("the file is not a list of procedures")
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        code = row.get("code") if isinstance(row, dict) else None
        try:
            if code in seen:
                raise RecordRefused(f"code {code} was seen as number {seen[code]}")
            parsed = read_json(row)
        except RecordRefused as refusal:
            yield Entry(number, "curated", code if isinstance(code, str) else None, None, refused=str(refusal))
            continue
        seen[parsed.record.code] = number
        yield Entry(number, "curated", parsed.record.code, to_json(parsed.record), notes=tuple(parsed.notes))


def entry(line: Line, side: str) -> Entry:
    """What one line of a crawl or a sheet becomes for the importer."""
    if line.parsed is None:
        is_repeated = line.refused == portal.UNCHANGED
        return Entry(line.number, side, line.code, None, refused=line.refused or "unreadable", is_repeated=is_repeated)
    record = line.parsed.record
    return Entry(
        line=line.number,
        side=side,
        code=record.code,
        record=to_json(record),
        notes=tuple(line.parsed.notes),
        raw=dict(getattr(line.parsed, "raw", {})),
        needs=dict(line.parsed.needs),
    )


def load_own_catalogue() -> service.Report | None:
    """Import data/procedures.json unless this very file was imported last; None when there was nothing to do."""
    data = FILE.read_bytes()
    name = f"procedures.json {hashlib.sha256(data).hexdigest()[:16]}"
    seen = reading().scalar(select(CatalogueImport.id).where(CatalogueImport.file_name == name))
    release()
    if seen is not None:
        return None
    return service.import_entries(entries(data.decode()), name, datetime.now(UTC).replace(tzinfo=None))
