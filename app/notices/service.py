"""What happens to notices: a browser asks for them, a change of state makes them, a worker sends them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from babel.core import UnknownLocaleError
from flask_babel import force_locale, gettext
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import CannotOpen, Keys
from ..web.errors import Invalid, Taken
from . import rules
from .models import Notice, Subscription
from .push import Failed, Gone

Send = Callable[[dict[str, Any], dict[str, str]], None]
AT_ONCE = 20


class NoPushService(Invalid):
    """Not the address of a browser at a push service that we know."""


class TooManyPhones(Taken):
    """Ten browsers listen to this dossier already."""


def subscribe(keys: Keys, dossier_id: str, address: str, said: object, language: str, now: datetime) -> None:
    """Let a browser hear about a dossier. address: what a tap on the message opens. Raises NoPushService, TooManyPhones."""
    subscription = rules.read(said)
    if subscription is None:
        raise NoPushService
    mark = keys.name("subscription", subscription["endpoint"])[:32]
    version, sealed = keys.wrap(json.dumps(subscription).encode(), "subscriptions", "sealed", f"{dossier_id}/{mark}")

    def work(session: Session) -> None:
        mine = Subscription.dossier_id == dossier_id
        session.execute(delete(Subscription).where(mine, Subscription.mark == mark))
        if (session.scalar(select(func.count()).select_from(Subscription).where(mine)) or 0) >= rules.MOST_OF_ONE:
            raise TooManyPhones
        row = Subscription(dossier_id=dossier_id, mark=mark, language=language, address=address, made_at=now)
        row.key_version, row.sealed = version, sealed
        session.add(row)

    write(work)


def announce(session: Session, dossier_id: str, word: str, now: datetime) -> None:
    """Inside the transaction that changes the state: a notice for each browser that listens. A newer one takes the old one's place."""
    if word not in rules.SENTENCES:
        return
    for row in session.scalars(select(Subscription.id).where(Subscription.dossier_id == dossier_id)):
        session.execute(delete(Notice).where(Notice.subscription_id == row, Notice.attempts < rules.MOST_ATTEMPTS))
        session.add(Notice(subscription_id=row, word=word, run_at=now))


def deliver(keys: Keys, send: Send, now: datetime) -> int:
    """Send what is due, at most 20; returns how many were taken on. Several workers may do this at once."""
    taken = write(lambda session: _claim(session, now))
    for notice_id in taken:
        row = reading().execute(select(Notice, Subscription).join(Subscription).where(Notice.id == notice_id)).first()
        if row is not None:
            _send(keys, send, row[0], row[1], now)
    return len(taken)


def _claim(session: Session, now: datetime) -> list[int]:
    free = Notice.lease_until.is_(None) | (Notice.lease_until < now)
    due = select(Notice.id).where(Notice.run_at <= now, Notice.attempts < rules.MOST_ATTEMPTS, free).order_by(Notice.run_at)
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    found = list(session.scalars(due.limit(AT_ONCE)))
    session.execute(update(Notice).where(Notice.id.in_(found)).values(lease_until=now + rules.LEASE))
    return found


def _send(keys: Keys, send: Send, notice: Notice, to: Subscription, now: datetime) -> None:
    try:
        plain = keys.unwrap(to.key_version, to.sealed, "subscriptions", "sealed", f"{to.dossier_id}/{to.mark}")
        send(json.loads(plain), message(notice.word, to.language, to.address))
    except (Gone, CannotOpen):
        return write(lambda session: _drop(session, Subscription, to.id))
    except Failed as failed:
        why = str(failed)
        return write(lambda session: _later(session, notice.id, why, now))
    return write(lambda session: _drop(session, Notice, notice.id))


def message(word: str, language: str, address: str) -> dict[str, str]:
    """What the phone shows: fixed sentences, nothing about the person."""
    try:
        with force_locale(language):
            return {"title": gettext("Gõ Cửa"), "body": gettext(rules.SENTENCES[word]), "address": address}
    except UnknownLocaleError:
        return {"title": "Gõ Cửa", "body": rules.SENTENCES[word], "address": address}


def _drop(session: Session, table: type, row_id: int) -> None:
    session.execute(delete(table).where(table.id == row_id))  # type: ignore[attr-defined]


def _later(session: Session, notice_id: int, error: str, now: datetime) -> None:
    row = session.get(Notice, notice_id)
    if row is not None:
        row.attempts, row.lease_until, row.last_error = row.attempts + 1, None, error[:64]
        row.run_at = now + rules.pause(row.attempts)
