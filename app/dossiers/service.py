"""What happens to dossiers: received, moved on, deleted on time. One transaction each; keys and sealing outside of it."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Delete, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import write
from ..notices import service as notices
from ..offices.rules import ALPHABET, whole
from ..procedures import queries as procedures
from ..sealing import Keys, seal
from ..web.errors import Missing, Taken
from . import calendar, rules
from .models import Dossier, DossierEvent, DossierFile, RecentSend, SecondFactTry

Told = Callable[[Session, Dossier, datetime], None]
told: dict[str, Told] = {}  # who is told of each new state, inside its transaction: rooms above add themselves in rooms.py
SAME_AGAIN = timedelta(minutes=15)
TRIES_AN_HOUR = 5
TICKET_LENGTH = 8


class NoSuchDossier(Missing):
    """No dossier with this ticket, or none for this person."""


class WrongState(Taken):
    """Somebody moved the dossier meanwhile, or this state cannot follow. state: as it is now."""

    def __init__(self, state: str = ""):
        super().__init__(state)
        self.told = {"state": state} if state else {}


@dataclass(frozen=True)
class FilledForm:
    """A plain form as it was checked: whose, which, what.

    answers: question id -> JSON value. later: required questions that were put off. files: (question id, JPEG).
    unread: input name -> text, where an answer came that could not be read as it should be.
    coming: question id -> number of a photo that travels apart.
    """

    office_code: str
    procedure_code: str
    procedure_version: int
    form_slug: str
    form_version: int
    language: str
    answers: dict[str, Any]
    later: frozenset[str] = frozenset()
    files: tuple[tuple[str, bytes], ...] = ()
    id_number: str | None = None
    filled_by: str = "self"
    unread: Mapping[str, str] = field(default_factory=dict)
    coming: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What the sender holds: the ticket for humans, the secret that opens the whole receipt, whether it is new."""

    ticket: str
    secret: str
    is_new: bool


def uuid7(milliseconds: int, random: bytes) -> str:
    """A UUIDv7 (RFC 9562) from the time and 10 random bytes."""
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def secret_of(keys: Keys, dossier_id: str) -> str:
    """The receipt's 128-bit secret: made from the id by a key of ours, so that the same receipt can be given again."""
    return keys.name("receipt", dossier_id)[:32]


def second_fact(keys: Keys, dossier_id: str, last4: str) -> str:
    """A keyed fingerprint of the last four digits of the sender's ID number."""
    return keys.name("last4", dossier_id, last4)


def fingerprint(keys: Keys, filled: FilledForm) -> str:
    """Equal for the same answers and files to the same office; worth nothing without the key."""
    parts = [filled.office_code, filled.procedure_code, _written(filled)]
    parts += [f"{question}:{hashlib.sha256(data).hexdigest()}" for question, data in filled.files]
    return keys.name("plain form", *parts)


def _written(filled: FilledForm) -> str:
    more = {"unread": dict(filled.unread), "coming": dict(filled.coming)}
    written = {"answers": filled.answers, "later": sorted(filled.later), **{name: one for name, one in more.items() if one}}
    return json.dumps(written, sort_keys=True, ensure_ascii=False)


def due_on(procedure_code: str, since: datetime, office_code: str = "") -> date | None:
    """The local day on which the result is to lie ready, counted from `since` (UTC); None where the law names no days.

    office_code: whose own days off count as well.
    """
    days = procedures.working_days_of(procedure_code)
    return None if days is None else rules.due_date(calendar.local(since).date(), days, calendar.working_days_at(office_code))


def receive_form(
    keys: Keys,
    filled: FilledForm,
    now: datetime,
    dossier_id: str = "",
    actor: str = "form",
    also: Callable[[Session, Dossier], None] | None = None,
) -> Receipt:
    """Store a plain form, sealed; the same answers within 15 minutes give the first one's receipt. Raises database.Busy.

    now: UTC. dossier_id: of a form that has its name already (counter.py), which is stored once, whatever the answers.
    also: what else is written when it is new.
    """
    mark = keys.name("counter form", dossier_id) if dossier_id else fingerprint(keys, filled)
    dossier_id = dossier_id or uuid7(int(time.time() * 1000), os.urandom(10))
    dossier, data_key = sealed_dossier(keys, filled, dossier_id, mark, "form", now)
    dossier.files_expected = len(filled.files)
    files = [sealed_file(data_key, dossier_id, number, *file) for number, file in enumerate(filled.files)]

    def work(session: Session) -> tuple[str, str, bool]:
        found = session.get(Dossier, _claim(session, mark, dossier_id, now))
        if found is not None:
            return found.id, found.ticket, False
        dossier.ticket = _new_ticket(session)
        session.add(dossier)
        session.flush()
        session.add_all(files)
        arrived(session, dossier, actor)
        if also:
            also(session, dossier)
        return dossier_id, dossier.ticket, True

    kept_id, ticket, is_new = write(work)
    return Receipt(ticket, secret_of(keys, kept_id), is_new)


