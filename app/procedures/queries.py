"""Reading the catalogue for pages: frozen views in the language of the request, never live rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ..database import reading
from ..web import languages
from ..web.texts import Text
from . import extras
from .extras import Event, slug
from .models import Confirmation, Procedure, ProcedureVersion

OLD_PORTAL = "https://vpcp.dichvucong.gov.vn/p/home/dvc-chi-tiet-thu-tuc-nganh-doc.html?ma_thu_tuc="
CHANNELS = ("counter", "online", "post")


@dataclass(frozen=True)
class Paper:
    """One paper to bring. need: `always`, `if` (then `question`), `one-of` (then `group`), `counter`, or `unknown`."""

    number: int
    name: Text
    plain: Text
    where: Text
    note: Text
    copies: int | None
    form_code: str | None
    need: str
    question: Text
    group: str
    picture: str


@dataclass(frozen=True)
class Card:
    """A procedure in a list."""

    code: str
    plain_name: Text
    picture: str
    field: str


@dataclass(frozen=True)
class Variant:
    """Another procedure that may fit better, and when."""

    code: str
    plain_name: Text
    picture: str
    when: Text


@dataclass(frozen=True)
class ProcedureView:
    """Everything that a procedure's pages show. Days are working days; money is in dong; dates are local."""

    code: str
    version: int
    changed_on: date
    state: str
    successor: Card | None
    picture: str
    plain_name: Text
    name: Text
    field: str
    agency: str
    duration_days: int | None
    duration: Text
    fee_dong: int | None
    fee_note: Text
    exemptions: tuple[Text, ...]
    papers: tuple[Paper, ...]
    steps: tuple[Text, ...]
    result: Text
    legal_basis: tuple[str, ...]
    form_codes: tuple[str, ...]
    channels: tuple[str, ...]
    portal_url: str
    sources: tuple[dict[str, str], ...]
    checked_on: str
    is_sure: bool
    doubt: str
    variants: tuple[Variant, ...]

    @property
    def at_police(self) -> bool:
        """True when the commune's police take the papers (residence, ID cards, vehicles)."""
        return "Công an" in self.agency and "Ủy ban" not in self.agency

    @property
    def told_sources(self) -> tuple[tuple[str, str], ...]:
        """(name, date) of each source; the exact place in it stands on the keeper's list."""
        told = ((re.split(r" @ | \(|, ", source["where"])[0], source.get("as_of") or "") for source in self.sources)
        return tuple(dict.fromkeys(told))

    @property
    def to_bring(self) -> tuple[Paper, ...]:
        """Papers that everybody brings (or that we know nothing better about)."""
        return tuple(paper for paper in self.papers if paper.need in ("always", "unknown", "one-of"))

    @property
    def perhaps(self) -> tuple[Paper, ...]:
        """Papers that only some need."""
        return tuple(paper for paper in self.papers if paper.need == "if")


def exists(code: str) -> bool:
    """True if the catalogue holds `code`, listed or not."""
    return reading().get(Procedure, code) is not None


def procedure(code: str) -> ProcedureView | None:
    """One procedure in the request's language, or None."""
    row = reading().get(Procedure, code)
    return _view(row) if row else None


def working_days_of(code: str) -> int | None:
    """How many working days the law gives for a procedure, or None where it names none."""
    row = reading().get(Procedure, code)
    return row.record["duration_working_days"] if row else None


def record_of(code: str) -> tuple[int, dict[str, Any]] | None:
    """(version, record) as it is kept, or None."""
    row = reading().get(Procedure, code)
    return (row.version, row.record) if row else None


def confirmed_on(code: str, office_code: str) -> date | None:
    """The day on which the office's keeper confirmed the record's current version, or None."""
    found = reading().get(Confirmation, (code, office_code))
    row = reading().get(Procedure, code)
    return found.confirmed_on if found and row and found.version == row.version else None


