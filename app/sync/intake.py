"""A device's way in: one item = one id for life, whichever way and however often it comes.

What an item *is* another room knows: it hands in a function for its kind (`kinds`). An item is opened and read before the
transaction; then the row of the item and what it became are written together, or not at all.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from ..web.errors import Invalid, Missing, TradeError
from . import envelope, key_rules, seal_keys
from .envelope import Broken, Header
from .models import Arrivals, Item, ItemFile, SealKey

MOST_ITEM_BYTES = 64 * 1024
MOST_FILE_BYTES = 1024 * 1024
MOST_FILES = 40
MOST_AN_HOUR = 1_000  # new items from one address: a whole village may share one
OLD = timedelta(days=30)


class BadItem(Invalid):
    """Not a sealed dossier that we can open. `why`: as in envelope.Broken, or `key`, `form`, `office`, `old`."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


class OtherContent(Invalid):
    """The same id came with other bytes."""


class NoSuchItem(Missing):
    """A photo came before its item, or for none."""


class TooMany(TradeError):
    """An address brought more new items within an hour than a village has."""

    status = 429


@dataclass(frozen=True)
class Opened:
    """An item whose seal was opened. secret: the receipt's, 32 hex digits. office_code: whose key opened it."""

    header: Header
    fingerprint: str
    office_code: str
    plain: bytes
    secret: str
    channel: str
    received_at: datetime


class TicketTaken(Exception):
    """Another dossier has this ticket: the whole is done again with another one."""


@dataclass(frozen=True)
class Understood:
    """What a kind makes of an item: how many photos belong to it, its ticket, the writing of it (raises TicketTaken)."""

    files: int
    ticket: str
    store: Callable[[Session], None]


class Kind(Protocol):
    """What a room does with its kind of item. Both are called outside of the transaction and return what runs inside."""

    def understand(self, keys: Keys, item: Opened) -> Understood:
        """Raises BadItem for a form that nobody knows; everything else is kept, and looked at by a person."""
        ...

    def take_file(self, keys: Keys, item_id: str, number: int, plain: bytes) -> Callable[[Session], None]:
        """Raises BadItem where it is no picture."""
        ...


kinds: dict[str, Kind] = {}
KIND = "dossier"


@dataclass(frozen=True)
class Answer:
    """What the device gets. receipt: signed JSON. held: numbers of the photos that lie here."""

    receipt: dict
    is_new: bool
    held: tuple[int, ...]


def receive(
    keys: Keys, blob: bytes, channel: str, now: datetime, giver: str = "", reason: str = "", office_code: str = ""
) -> Answer:
    """Take an item in, once. giver: a keyed mark of who brought it. reason: why an officer takes one older than 30 days.

    office_code: the office whose desk scanned it, which takes no other's. Raises BadItem, OtherContent, TooMany, Busy.
    """
    mark = envelope.fingerprint(blob)
    try:
        header = envelope.header_of(blob)
    except Broken as broken:
        raise BadItem(broken.why) from None
    before = _answered(header.item_id, mark)
    if before is not None:
        return before
    opened = _opened(keys, header, blob, mark, channel, now)
    if office_code and opened.office_code != office_code:
        raise BadItem("office")
    if channel != "device" and not reason and made_at(header.item_id) < now - OLD:
        raise BadItem("old")
    while True:
        try:
            return _stored(keys, opened, giver)
        except TicketTaken:
            continue


def _stored(keys: Keys, opened: Opened, giver: str) -> Answer:
    item_id, mark, now = opened.header.item_id, opened.fingerprint, opened.received_at
    understood = kinds[KIND].understand(keys, opened)
    receipt = _receipt(keys, opened, understood.ticket)
    version, secret = keys.wrap(bytes.fromhex(opened.secret), "items", "secret", item_id)
    values: dict[str, object] = {
        "id": item_id,
        "fingerprint": mark,
        "kind": KIND,
        "channel": opened.channel,
        "seal_key": opened.header.key_id,
    }
    values |= {"key_version": version, "secret": secret, "files": understood.files, "received_at": now}
    values |= {"receipt": json.dumps(receipt)}

    def work(session: Session) -> Answer:
        statement = _insert(session)(Item).values(**values).on_conflict_do_nothing().returning(Item.id)
        if session.scalar(statement) is None:
            return _again(session, session.get(Item, item_id), mark)
        _count(session, giver, now)
        understood.store(session)
        return Answer(receipt, True, ())

    return write(work)


