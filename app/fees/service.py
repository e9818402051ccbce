"""What is done with money: take it in, take an entry back, enter the office's account. One transaction each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import write
from ..dossiers.calendar import local
from ..web.errors import Invalid, Missing, Taken
from . import rules, tariffs, vietqr
from .models import BankAccount, Payment, ReceiptCount, Waiver

MOST_HOLDER = 120


class NoSuchPayment(Missing):
    """No entry with this number."""


class SomebodyWasFirst(Taken):
    """Another entry was made since the page was drawn, or this one is taken back already."""


class NotAnAccount(Invalid):
    """No bank of the table, or no account number that a code can carry."""


@dataclass(frozen=True)
class Paid:
    """For what: the dossier, its ticket and procedure, and the office that takes the money."""

    office_code: str
    dossier_id: str
    ticket: str
    procedure_code: str


def take(paid: Paid, entry: int, dong: int, way: str, officer: str, now: datetime) -> int:
    """Note what arrived; returns the payment's id.

    entry: how many entries the officer saw; the same press sent twice gives the same payment. dong: from 1 to 100 million.
    now: UTC. Raises Invalid, SomebodyWasFirst.
    """
    if way not in rules.WAYS or not 0 < dong <= rules.MOST_DONG:
        raise Invalid

    def work(session: Session) -> int:
        row = _entry(session, paid, entry, dong, way, officer, now, None)
        if (row.dong, row.way, row.officer, row.reverses) != (dong, way, officer, None):
            raise SomebodyWasFirst
        return row.id

    return write(work)


def take_back(payment_id: int, officer: str, now: datetime) -> int:
    """Answer a mistaken payment by a counter-entry; returns its id. Raises NoSuchPayment, SomebodyWasFirst."""

    def work(session: Session) -> int:
        wrong = session.get(Payment, payment_id)
        if wrong is None or wrong.reverses is not None:
            raise NoSuchPayment
        _wait_for(session, wrong.office_code, local(now).year)
        if session.scalar(select(Payment.id).where(Payment.reverses == payment_id)) is not None:
            raise SomebodyWasFirst
        paid = Paid(wrong.office_code, wrong.dossier_id, wrong.ticket, wrong.procedure_code)
        return _entry(session, paid, _entries(session, wrong.dossier_id), -wrong.dong, wrong.way, officer, now, payment_id).id

    return write(work)


def exempt(paid: Paid, why: str, officer: str, now: datetime) -> None:
    """Note why somebody pays less or nothing; an empty `why` takes the note back. why: the catalogue's sentence."""

    def work(session: Session) -> None:
        row = session.get(Waiver, paid.dossier_id)
        if (row.why if row else "") == why:
            return
        if why:
            session.merge(Waiver(**vars(paid), why=why, officer=officer, at=now))
        else:
            session.delete(row)
        audit.note(session, "fee.exempted" if why else "fee.not_exempted", paid.dossier_id, paid.office_code)

    write(work)


def keep_account(office_code: str, bank_bin: str, number: str, holder: str, officer: str, now: datetime) -> None:
    """Enter the account that the office's codes pay to. Raises NotAnAccount."""
    number, holder = re.sub(r"[\s.-]", "", number).upper(), " ".join(holder.split())
    if bank_bin not in {bank.bin for bank in tariffs.banks()} or not vietqr.ACCOUNT.fullmatch(number):
        raise NotAnAccount
    if not holder or len(holder) > MOST_HOLDER:
        raise NotAnAccount
    row = BankAccount(office_code=office_code, bank_bin=bank_bin, number=number, holder=holder, changed_at=now)
    row.changed_by = officer

    def work(session: Session) -> None:
        session.merge(row)
        audit.note(session, "office.account", office_code, office_code)

    write(work)


def _entry(
    session: Session, paid: Paid, entry: int, dong: int, way: str, officer: str, now: datetime, reverses: int | None
) -> Payment:
    """The entry of a dossier with this place: a new one, or the one that is there already."""
    year = local(now).year
    count = _wait_for(session, paid.office_code, year)
    found = session.scalar(select(Payment).where(Payment.dossier_id == paid.dossier_id, Payment.entry == entry))
    if found is not None:
        return found
    if entry != _entries(session, paid.dossier_id):
        raise SomebodyWasFirst
    count.last += 1
    row = Payment(**vars(paid), year=year, number=count.last, entry=entry, dong=dong, way=way, officer=officer, at=now)
    row.reverses = reverses
    session.add(row)
    session.flush()
    audit.note(session, "payment.taken" if reverses is None else "payment.reversed", str(row.id), paid.office_code)
    return row


def _wait_for(session: Session, office_code: str, year: int) -> ReceiptCount:
    """The office's counter of this year, held until the transaction ends: so numbers have no gaps and no doubles."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"office_code": office_code, "year": year, "last": 0}
    session.execute(insert(ReceiptCount).values(values).on_conflict_do_nothing())
    return session.get_one(ReceiptCount, (office_code, year), with_for_update=True, populate_existing=True)


def _entries(session: Session, dossier_id: str) -> int:
    return len(list(session.scalars(select(Payment.id).where(Payment.dossier_id == dossier_id))))
