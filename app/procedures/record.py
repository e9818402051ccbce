"""One procedure as data, checked on the way in: the shape of `data/procedures.json`, as frozen dataclasses.

Everything that enters the catalogue (our file, the portal's crawl, a keeper's sheet) passes `read_json`.
A value that may mislead people is refused with a reason; a harmless flaw is mended and noted. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from .record_fields import TEXT_LIMIT, Fields, RecordRefused, an_object

CODE = re.compile(r"[0-9]\.[0-9]{6}")
LEVELS = ("xa", "tinh", "bo", "khac")
ONLINE_KINDS = ("thong_tin", "mot_phan", "toan_trinh")
CHANNELS = ("counter", "online", "post")
CONFIDENCES = ("sourced", "known", "crawled")

_OFFICIAL_URL = re.compile(r"https://(?:[a-z0-9-]+\.)+gov\.vn(?:[/?][!#-&(-;=?-\[\]-~]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """A paper to bring. copies: how many in all, originals and copies; None = the source does not say."""

    name_vi: str
    copies: int | None = None
    note_vi: str | None = None
    form_code: str | None = None


@dataclass(frozen=True)
class Form:
    """An official form, with the code printed on it (`CT01`, `Mẫu số 01`), if it has one."""

    code: str | None
    name_vi: str


@dataclass(frozen=True)
class Source:
    """Where a record was read. as_of: year, month and perhaps day, `2026-06-10`; None = not known."""

    where: str
    as_of: str | None = None


@dataclass(frozen=True)
class ProcedureRecord:
    """One procedure. Texts are Vietnamese plain text in NFC; None = not known.

    code: the national code, `1.001193`. level: one of LEVELS. dvc: one of ONLINE_KINDS. fee_vnd: dong, 0 = free.
    duration_working_days: working days. channels: from CHANNELS. confidence: one of CONFIDENCES. doubt: English.
    """

    code: str
    name_vi: str
    plain_name_vi: str | None = None
    field_vi: str | None = None
    level: str = "xa"
    dvc: str | None = None
    agency_vi: str | None = None
    audience_vi: str | None = None
    duration_vi: str | None = None
    duration_working_days: int | None = None
    fee_vnd: int | None = None
    fee_note_vi: str | None = None
    documents: tuple[Paper, ...] = ()
    forms: tuple[Form, ...] = ()
    steps: tuple[str, ...] = ()
    result_vi: str | None = None
    legal_basis: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    portal_url: str | None = None
    sources: tuple[Source, ...] = ()
    confidence: str = "sourced"
    doubt: str | None = None


KEYS = tuple(one.name for one in fields(ProcedureRecord))


@dataclass(frozen=True)
class Parsed:
    """A record and what was noticed while reading it. notes: plain English.

    needs: paper's name -> its need, where the source (a keeper's sheet) gives one.
    """

    record: ProcedureRecord
    notes: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One entry of a file: what it holds, or why it was refused. number: line or row in the file, from 1.

    code: the procedure's code as far as it could be read, for the report.
    """

    number: int
    parsed: Parsed | None = None
    refused: str | None = None
    code: str | None = None


def from_json(data: Any) -> ProcedureRecord:
    """Return the record that `data` (one object of procedures.json) describes. Raises RecordRefused."""
    return read_json(data).record


def read_json(data: Any) -> Parsed:
    """Like from_json, with the notes on what was mended (markup removed, a link dropped). Raises RecordRefused."""
    keys = Fields(an_object(data, "the record"))
    record = ProcedureRecord(
        code=_code(keys),
        name_vi=keys.needed("name_vi"),
        plain_name_vi=keys.line("plain_name_vi"),
        field_vi=keys.line("field_vi"),
        level=keys.choice("level", LEVELS) or "xa",
        dvc=keys.choice("dvc", ONLINE_KINDS),
        agency_vi=keys.text("agency_vi"),
        audience_vi=keys.text("audience_vi"),
        duration_vi=keys.text("duration_vi"),
        duration_working_days=keys.number("duration_working_days", 3_650),
        fee_vnd=keys.number("fee_vnd", 1_000_000_000),
        fee_note_vi=keys.text("fee_note_vi"),
        documents=keys.items("documents", _paper),
        forms=keys.items("forms", lambda row: Form(row.line("code"), row.needed("name_vi", TEXT_LIMIT))),
        steps=keys.texts("steps"),
        result_vi=keys.text("result_vi"),
        legal_basis=keys.texts("legal_basis"),
        channels=_channels(keys),
        portal_url=_official_url(keys),
        sources=keys.items("sources", lambda row: Source(row.needed("where"), row.line("as_of"))),
        confidence=keys.choice("confidence", CONFIDENCES) or "sourced",
        doubt=keys.text("doubt"),
    )
    _refuse_papers_told_twice(record.documents)
    keys.notes.extend(f"unknown key {str(key)[:40]} ignored" for key in data if key not in KEYS)
    return Parsed(record, tuple(keys.notes))


def to_json(record: Any) -> dict[str, Any]:
    """Return the record as plain data in the order of procedures.json; the exact inverse of from_json."""
    return {one.name: _plain(getattr(record, one.name)) for one in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return to_json(value) if is_dataclass(value) else value


def _code(keys: Fields) -> str:
    code = keys.needed("code")
    if not CODE.fullmatch(code):
        raise RecordRefused("code must look like 1.001193")
    return code


def _paper(row: Fields) -> Paper:
    name, note = row.needed("name_vi", TEXT_LIMIT), row.text("note_vi")
    return Paper(name, row.number("copies", 99), note, row.line("form_code"))


def _channels(keys: Fields) -> tuple[str, ...]:
    channels = keys.texts("channels")
    if len(set(channels)) < len(channels) or not set(channels) <= set(CHANNELS):
        raise RecordRefused(f"channels must be different ones of {', '.join(CHANNELS)}")
    return channels


def _official_url(keys: Fields) -> str | None:
    url = keys.line("portal_url")
    if url and not _OFFICIAL_URL.fullmatch(url):
        keys.notes.append("portal_url dropped: not an https address under gov.vn")
        return None
    return url


def _refuse_papers_told_twice(papers: tuple[Paper, ...]) -> None:
    seen: set[Paper] = set()
    for paper in papers:
        if paper in seen:
            raise RecordRefused(f"documents names the same paper twice: {paper.name_vi[:80]}")
        seen.add(paper)