def arrived(session: Session, row: Dossier, actor: str) -> None:
    """Note that a new dossier is here, in the transaction that stores it."""
    session.add(DossierEvent(dossier_id=row.id, at=row.received_at, state="received", actor=actor))
    _tell(session, row, row.received_at)


def _tell(session: Session, row: Dossier, now: datetime) -> None:
    notices.announce(session, row.id, row.state, now)
    for tell in told.values():
        tell(session, row, now)


def sealed_dossier(
    keys: Keys, filled: FilledForm, dossier_id: str, mark: str, channel: str, now: datetime
) -> tuple[Dossier, bytes]:
    """A new dossier's row without its ticket, sealed, and the data key that its files are sealed with."""
    data_key, version, wrapped = keys.new_data_key(dossier_id)
    row = Dossier(
        id=dossier_id,
        ticket="",
        fingerprint=mark,
        channel=channel,
        office_code=filled.office_code,
        procedure_code=filled.procedure_code,
        procedure_version=filled.procedure_version,
        form_slug=filled.form_slug,
        form_version=filled.form_version,
        language=filled.language,
        state="received",
        received_at=now,
        changed_at=now,
        key_version=version,
        wrapped_key=wrapped,
        answers=seal(data_key, _written(filled).encode(), "dossiers", "answers", dossier_id),
        second_fact=second_fact(keys, dossier_id, filled.id_number[-4:]) if filled.id_number else None,
        filled_by=filled.filled_by,
        due_on=due_on(filled.procedure_code, now, filled.office_code),
    )
    return row, data_key


def sealed_file(data_key: bytes, dossier_id: str, number: int, question_id: str, data: bytes) -> DossierFile:
    """A photo's row, sealed like the answers."""
    return DossierFile(
        dossier_id=dossier_id,
        number=number,
        question_id=question_id,
        size_bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sealed=seal(data_key, data, "dossier_files", "sealed", f"{dossier_id}/{number}"),
    )


def _claim(session: Session, mark: str, dossier_id: str, now: datetime) -> str:
    """The id of the dossier that these answers belong to: ours, or that of the same send a few minutes ago."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(RecentSend).values(fingerprint=mark, dossier_id=dossier_id, sent_at=now)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["fingerprint"],
            set_={"dossier_id": dossier_id, "sent_at": now},
            where=RecentSend.sent_at < now - SAME_AGAIN,
        )
    )
    return session.scalar(select(RecentSend.dossier_id).where(RecentSend.fingerprint == mark)) or dossier_id


def _new_ticket(session: Session) -> str:
    while True:
        ticket = random_ticket()
        if session.scalar(select(Dossier.id).where(Dossier.ticket == ticket)) is None:
            return ticket


def random_ticket() -> str:
    """Eight characters, the last one checks the others."""
    return whole("".join(secrets.choice(ALPHABET) for _ in range(TICKET_LENGTH - 1)))


def move(dossier_id: str, state: str, actor: str, now: datetime) -> None:
    """Set a dossier's state. Raises NoSuchDossier, WrongState."""
    write(lambda session: moved(session, dossier_id, state, actor, now))


def moved(session: Session, dossier_id: str, state: str, actor: str, now: datetime, only_from: str | None = None) -> Dossier:
    """The same within a transaction that does more; returns the row. only_from: the state in which it was last seen."""
    row = session.get(Dossier, dossier_id, with_for_update=True)
    if row is None:
        raise NoSuchDossier
    if only_from not in (None, row.state) or not rules.may_follow(row.state, state):
        raise WrongState(row.state)
    row.state, row.changed_at = state, rules.later(row.changed_at, now)
    if state == "accepted" and row.accepted_at is None:
        row.accepted_at, row.due_on = now, due_on(row.procedure_code, now, row.office_code)
    session.add(DossierEvent(dossier_id=dossier_id, at=now, state=state, actor=actor))
    _tell(session, row, now)
    audit.note(session, f"dossier.{state}", dossier_id, row.office_code)
    return row


