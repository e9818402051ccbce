"""Reading offices and posters for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ..database import reading
from .models import OfferedProcedure, Office, Poster, PosterScans

POLICE_COUNTER = "Công an xã"


@dataclass(frozen=True)
class OfficeView:
    """An office as pages show it. hotline: as printed; `call` is the same as a tel: address."""

    code: str
    name: str
    province: str
    address: str
    hotline: str
    hours: str
    counter: str
    opens_saturday: bool
    second_language: str | None

    @property
    def call(self) -> str:
        return "tel:" + "".join(character for character in self.hotline if character in "+0123456789")


@dataclass(frozen=True)
class PosterView:
    """A poster: where it hangs and what it opens."""

    id: str
    office: OfficeView
    kind: str
    target: str
    is_active: bool


def _office(row: Office) -> OfficeView:
    return OfficeView(**{name: getattr(row, name) for name in OfficeView.__dataclass_fields__})


def office(code: str) -> OfficeView | None:
    """The office of one commune, or None."""
    row = reading().get(Office, code)
    return _office(row) if row else None


def offices() -> list[OfficeView]:
    """All offices by name, at most 4,000."""
    return [_office(row) for row in reading().scalars(select(Office).order_by(Office.name).limit(4000))]


def only_office() -> OfficeView | None:
    """The office, where there is just one; None where there is none or a choice."""
    rows = list(reading().scalars(select(Office).limit(2)))
    return _office(rows[0]) if len(rows) == 1 else None


def counter_for(office: OfficeView, procedure_code: str, at_police: bool) -> str:
    """Which counter of `office` takes this procedure."""
    row = reading().get(OfferedProcedure, (office.code, procedure_code))
    if row and row.counter:
        return row.counter
    return POLICE_COUNTER if at_police else office.counter


def poster(poster_id: str) -> PosterView | None:
    """A poster by its id, retired ones too; None for an id that was never printed."""
    row = reading().get(Poster, poster_id)
    found = office(row.office_code) if row else None
    return PosterView(row.id, found, row.kind, row.target, row.state == "active") if row and found else None


def posters(office_code: str) -> list[PosterView]:
    """All posters of an office: procedures first, then by target; at most 2,000."""
    found = office(office_code)
    if found is None:
        return []
    rows = reading().scalars(select(Poster).where(Poster.office_code == office_code).order_by(Poster.made_at).limit(2000))
    return [PosterView(row.id, found, row.kind, row.target, row.state == "active") for row in rows]


def scans(office_code: str, since: date) -> dict[str, int]:
    """Poster id -> showings from `since` on, for the posters of one office."""
    rows = reading().execute(
        select(PosterScans.poster_id, PosterScans.count)
        .join(Poster, Poster.id == PosterScans.poster_id)
        .where(Poster.office_code == office_code, PosterScans.day >= since)
    )
    totals: dict[str, int] = {}
    for poster_id, count in rows:
        totals[poster_id] = totals.get(poster_id, 0) + count
    return totals
