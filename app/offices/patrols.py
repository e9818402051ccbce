"""What somebody on a patrol does: start, note what is found, take a mistake back, end. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import release, write
from ..web.errors import Invalid, Missing
from . import posters, queries, rules, scanning
from .models import Patrol, PatrolFind, PosterPlace
from .queries import PosterView

MOST_SAID = 500
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Spot:
    """Where somebody stands: on which patrol, of which office, at which place (None: where nobody knows what hangs)."""

    patrol_id: int
    office_code: str
    place_id: int | None


def start(office_code: str, place_id: int | None, actor: str, now: datetime) -> int:
    """Begin a patrol of one place, or of all; returns its number. now: UTC. Raises Invalid for another office's place."""

    def work(session: Session) -> int:
        if (
            place_id is not None
            and session.scalar(select(PosterPlace.office_code).where(PosterPlace.id == place_id)) != office_code
        ):
            raise Invalid
        row = Patrol(office_code=office_code, place_id=place_id, actor=actor, started_at=now)
        session.add(row)
        session.flush()
        return row.id

    return write(work)


def note_code(spot: Spot, key: str, code: str, is_typed: bool, public_url: str, now: datetime) -> int:
    """Note a code that was scanned or typed; returns the find's number. The same key again is the same find, as it was judged first.

    key: a UUID made by the phone. Raises Invalid for another key, scanning.NotAPoster.
    """
    named = scanning.poster_in(code, is_typed)
    found = queries.poster(named) if named else None
    result = rules.verdict(_found(found, public_url), spot.office_code, spot.place_id)
    is_own = found is not None and found.office.code == spot.office_code
    return _note(spot, key, result, found.id if found and is_own else None, None if is_own else _readable(code), now)


def _readable(code: str) -> str:
    """What a stranger's code said, without what would turn the line around, break it or end it."""
    return "".join(character if character.isprintable() else " " for character in code)[:MOST_SAID]


def _found(poster: PosterView | None, public_url: str) -> rules.Found | None:
    if poster is None:
        return None
    today = posters.facts([poster], public_url).get(poster.id, {})
    is_changed = bool(rules.changes(poster.printed, today))
    return rules.Found(poster.office.code, poster.place.id if poster.place else None, poster.is_active, is_changed)


def note_missing(spot: Spot, key: str, poster_id: str, now: datetime) -> int:
    """Note that a poster does not hang where it should, or cannot be read any more. Raises Missing for one of another office."""
    found = queries.poster(poster_id)
    if found is None or found.office.code != spot.office_code:
        raise Missing
    return _note(spot, key, "missing", poster_id, None, now)


def _note(spot: Spot, key: str, result: str, poster_id: str | None, said: str | None, now: datetime) -> int:
    values = {"patrol_id": spot.patrol_id, "key": _uuid(key), "at": now, "place_id": spot.place_id}
    values |= {"poster_id": poster_id, "result": result, "said": said}

    def work(session: Session) -> int:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        is_new = insert(PatrolFind).values(values).on_conflict_do_nothing(index_elements=["key"]).returning(PatrolFind.id)
        new = session.scalar(is_new)
        if new and result == "foreign":
            audit.note(session, "patrol.foreign", str(new), spot.office_code)
        kept = session.scalar(select(PatrolFind).where(PatrolFind.key == values["key"], PatrolFind.patrol_id == spot.patrol_id))
        if kept is None or not _is_same(kept, poster_id, result, said):
            raise Invalid
        return kept.id

    number = write(work)
    release()
    return number


def _is_same(kept: PatrolFind, poster_id: str | None, result: str, said: str | None) -> bool:
    """True for what was sent again; a page gone back to would send another find under an old key."""
    is_said = said == kept.said or kept.result == "mistake"
    return kept.poster_id == poster_id and (kept.result == "missing") == (result == "missing") and is_said


def _uuid(key: str) -> str:
    try:
        return str(UUID(key))
    except ValueError:
        raise Invalid from None


def take_back(patrol_id: int, find_id: int) -> None:
    """A foreign code was scanned by mistake (a shop's own, beside the poster): it stays in the book as such. Raises Missing."""

    def work(session: Session) -> None:
        row = session.get(PatrolFind, find_id, with_for_update=True)
        if row is None or row.patrol_id != patrol_id or row.result not in ("foreign", "mistake"):
            raise Missing
        row.result, row.said = "mistake", None

    write(work)


def purge(now: datetime) -> int:
    """Delete the walks of more than a year ago with all that was found; returns how many."""
    old = delete(Patrol).where(Patrol.started_at < now - KEPT)
    return write(lambda session: cast(CursorResult, session.execute(old)).rowcount)


def end(patrol_id: int, office_code: str, now: datetime) -> None:
    """Close a patrol; what a phone sends late still counts. Ending it again changes nothing."""

    def work(session: Session) -> None:
        row = session.get_one(Patrol, patrol_id, with_for_update=True)
        if row.ended_at is None:
            row.ended_at = now
            audit.note(session, "patrol.ended", str(patrol_id), office_code)

    write(work)