def take(dossier_id: str, actor: str, taken_from: str | None, now: datetime) -> None:
    """Take a dossier in hand. taken_from: who has it now, as the taker saw it; none for nobody. Raises NoSuchDossier, WrongState.

    Two who take at the same moment: the second is told, since what it saw is no longer so.
    """

    def work(session: Session) -> None:
        row = session.get(Dossier, dossier_id, with_for_update=True)
        if row is None:
            raise NoSuchDossier
        if row.taken_by == actor:
            return
        if row.taken_by != taken_from or not rules.NEXT[row.state]:
            raise WrongState
        row.taken_by, row.taken_at, row.changed_at = actor, now, rules.later(row.changed_at, now)
        session.add(DossierEvent(dossier_id=dossier_id, at=now, state="taken", actor=actor))
        audit.note(session, "dossier.taken", dossier_id, row.office_code)

    write(work)


def forget(dossier_id: str) -> None:
    """Delete a dossier with all that was written and photographed, at once. Raises NoSuchDossier.

    What a device's item left behind (its id, its fingerprint, its receipt) stays: else the same one would come in again.
    """

    def work(session: Session) -> None:
        office_code = session.scalar(delete(Dossier).where(Dossier.id == dossier_id).returning(Dossier.office_code))
        if office_code is None:
            raise NoSuchDossier
        audit.note(session, "dossier.forgotten", dossier_id, office_code)

    write(work)


def opens(keys: Keys, dossier_id: str, ticket: str, last4: str, known: str | None, now: datetime) -> bool | None:
    """True if `last4` is the sender's second fact; None once five wrong guesses came within an hour.

    A guess counts before it is compared, so that many at once gain nothing.
    """

    def work(session: Session) -> bool:
        since = now - timedelta(hours=1)
        session.get(Dossier, dossier_id, with_for_update=True)
        wrong = select(func.count()).where(SecondFactTry.ticket == ticket, SecondFactTry.at > since)
        if (session.scalar(wrong) or 0) >= TRIES_AN_HOUR:
            return False
        session.add(SecondFactTry(ticket=ticket, at=now))
        return True

    if not write(work):
        return None
    right = known is not None and secrets.compare_digest(second_fact(keys, dossier_id, last4), known)
    if right:
        write(lambda session: session.execute(delete(SecondFactTry).where(SecondFactTry.ticket == ticket)))
    return right


def purge(now: datetime, keep_done_days: int, keep_open_days: int, own_days: Mapping[str, int] | None = None) -> dict[str, int]:
    """Delete what its time is up for; returns how many dossiers and short-lived rows went.

    Done and withdrawn dossiers go `keep_done_days` after their last change, open ones after `keep_open_days`.
    own_days: office -> days that it keeps done ones, never more than `keep_done_days`.
    """
    ended = ("done", "withdrawn")

    def done_before(days: int) -> ColumnElement[bool]:
        return Dossier.state.in_(ended) & (Dossier.changed_at < now - timedelta(days=days))

    def work(session: Session) -> dict[str, int]:
        old = delete(Dossier).where(
            done_before(keep_done_days)
            | (Dossier.state.not_in(ended) & (Dossier.changed_at < now - timedelta(days=keep_open_days)))
        )
        gone = _gone(session, old)
        for days in {days for days in (own_days or {}).values() if days < keep_done_days}:
            offices = [code for code, own in (own_days or {}).items() if own == days]
            gone += _gone(session, delete(Dossier).where(done_before(days), Dossier.office_code.in_(offices)))
        sends = delete(RecentSend).where(RecentSend.sent_at < now - SAME_AGAIN)
        tries = delete(SecondFactTry).where(SecondFactTry.at < now - timedelta(hours=1))
        return {"dossiers": gone, "recent sends": _gone(session, sends), "tries": _gone(session, tries)}

    return write(work)


def _gone(session: Session, statement: Delete) -> int:
    return cast(CursorResult, session.execute(statement)).rowcount