def receive_file(keys: Keys, item_id: str, number: int, blob: bytes, proof: str, now: datetime) -> Answer:
    """Take in a photo of an item that is here, once. Raises NoSuchItem, BadItem, OtherContent, Busy."""
    mark = envelope.fingerprint(blob)
    item = reading().get(Item, item_id)
    if item is None or number >= item.files:
        raise NoSuchItem
    held = reading().get(ItemFile, (item_id, number))
    if held is not None:
        if held.fingerprint != mark:
            raise OtherContent
        return Answer(json.loads(item.receipt), False, _held(reading(), item_id))
    secret = keys.unwrap(item.key_version, item.secret, "items", "secret", item_id)
    if not secrets.compare_digest(proof.encode(), envelope.proof(secret, number, mark).encode()):
        raise BadItem("proof")
    try:
        header = envelope.header_of(blob)
        if (header.item_id, header.form_number) != (item_id, number):
            raise BadItem("kind")
        plain, _ = envelope.unseal(_key(keys, header.key_id, now.date())[1], blob, envelope.FILE)
    except Broken as broken:
        raise BadItem(broken.why) from None
    store = kinds[item.kind].take_file(keys, item_id, number, plain)

    def work(session: Session) -> Answer:
        statement = _insert(session)(ItemFile).values(item_id=item_id, number=number, fingerprint=mark, received_at=now)
        if session.scalar(statement.on_conflict_do_nothing().returning(ItemFile.number)) is not None:
            store(session)
        elif session.get_one(ItemFile, (item_id, number)).fingerprint != mark:
            raise OtherContent
        return Answer(json.loads(session.get_one(Item, item_id).receipt), True, _held(session, item_id))

    return write(work)


def secret_of(keys: Keys, item_id: str) -> str | None:
    """The receipt's secret of an item (32 hex digits), or None where it came in another way."""
    item = reading().get(Item, item_id)
    return keys.unwrap(item.key_version, item.secret, "items", "secret", item_id).hex() if item else None


def made_at(item_id: str) -> datetime:
    """The phone's clock when it made the id (UTC): a hint, never a proof."""
    milliseconds = int(item_id.replace("-", "")[:12], 16)
    return datetime(1970, 1, 1) + timedelta(milliseconds=milliseconds)


def purge(today: date, now: datetime) -> dict[str, int]:
    """Forget private keys that can open nothing any more, and old counts."""

    def work(session: Session) -> dict[str, int]:
        over = session.scalars(select(SealKey).where(SealKey.private.is_not(None), SealKey.until < today - key_rules.KEPT_AFTER))
        gone = 0
        for row in over:
            row.private = None
            gone += 1
        session.execute(delete(Arrivals).where(Arrivals.hour < now - timedelta(hours=2)))
        return {"seal keys": gone}

    return write(work)


def _answered(item_id: str, mark: str) -> Answer | None:
    item = reading().get(Item, item_id)
    return _again(reading(), item, mark) if item else None


def _again(session: Session, item: Item | None, mark: str) -> Answer:
    if item is None or item.fingerprint != mark:
        raise OtherContent
    return Answer(json.loads(item.receipt), False, _held(session, item.id))


def _held(session: Session, item_id: str) -> tuple[int, ...]:
    return tuple(session.scalars(select(ItemFile.number).where(ItemFile.item_id == item_id).order_by(ItemFile.number)))


def _opened(keys: Keys, header: Header, blob: bytes, mark: str, channel: str, now: datetime) -> Opened:
    row, private = _key(keys, header.key_id, now.date())
    try:
        plain, secret = envelope.unseal(private, blob)
        return Opened(header, mark, row.office_code or "", envelope.inflated(plain), secret.hex(), channel, now)
    except Broken as broken:
        raise BadItem(broken.why) from None


def _key(keys: Keys, key_id: str, today: date):
    row = reading().get(SealKey, key_id)
    if row is None or row.use != "seal" or row.private is None or not key_rules.opens(row.until, today):
        raise BadItem("key")
    return row, seal_keys.private_key(keys, row)


def _signer(today: date) -> SealKey:
    """The receipts' key of today: the newest that phones have had time to hear of."""
    rows = select(SealKey).where(SealKey.use == "receipt", SealKey.since <= today, SealKey.until >= today)
    return reading().scalars(rows.order_by(SealKey.until).limit(1)).one()


def _receipt(keys: Keys, opened: Opened, ticket: str) -> dict:
    item_id, mark = opened.header.item_id, opened.fingerprint
    at = f"{opened.received_at.isoformat(timespec='seconds')}Z"
    signer = _signer(opened.received_at.date())
    signature = seal_keys.sign(seal_keys.private_key(keys, signer), key_rules.receipt_text(item_id, mark, ticket, at))
    return {"v": 1, "id": item_id, "fingerprint": mark, "code": ticket, "received_at": at, "kid": signer.id, "sig": signature}


def _insert(session: Session):
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


def _count(session: Session, giver: str, now: datetime) -> None:
    if not giver:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    statement = _insert(session)(Arrivals).values(mark=giver, hour=hour, count=1)
    one_more = statement.on_conflict_do_update(index_elements=["mark", "hour"], set_={"count": Arrivals.count + 1})
    if (session.scalar(one_more.returning(Arrivals.count)) or 0) > MOST_AN_HOUR:
        raise TooMany
