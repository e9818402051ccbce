"""What offices do: open, hang posters, count showings. One transaction each. What keepers set is in settings.py."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import write
from ..forms import places
from ..procedures.service import list_procedure
from ..web.errors import Invalid
from ..web.models import new_edition
from . import rules
from .models import OfferedProcedure, Office, Poster, PosterPlace, PosterScans

POSTER_LENGTH = 6
Target = tuple[str, str]


class NoSuchCommune(Invalid):
    """The code is not a commune's number in today's table of places."""


def add_office(
    code: str,
    hotline: str,
    hours: str,
    counter: str,
    address: str = "",
    opens_saturday: bool = False,
    second_language: str | None = None,
) -> str:
    """Open (or change) the office of a commune; returns its name. Raises NoSuchCommune."""
    commune = places.communes().get(code)
    if commune is None:
        raise NoSuchCommune
    province = places.province(commune.province_code)

    def work(session: Session) -> None:
        row = Office(code=code, name=commune.name, province=province.name if province else "", hotline=hotline, hours=hours)
        row.counter, row.address = counter, address or commune.name
        row.opens_saturday, row.second_language, row.open_hours = opens_saturday, second_language, None
        session.merge(row)
        new_edition(session)

    write(work)
    return commune.name


def offer(office_code: str, procedure_code: str, counter: str | None = None) -> None:
    """Let an office offer a crawled procedure, or name another counter for one. Raises NoSuchProcedure."""

    def work(session: Session) -> None:
        session.merge(OfferedProcedure(office_code=office_code, procedure_code=procedure_code, counter=counter))
        list_procedure(session, procedure_code)
        new_edition(session)

    write(work)


def random_poster_id() -> str:
    """A new poster id with its check character."""
    body = "".join(secrets.choice(rules.ALPHABET) for _ in range(POSTER_LENGTH - 1))
    return rules.whole(body)


def hang(
    office_code: str,
    targets: Iterable[Target],
    now: datetime,
    new_id: Callable[[], str] = random_poster_id,
    place: int | None = None,
    by: str | None = None,
    paper: str = "a5",
) -> list[str]:
    """The poster ids of (kind, target) pairs, in order; a poster that hangs already at that place keeps its id.

    place: where they are to hang, or nobody knows where; each place has its own ids, so that scans tell which one works.
    by: who says so. paper: one of a sheet (`wall`) is another poster than one of its own. Raises Invalid for another office's place.
    """
    wanted = list(targets)
    is_wall = paper == "wall"
    placed = {"place_id": place, "placed_by": by if place else None, "placed_at": now if place else None, "paper": paper}

    def work(session: Session) -> list[str]:
        if place is not None and session.scalar(select(PosterPlace.office_code).where(PosterPlace.id == place)) != office_code:
            raise Invalid
        rows = session.scalars(
            select(Poster).where(Poster.office_code == office_code, Poster.state == "active", Poster.place_id == place)
        )
        known = {(row.kind, row.target): row.id for row in rows if (row.paper == "wall") == is_wall}
        for kind, target in wanted:
            if (kind, target) not in known:
                poster_id = _unused(session, new_id)
                session.add(Poster(id=poster_id, office_code=office_code, kind=kind, target=target, made_at=now, **placed))
                session.flush()
                known[kind, target] = poster_id
        return [known[pair] for pair in wanted]

    return write(work)


def _unused(session: Session, new_id: Callable[[], str]) -> str:
    poster_id = new_id()
    while session.get(Poster, poster_id) is not None:
        poster_id = new_id()
    return poster_id


def retire(poster_id: str) -> None:
    """Take a poster down; its address keeps answering, with a page that helps. Raises Invalid for an unknown id."""

    def work(session: Session) -> None:
        row = session.get(Poster, poster_id)
        if row is None:
            raise Invalid
        row.state = "retired"
        new_edition(session)
        audit.note(session, "poster.retired", poster_id, row.office_code)

    write(work)


def add_scans(counts: dict[tuple[str, date], int]) -> None:
    """Add showings to the day's numbers, all posters in one transaction; unknown posters are dropped."""

    def work(session: Session) -> None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        known = set(session.scalars(select(Poster.id).where(Poster.id.in_({poster_id for poster_id, _ in counts}))))
        for (poster_id, day), count in sorted(counts.items()):
            if poster_id in known:
                statement = insert(PosterScans).values(poster_id=poster_id, day=day, count=count)
                more = {"count": PosterScans.count + statement.excluded.count}
                session.execute(statement.on_conflict_do_update(index_elements=["poster_id", "day"], set_=more))

    write(work)