def cards(codes: Iterable[str]) -> list[Card]:
    """Cards of the current procedures among `codes`, in the order given; at most 500."""
    wanted = list(codes)[:500]
    rows = {row.code: row for row in reading().scalars(select(Procedure).where(Procedure.code.in_(wanted)))}
    return [_card(rows[code]) for code in wanted if code in rows and rows[code].state == "current"]


def told_in_vietnamese(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Code -> (plain name, picture) of the current procedures among `codes`, whatever language is asked in: paper has one."""
    rows = reading().scalars(select(Procedure).where(Procedure.code.in_(list(codes)), Procedure.state == "current"))
    return {
        row.code: (row.record["plain_name_vi"] or row.record["name_vi"], extras.of(row.code).get("picture", "paper"))
        for row in rows
    }


def _listed_rows() -> Iterable[Procedure]:
    wanted = select(Procedure).where(Procedure.state == "current", Procedure.is_listed).order_by(Procedure.code)
    return reading().scalars(wanted)


def listed() -> list[Card]:
    """All procedures that people see, by code."""
    return [_card(row) for row in _listed_rows()]


def codes() -> list[str]:
    """Codes of all procedures that have a page people may have kept: listed ones and withdrawn ones, by code."""
    kept = select(Procedure.code).where(Procedure.is_listed | (Procedure.state == "withdrawn")).order_by(Procedure.code)
    return list(reading().scalars(kept))


def records() -> list[tuple[str, dict[str, Any]]]:
    """(code, record) of everything listed, for the search index and exports. By code."""
    return [(row.code, row.record) for row in _listed_rows()]


def needs() -> dict[str, dict[str, str]]:
    """Code -> paper -> need, for the keeper's sheet."""
    return {row.code: {**extras.needs(row.code), **(row.needs or {})} for row in _listed_rows()}


def events() -> list[tuple[Event, Text]]:
    """All life events with their names in the request's language."""
    return [(event, _named(event.name_vi, event.name_en)) for event in extras.events()]


def event(event_id: str) -> tuple[Event, Text] | None:
    """One life event, or None."""
    return next((pair for pair in events() if pair[0].id == event_id), None)


def fields() -> dict[str, str]:
    """Slug -> name of every field that has a listed procedure, by name."""
    return dict(sorted({slug(card.field): card.field for card in listed()}.items(), key=lambda pair: pair[1]))


def in_field(field: str) -> list[Card]:
    """Cards of the listed procedures of a field (by its slug), by code."""
    return [card for card in listed() if slug(card.field) == field]


def versions(code: str) -> list[tuple[int, date, list[str]]]:
    """(version, changed on, changed fields), newest first, at most 50."""
    rows = reading().scalars(
        select(ProcedureVersion).where(ProcedureVersion.code == code).order_by(ProcedureVersion.version.desc()).limit(50)
    )
    return [(row.version, row.changed_at.date(), row.changed_fields) for row in rows]


def _named(vi: str | None, en: str | None) -> Text:
    """The text in the request's language, else Vietnamese."""
    if languages.current().tag == "en" and en:
        return Text(en, "en")
    return Text(vi or "")


def _card(row: Procedure) -> Card:
    name = _named(row.record["plain_name_vi"] or row.record["name_vi"], extras.english(row.code).get("plain_name"))
    return Card(row.code, name, extras.of(row.code).get("picture", "paper"), row.record["field_vi"] or "")


def _view(row: Procedure) -> ProcedureView:
    record, extra, english = row.record, extras.of(row.code), extras.english(row.code)
    steps = english.get("steps") or []
    sources = record.get("sources") or []
    return ProcedureView(
        code=row.code,
        version=row.version,
        changed_on=row.changed_at.date(),
        state=row.state,
        successor=next(iter(cards([row.successor])), None) if row.successor else None,
        picture=extra.get("picture", "paper"),
        plain_name=_named(record["plain_name_vi"] or record["name_vi"], english.get("plain_name")),
        name=_named(record["name_vi"], english.get("name")),
        field=record["field_vi"] or "",
        agency=record["agency_vi"] or "",
        duration_days=record["duration_working_days"],
        duration=_named(record["duration_vi"], english.get("duration")),
        fee_dong=record["fee_vnd"],
        fee_note=_named(record["fee_note_vi"], english.get("fee_note")),
        exemptions=_pairs(extra.get("exemptions_vi", []), extra.get("exemptions_en", [])),
        papers=tuple(_papers(record["documents"], extra.get("papers", []), english.get("documents", []), row.needs or {})),
        steps=_pairs(record["steps"], steps),
        result=_named(record["result_vi"], english.get("result")),
        legal_basis=tuple(record["legal_basis"]),
        form_codes=tuple(f"{form['code'] or ''} {form['name_vi']}".strip() for form in record["forms"]),
        channels=tuple(channel for channel in CHANNELS if channel in (record["channels"] or [])),
        portal_url=record["portal_url"] or OLD_PORTAL + row.code,
        sources=tuple(sources),
        checked_on=max((source.get("as_of") or "" for source in sources), default=""),
        is_sure=record["confidence"] != "known" and not record["doubt"],
        doubt=record["doubt"] or "",
        variants=tuple(_variants(extra.get("variants", []))),
    )


def _pairs(vi: list[str], en: list[str]) -> tuple[Text, ...]:
    return tuple(_named(text, en[place] if place < len(en) else None) for place, text in enumerate(vi))


def _papers(documents: list[dict], needs: list[dict], english: list[dict], told: dict[str, str]) -> Iterable[Paper]:
    by_name = {need["name_vi"]: need for need in needs}
    for place, document in enumerate(documents):
        need = by_name.get(document["name_vi"], {})
        en = english[place] if place < len(english) else {}
        yield Paper(
            number=place + 1,
            name=_named(document["name_vi"], en.get("name")),
            plain=_named(need.get("plain_vi") or document["name_vi"], need.get("plain_en") or en.get("name")),
            where=_named(need.get("where_vi"), need.get("where_en")),
            note=_named(document.get("note_vi"), en.get("note")),
            copies=document.get("copies"),
            form_code=document.get("form_code"),
            need=told.get(document["name_vi"]) or need.get("need", "unknown"),
            question=_named(need.get("if_vi"), need.get("if_en")),
            group=need.get("group") or "",
            picture=need.get("picture", "paper"),
        )


def _variants(rows: list[dict]) -> Iterable[Variant]:
    found = {card.code: card for card in cards([row["code"] for row in rows])}
    for row in rows:
        card = found.get(row["code"])
        if card:
            yield Variant(card.code, card.plain_name, card.picture, _named(row["when_vi"], row.get("when_en")))


@dataclass(frozen=True)
class Check:
    """A record on the keeper's list. confirmed_on: the day its current version was confirmed, or None."""

    code: str
    name: str
    version: int
    is_sure: bool
    doubt: str
    sources: tuple[str, ...]
    checked_on: str
    confirmed_on: date | None


def checks(office_code: str) -> list[Check]:
    """Every listed record for the keeper of an office: unconfirmed and unsure first, then by code."""
    done = {row.code: row for row in reading().scalars(select(Confirmation).where(Confirmation.office_code == office_code))}
    found = []
    for row in _listed_rows():
        record, mark = row.record, done.get(row.code)
        sources = record.get("sources") or []
        found.append(
            Check(
                code=row.code,
                name=record["plain_name_vi"] or record["name_vi"],
                version=row.version,
                is_sure=record["confidence"] != "known" and not record["doubt"],
                doubt=record["doubt"] or "",
                sources=tuple(source["where"] for source in sources),
                checked_on=max((source.get("as_of") or "" for source in sources), default=""),
                confirmed_on=mark.confirmed_on if mark and mark.version == row.version else None,
            )
        )
    return sorted(found, key=lambda check: (check.confirmed_on is not None, check.is_sure, check.code))


def procedure_version(code: str) -> int:
    """The number of a procedure's current version; 0 for one that is not there."""
    found = record_of(code)
    return found[0] if found else 0
