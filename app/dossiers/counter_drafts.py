"""A form that an officer types for somebody, kept sealed for a day: neither a reload nor a locked screen loses it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from ..web.errors import Missing
from .calendar import local
from .models import CounterDraft, CounterPhoto

LASTS = timedelta(hours=24)
DRAFTS, PHOTOS, SEALED = "counter_drafts", "counter_draft_photos", "sealed"


class NoSuchDraft(Missing):
    """It is another officer's."""


@dataclass(frozen=True)
class Draft:
    """What was typed so far. values: input name -> text. photos: question id -> JPEG."""

    id: str
    office_code: str
    procedure_code: str
    values: Mapping[str, str]
    photos: Mapping[str, bytes]


@dataclass(frozen=True)
class Line:
    """A half-typed form in the officer's own list. changed_at: local."""

    id: str
    procedure_code: str
    changed_at: datetime
    values: Mapping[str, str]


def keep(keys: Keys, draft: Draft, actor: str, now: datetime) -> None:
    """Keep what was typed, in the place of what was there; photos that are not named stay. Raises NoSuchDraft, Busy."""
    version, sealed = keys.wrap(json.dumps(dict(draft.values)).encode(), DRAFTS, SEALED, draft.id)
    photos = {name: keys.wrap(data, PHOTOS, SEALED, f"{draft.id}/{name}") for name, data in draft.photos.items()}
    values: dict[str, object] = {"id": draft.id, "actor": actor, "procedure_code": draft.procedure_code}
    values |= {"office_code": draft.office_code, "changed_at": now, "key_version": version, "sealed": sealed}

    def work(session: Session) -> None:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(CounterDraft).values(**values).on_conflict_do_nothing())
        row = session.get_one(CounterDraft, draft.id, with_for_update=True)
        if row.actor != actor:
            raise NoSuchDraft
        for name, value in values.items():
            setattr(row, name, value)
        for name, (photo_version, data) in photos.items():
            session.merge(CounterPhoto(draft_id=draft.id, question_id=name, key_version=photo_version, sealed=data))

    write(work)


def opened(keys: Keys, draft_id: str, actor: str, now: datetime) -> Draft | None:
    """The officer's own draft, or None where there is none (any more). Raises NoSuchDraft, sealing.CannotOpen."""
    row = reading().get(CounterDraft, draft_id)
    if row is None or row.changed_at < now - LASTS:
        return None
    if row.actor != actor:
        raise NoSuchDraft
    found = reading().scalars(select(CounterPhoto).where(CounterPhoto.draft_id == draft_id))
    photos = {
        one.question_id: keys.unwrap(one.key_version, one.sealed, PHOTOS, SEALED, f"{draft_id}/{one.question_id}") for one in found
    }
    return Draft(row.id, row.office_code, row.procedure_code, _values(keys, row), photos)


def lines(keys: Keys, actor: str, now: datetime) -> list[Line]:
    """The officer's own drafts, the newest first, at most 20."""
    query = select(CounterDraft).where(CounterDraft.actor == actor, CounterDraft.changed_at >= now - LASTS)
    rows = reading().scalars(query.order_by(CounterDraft.changed_at.desc()).limit(20))
    return [Line(row.id, row.procedure_code, local(row.changed_at), _values(keys, row)) for row in rows]


def forget(draft_id: str, actor: str) -> None:
    """It became a dossier, or is thrown away."""
    mine = delete(CounterDraft).where(CounterDraft.id == draft_id, CounterDraft.actor == actor)
    write(lambda session: session.execute(mine))


def purge(now: datetime) -> int:
    """Delete what is older than a day; returns how many."""
    old = delete(CounterDraft).where(CounterDraft.changed_at < now - LASTS).returning(CounterDraft.id)
    return write(lambda session: len(session.scalars(old).all()))


def _values(keys: Keys, row: CounterDraft) -> dict[str, str]:
    return json.loads(keys.unwrap(row.key_version, row.sealed, DRAFTS, SEALED, row.id))
