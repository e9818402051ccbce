"""The list of posters: what is known of each one, and what it wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ..dossiers import calendar
from ..offices import hanging, patrol_queries, rules
from ..offices import posters as printing
from ..offices import queries as offices
from ..offices.patrol_queries import FindView
from ..offices.queries import OfficeView, PosterView


@dataclass(frozen=True)
class Row:
    """A poster on the list. scanned_on: the last local day; count: in the last 30 days; looked: what the last patrol found."""

    poster: PosterView
    name: str
    scanned_on: date | None
    count: int
    looked: FindView | None
    changes: list[tuple[str, str, str]]
    to_do: str


def rows(office: OfficeView, today: date, public_url: str) -> list[Row]:
    """All posters of an office, what wants doing first."""
    found = offices.posters(office.code)
    counts, last = offices.scans(office.code, today - timedelta(days=rules.QUIET_DAYS)), offices.last_scans(office.code)
    looked, stale = patrol_queries.looked(office.code), hanging.outdated(found, public_url)
    shown = printing.subjects(found)
    listed = [
        Row(
            poster=one,
            name=shown.get((one.kind, one.target), (one.target, ""))[0],
            scanned_on=last.get(one.id),
            count=counts.get(one.id, 0),
            looked=looked.get(one.id),
            changes=stale.get(one.id, []),
            to_do=_to_do(one, looked.get(one.id), one.id in stale, last.get(one.id), today),
        )
        for one in found
    ]
    return sorted(listed, key=lambda row: (rules.TO_DO.index(row.to_do), printing.place_label(row.poster.place), row.name))


def _to_do(poster: PosterView, looked: FindView | None, is_stale: bool, scanned_on: date | None, today: date) -> str:
    """What a find said holds until the poster was placed or printed anew."""
    since = max(filter(None, (poster.made_at, poster.placed_at, poster.printed_at)))
    is_old_news = looked is None or looked.at < since
    quiet_days = (today - max(filter(None, (scanned_on, calendar.local(since).date())))).days
    said = "" if looked is None or is_old_news else looked.result
    return rules.to_do(poster.is_active, said, is_stale, poster.place is not None, quiet_days)
