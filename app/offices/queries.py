"""Reading offices and posters for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from ..database import reading
from . import rules
from .models import Hamlet, OfferedProcedure, Office, OfficeDay, Poster, PosterPlace, PosterScans

POLICE_COUNTER = "Công an xã"


@dataclass(frozen=True)
class OfficeView:
    """An office as pages show it. hotline: as printed; `call` is the same as a tel: address.

    open_hours: seven days of `07:30-11:30`, None while nobody entered them. counters: all of them, `counter` the usual one.
    """

    code: str
    name: str
    province: str
    address: str
    hotline: str
    hours: str
    counter: str
    opens_saturday: bool
    second_language: str | None
    open_hours: tuple[tuple[str, ...], ...] | None = None
    counters: tuple[str, ...] = ()
    contact_checked_on: date | None = None
    keep_done_days: int | None = None

    @property
    def call(self) -> str:
        return "tel:" + "".join(character for character in self.hotline if character in "+0123456789")


@dataclass(frozen=True)
class PlaceView:
    """Somewhere that posters hang. name, hamlet: may be empty."""

    id: int
    kind: str
    name: str
    hamlet: str


@dataclass(frozen=True)
class PosterView:
    """A poster: where it hangs, what it opens, what it says since it was printed. place: None while nobody knows. Times: UTC."""

    id: str
    office: OfficeView
    kind: str
    target: str
    is_active: bool
    made_at: datetime
    place: PlaceView | None
    note: str
    placed_by: str | None
    placed_at: datetime | None
    paper: str
    printed: dict[str, str] | None
    printed_at: datetime | None


def _office(row: Office) -> OfficeView:
    kept = {name: getattr(row, name) for name in OfficeView.__dataclass_fields__}
    hours = tuple(tuple(day) for day in row.open_hours) if row.open_hours else None
    return OfficeView(**{**kept, "open_hours": hours, "counters": rules.counters(row.counters, row.counter)})


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
    found = _posters(select(Poster).where(Poster.id == poster_id))
    return found[0] if found else None


def posters(office_code: str) -> list[PosterView]:
    """All posters of an office, the oldest first; at most 2,000."""
    return _posters(select(Poster).where(Poster.office_code == office_code).order_by(Poster.made_at, Poster.id).limit(2000))


def _posters(query: Select[tuple[Poster]]) -> list[PosterView]:
    rows = list(reading().scalars(query))
    offices = {code: office(code) for code in {row.office_code for row in rows}}
    places = {one.id: one for code in offices for one in poster_places(code)}
    kept = ("id", "kind", "target", "made_at", "note", "placed_by", "placed_at", "paper", "printed", "printed_at")
    return [
        PosterView(
            **{name: getattr(row, name) for name in kept},
            office=found,
            is_active=row.state == "active",
            place=places.get(row.place_id or 0),
        )
        for row in rows
        if (found := offices[row.office_code])
    ]


def poster_places(office_code: str) -> list[PlaceView]:
    """Everywhere that posters of an office hang, or are to hang; the counter first, then by name; at most 500."""
    query = select(PosterPlace, Hamlet.name).outerjoin(Hamlet, Hamlet.id == PosterPlace.hamlet_id)
    rows = reading().execute(query.where(PosterPlace.office_code == office_code).limit(500))
    found = [PlaceView(row.id, row.kind, row.name, hamlet or "") for row, hamlet in rows]
    return sorted(found, key=lambda one: (one.kind != "counter", one.kind, one.name, one.hamlet))


def hamlets(office_code: str) -> list[tuple[int, str]]:
    """(number, name) of the hamlets that an office named, by name."""
    rows = reading().execute(select(Hamlet.id, Hamlet.name).where(Hamlet.office_code == office_code).order_by(Hamlet.name))
    return [(number, name) for number, name in rows]


def own_days(office_code: str) -> list[tuple[date, bool, str]]:
    """(day, whether it is worked, why) where an office differs from the country's table, by day."""
    rows = reading().scalars(select(OfficeDay).where(OfficeDay.office_code == office_code).order_by(OfficeDay.day))
    return [(row.day, row.is_working, row.note) for row in rows]


def kept_days() -> dict[str, int]:
    """Office -> days that it keeps finished dossiers, where it chose a number of its own."""
    rows = reading().execute(select(Office.code, Office.keep_done_days).where(Office.keep_done_days.is_not(None)))
    return {code: days for code, days in rows if days is not None}


def offered_at(office_code: str) -> dict[str, str]:
    """Procedure -> counter, where it is not the usual one."""
    query = select(OfferedProcedure.procedure_code, OfferedProcedure.counter)
    rows = reading().execute(query.where(OfferedProcedure.office_code == office_code, OfferedProcedure.counter.is_not(None)))
    return {code: counter for code, counter in rows if counter}


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


def last_scans(office_code: str) -> dict[str, date]:
    """Poster id -> the last local day on which its page was shown, for the posters of one office."""
    query = select(PosterScans.poster_id, func.max(PosterScans.day)).join(Poster, Poster.id == PosterScans.poster_id)
    return dict(reading().execute(query.where(Poster.office_code == office_code).group_by(PosterScans.poster_id)).tuples().all())
