"""One page of the national portal, as a crawl delivers it, turned into a record.

The crawl gives every field as text (`ten_thu_tuc`, `cach_thuc_thuc_hien`, ...). What has a key in our shape and can be
read without a doubt goes into the record; all else stays as text in `raw`, and the notes say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import portal_text as text
from .plain_text import NotPlain, plain_text
from .portal_papers import read_papers
from .portal_ways import read_ways
from .record import Parsed, RecordRefused, read_json, to_json

FIELD_LIMIT = 200_000  # characters; the longest real field has 33,287
SOURCE = "dichvucong.gov.vn"
NEEDED = ("ma_thu_tuc", "ten_thu_tuc")
_PAGE_CODE = re.compile(r"Mã thủ tục\s*([0-9]\.[0-9]{6})")
_NOT_KEPT = frozenset({"raw_text", "formality_id", "detail_url", *NEEDED})  # raw_text repeats the other fields


@dataclass(frozen=True)
class ParsedPortalRecord(Parsed):
    """A record from the portal. raw: the portal's field name -> text that has no place in the record or was not read.

    decision: the number of the decision that published the procedure, or None.
    """

    raw: Mapping[str, str] = field(default_factory=dict)
    decision: str | None = None


def parse_page(page: Mapping[str, Any], as_of: str | None = None) -> ParsedPortalRecord:
    """Return the record of one crawled page.

    as_of: when the page was crawled, `2026-06-10`, if known. Raises RecordRefused with the reason.
    """
    cells, notes = _cells(page)
    _refuse_another_page(cells)
    found, raw = _found(cells, notes)
    found["sources"] = [{"where": SOURCE, "as_of": as_of}]
    parsed = read_json(found)
    decision = text.told(cells["so_quyet_dinh"])
    return ParsedPortalRecord(parsed.record, (*notes, *parsed.notes), raw=raw, decision=decision)


class _Cells(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _cells(page: Mapping[str, Any]) -> tuple[_Cells, list[str]]:
    """All fields as plain text, and notes on what was removed. Raises RecordRefused."""
    cells, notes = _Cells(), []
    for key, value in page.items():
        name = str(key)[:40]
        if value is None:
            continue
        if not isinstance(value, str):
            raise RecordRefused(f"{name} must be text")
        if len(value) > FIELD_LIMIT:
            raise RecordRefused(f"{name} is longer than {FIELD_LIMIT} characters")
        if text.is_twice_encoded(value):
            raise RecordRefused(f"{name} is UTF-8 encoded twice (reads like Ä‘Äƒng kÃ½)")
        try:
            plain, removed = plain_text(value)
            cells[name] = re.sub(" {2,}", " ", plain)
        except NotPlain as reason:
            raise RecordRefused(f"{name} {reason}") from None
        notes += [f"{what} removed from {name}" for what in removed if what == "markup" and key != "raw_text"]
    for name in NEEDED:
        if not cells[name]:
            raise RecordRefused(f"{name} is missing")
    return cells, notes


def _refuse_another_page(cells: _Cells) -> None:
    """The crawler sometimes saved one procedure's page under another's code: everything on it would be wrong."""
    on_page = _PAGE_CODE.search(cells["raw_text"])
    if on_page and on_page[1] != cells["ma_thu_tuc"]:
        raise RecordRefused(f"the page is that of {on_page[1]}, not of {cells['ma_thu_tuc'][:40]}")


def _found(cells: _Cells, notes: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells say under our keys, and what stays as text."""
    raw = {name: value for name, value in cells.items() if name not in _NOT_KEPT and text.told(value)}
    found: dict[str, Any] = {"code": cells["ma_thu_tuc"], "name_vi": cells["ten_thu_tuc"], "confidence": "crawled"}
    found["portal_url"] = cells["detail_url"] or None
    for name, key in (("linh_vuc", "field_vi"), ("doi_tuong_thuc_hien", "audience_vi")):
        found[key] = text.told(raw.pop(name, ""))
    _tell_level_and_agency(found, cells, raw, notes)
    _tell_ways(found, cells, raw, notes)
    _tell_papers(found, cells, raw, notes)
    _tell_steps_and_laws(found, cells, raw, notes)
    found["result_vi"] = text.result(raw.pop("ket_qua_xu_ly", ""))
    raw.pop("so_quyet_dinh", None)
    return found, raw


def _tell_level_and_agency(found: dict, cells: _Cells, raw: dict, notes: list[str]) -> None:
    found["level"], told = text.level(cells["cap_thuc_hien"])
    if found["level"] is None:
        raise RecordRefused(f"cap_thuc_hien names no level: {cells['cap_thuc_hien'][:60]}")
    notes += told
    if len(told) == 0:
        raw.pop("cap_thuc_hien", None)
    name = next((one for one in ("co_quan_co_tham_quyen", "co_quan_thuc_hien") if text.told(cells[one])), "")
    found["agency_vi"] = raw.pop(name, None)
    if raw.get("co_quan_thuc_hien") == found["agency_vi"]:
        raw.pop("co_quan_thuc_hien", None)


def _tell_ways(found: dict, cells: _Cells, raw: dict, notes: list[str]) -> None:
    ways = read_ways(cells["cach_thuc_thuc_hien"])
    found |= {
        "channels": list(ways.channels),
        "duration_vi": ways.duration_vi,
        "duration_working_days": ways.duration_working_days,
        "fee_vnd": ways.fee_vnd,
        "fee_note_vi": ways.fee_note_vi,
    }
    notes += ways.notes


def _tell_papers(found: dict, cells: _Cells, raw: dict, notes: list[str]) -> None:
    papers = read_papers(cells["thanh_phan_ho_so"])
    found |= {"documents": [to_json(one) for one in papers.documents], "forms": [to_json(one) for one in papers.forms]}
    notes += papers.notes
    if papers.documents:
        raw.pop("thanh_phan_ho_so", None)
    if papers.remarks:
        raw["thanh_phan_ho_so.remarks"] = "\n".join(papers.remarks)
        notes.append(f"{len(papers.remarks)} remarks among the papers kept as text")
    if papers.files:
        raw["thanh_phan_ho_so.files"] = "\n".join(dict.fromkeys(papers.files))


def _tell_steps_and_laws(found: dict, cells: _Cells, raw: dict, notes: list[str]) -> None:
    found["steps"] = text.steps(cells["trinh_tu_thuc_hien"]) or []
    if found["steps"]:
        raw.pop("trinh_tu_thuc_hien", None)
    elif "trinh_tu_thuc_hien" in raw:
        notes.append("steps kept as text: not numbered 1, 2, 3")
    found["legal_basis"], rest = text.laws(cells["can_cu_phap_ly"])
    raw.pop("can_cu_phap_ly", None)
    if rest:
        raw["can_cu_phap_ly"] = rest
        notes.append("laws partly kept as text")
