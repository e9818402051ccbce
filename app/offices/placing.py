"""Where posters hang and what they say since they were last printed. One transaction each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import write
from ..web.errors import Invalid, Missing
from . import rules
from .models import Hamlet, Poster, PosterPlace

MOST_LETTERS = 80
Printed = Mapping[str, Mapping[str, str]]


class NotAPlace(Invalid):
    """No such kind of place, another commune's hamlet, or a place that nobody could find by its words."""


def keep_place(office_code: str, kind: str, name: str = "", hamlet_id: int | None = None) -> int:
    """The number of a place of an office: the one that is called so already, or a new one. Raises NotAPlace.

    kind: one of rules.PLACES; `other` needs a name.
    """
    name = " ".join(name.split())
    if kind not in rules.PLACES or len(name) > MOST_LETTERS or (kind == "other" and not name):
        raise NotAPlace

    def work(session: Session) -> int:
        if hamlet_id is not None and session.scalar(select(Hamlet.office_code).where(Hamlet.id == hamlet_id)) != office_code:
            raise NotAPlace
        same = select(PosterPlace.id).where(
            PosterPlace.office_code == office_code,
            PosterPlace.kind == kind,
            PosterPlace.name == name,
            PosterPlace.hamlet_id == hamlet_id,
        )
        found = session.scalar(same)
        if found is None:
            row = PosterPlace(office_code=office_code, kind=kind, name=name, hamlet_id=hamlet_id)
            session.add(row)
            session.flush()
            found = row.id
        return found

    return write(work)


def place(poster_id: str, office_code: str, place_id: int, note: str, by: str, now: datetime) -> None:
    """Say where a poster hangs. now: UTC. Raises Missing for no poster of this office, Invalid for no place of it."""

    def work(session: Session) -> None:
        row = session.get(Poster, poster_id)
        if row is None or row.office_code != office_code:
            raise Missing
        if session.scalar(select(PosterPlace.office_code).where(PosterPlace.id == place_id)) != office_code:
            raise Invalid
        row.place_id, row.note, row.placed_by, row.placed_at = place_id, " ".join(note.split())[:MOST_LETTERS], by, now
        audit.note(session, "poster.placed", poster_id, office_code)

    write(work)


def note_printed(said: Printed, paper: str | None, now: datetime) -> None:
    """Keep what posters say from now on. said: poster id -> part -> text (posters.facts). paper: none where each keeps its own."""

    def work(session: Session) -> None:
        for row in session.scalars(select(Poster).where(Poster.id.in_(said))):
            row.printed, row.printed_at, row.paper = dict(said[row.id]), now, paper or row.paper

    write(work)
