"""Reading patrols for pages: the walk, what was found, and what the last one said of each poster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from ..database import reading
from .models import Patrol, PatrolFind
from .queries import PlaceView, PosterView, poster_places

SEEN = ("here", "reprint")
MOST = 20


@dataclass(frozen=True)
class PatrolView:
    """A walk. place: the only one that was to be looked at, or None for all. Times: UTC. finds, foreign: how many."""

    id: int
    office_code: str
    place: PlaceView | None
    actor: str
    started_at: datetime
    ended_at: datetime | None
    finds: int
    foreign: int


@dataclass(frozen=True)
class FindView:
    """What was found. said: what a code that is not ours held; text only, never a link. at: UTC."""

    id: int
    key: str
    actor: str
    at: datetime
    place: PlaceView | None
    poster_id: str | None
    result: str
    said: str


@dataclass(frozen=True)
class Summary:
    """What a walk came to. left: posters that nobody looked for."""

    seen: tuple[PosterView, ...]
    missing: tuple[PosterView, ...]
    astray: tuple[FindView, ...]
    foreign: tuple[FindView, ...]
    left: tuple[PosterView, ...]


def patrol(patrol_id: int) -> PatrolView | None:
    """One patrol, or None."""
    return next(iter(_patrols(select(Patrol).where(Patrol.id == patrol_id))), None)


def patrols(office_code: str) -> list[PatrolView]:
    """The last 20 patrols of an office, newest first."""
    return _patrols(select(Patrol).where(Patrol.office_code == office_code).order_by(Patrol.id.desc()).limit(MOST))


def _patrols(query: Select[tuple[Patrol]]) -> list[PatrolView]:
    rows = list(reading().scalars(query))
    ids = [row.id for row in rows]
    counted = select(PatrolFind.patrol_id, PatrolFind.result, func.count()).where(PatrolFind.patrol_id.in_(ids))
    finds: dict[int, int] = dict.fromkeys(ids, 0)
    foreign: dict[int, int] = dict.fromkeys(ids, 0)
    for patrol_id, result, count in reading().execute(counted.group_by(PatrolFind.patrol_id, PatrolFind.result)):
        finds[patrol_id] += count
        foreign[patrol_id] += count if result == "foreign" else 0
    places = {one.id: one for code in {row.office_code for row in rows} for one in poster_places(code)}
    return [
        PatrolView(
            id=row.id,
            office_code=row.office_code,
            place=places.get(row.place_id or 0),
            actor=row.actor,
            started_at=row.started_at,
            ended_at=row.ended_at,
            finds=finds[row.id],
            foreign=foreign[row.id],
        )
        for row in rows
    ]


def finds(one: PatrolView) -> list[FindView]:
    """Everything that a patrol found, in order."""
    query = select(PatrolFind, Patrol.actor).join(Patrol).where(Patrol.id == one.id).order_by(PatrolFind.id)
    return _finds(query, one.office_code)


def looked(office_code: str) -> dict[str, FindView]:
    """Poster id -> what was last found of it."""
    last = select(func.max(PatrolFind.id)).join(Patrol).where(Patrol.office_code == office_code, PatrolFind.poster_id.is_not(None))
    query = select(PatrolFind, Patrol.actor).join(Patrol).where(PatrolFind.id.in_(last.group_by(PatrolFind.poster_id)))
    return {one.poster_id: one for one in _finds(query, office_code) if one.poster_id}


def foreign(office_code: str, since: datetime) -> list[FindView]:
    """Foreign codes found since a moment (UTC), newest first; at most 100."""
    query = select(PatrolFind, Patrol.actor).join(Patrol).where(Patrol.office_code == office_code, PatrolFind.at >= since)
    return _finds(query.where(PatrolFind.result == "foreign").order_by(PatrolFind.id.desc()).limit(100), office_code)


def _finds(query: Select[tuple[PatrolFind, str]], office_code: str) -> list[FindView]:
    places = {one.id: one for one in poster_places(office_code)}
    return [
        FindView(row.id, row.key, actor, row.at, places.get(row.place_id or 0), row.poster_id, row.result, row.said or "")
        for row, actor in reading().execute(query)
    ]


def last_ended(office_code: str) -> datetime | None:
    """When the last patrol that was walked to its end began (UTC)."""
    return reading().scalar(
        select(func.max(Patrol.started_at)).where(Patrol.office_code == office_code, Patrol.ended_at.is_not(None))
    )


def summary(found: Sequence[FindView], expected: Sequence[PosterView]) -> Summary:
    """What a walk came to. expected: the posters that should hang where it went. The last word about a poster counts."""
    last = {one.poster_id: one for one in found if one.poster_id}
    result = {one.id: last[one.id].result if one.id in last else "" for one in expected}
    return Summary(
        seen=tuple(one for one in expected if result[one.id] in SEEN),
        missing=tuple(one for one in expected if result[one.id] == "missing"),
        astray=tuple(one for one in last.values() if one.result in ("elsewhere", "unplaced", "retired")),
        foreign=tuple(one for one in found if one.result == "foreign"),
        left=tuple(one for one in expected if not result[one.id]),
    )
