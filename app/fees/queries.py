"""Reading money for pages: an office's account, a dossier's payments, a day's sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from ..accounts.models import Account
from ..database import reading
from ..dossiers.calendar import local, midnight
from ..web.texts import t
from . import rules, tariffs
from .models import BankAccount, Payment, Waiver

MOST_A_DAY = 5000


@dataclass(frozen=True)
class AccountView:
    """Where an office's transfers go. bank: its name."""

    bank_bin: str
    bank: str
    number: str
    holder: str


@dataclass(frozen=True)
class PaymentView:
    """One entry. at: local. actor: who took it, `account-7`; officer: that one's name. is_reversed: a counter-entry took it back."""

    id: int
    receipt: str
    ticket: str
    procedure_code: str
    dong: int
    way: str
    actor: str
    officer: str
    at: datetime
    reverses: str
    is_reversed: bool


@dataclass(frozen=True)
class WaiverView:
    """Somebody pays less. why: the catalogue's sentence (Vietnamese); officer: the name of who noted it; at: local."""

    ticket: str
    procedure_code: str
    why: str
    officer: str
    at: datetime


def account(office_code: str) -> AccountView | None:
    """The office's bank account, or None while nobody entered one."""
    row = reading().get(BankAccount, office_code)
    names = {bank.bin: bank.name for bank in tariffs.banks()}
    return AccountView(row.bank_bin, names.get(row.bank_bin, row.bank_bin), row.number, row.holder) if row else None


def of_dossier(dossier_id: str) -> list[PaymentView]:
    """All entries of a dossier, the first first."""
    return _views(select(Payment).where(Payment.dossier_id == dossier_id).order_by(Payment.entry))


def of_day(office_code: str, day: date) -> list[PaymentView]:
    """All entries of an office on a local day, by receipt number; at most 5,000."""
    since, until = midnight(day), midnight(day + timedelta(days=1))
    query = select(Payment).where(Payment.office_code == office_code, Payment.at >= since, Payment.at < until)
    return _views(query.order_by(Payment.year, Payment.number).limit(MOST_A_DAY))


def waiver(dossier_id: str) -> WaiverView | None:
    """Why a dossier pays less, or None."""
    found = _waivers(select(Waiver).where(Waiver.dossier_id == dossier_id))
    return found[0] if found else None


def waivers_of_day(office_code: str, day: date) -> list[WaiverView]:
    """Who of an office's dossiers pays less by what was noted on a local day, the first first; at most 5,000."""
    since, until = midnight(day), midnight(day + timedelta(days=1))
    query = select(Waiver).where(Waiver.office_code == office_code, Waiver.at >= since, Waiver.at < until)
    return _waivers(query.order_by(Waiver.at).limit(MOST_A_DAY))


def _waivers(query: Select[tuple[Waiver]]) -> list[WaiverView]:
    rows = list(reading().scalars(query))
    names = _names({row.officer for row in rows})
    return [WaiverView(row.ticket, row.procedure_code, row.why, names.get(row.officer, row.officer), local(row.at)) for row in rows]


def sums(entries: list[PaymentView]) -> rules.Sums:
    """What a list of entries comes to."""
    return rules.sums(rules.Entry(entry.dong, entry.way, entry.actor) for entry in entries)


def _views(query: Select[tuple[Payment]]) -> list[PaymentView]:
    rows = list(reading().scalars(query))
    ids = [row.id for row in rows]
    taken_back = set(reading().scalars(select(Payment.reverses).where(Payment.reverses.in_(ids))))
    first = reading().scalars(select(Payment).where(Payment.id.in_([row.reverses for row in rows if row.reverses])))
    numbers = {row.id: rules.receipt_number(row.year, row.number) for row in first}
    names = _names({row.officer for row in rows})
    return [
        PaymentView(
            id=row.id,
            receipt=rules.receipt_number(row.year, row.number),
            ticket=row.ticket,
            procedure_code=row.procedure_code,
            dong=row.dong,
            way=row.way,
            actor=row.officer,
            officer=names.get(row.officer, row.officer),
            at=local(row.at),
            reverses=numbers.get(row.reverses or 0, ""),
            is_reversed=row.id in taken_back,
        )
        for row in rows
    ]


def _names(actors: set[str]) -> dict[str, str]:
    """Actor (`account-7`, or `desk`: the machine at the counter) -> a name."""
    ids = {int(actor.removeprefix("account-")): actor for actor in actors if actor.startswith("account-")}
    rows = reading().execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {"desk": str(t("Máy ở quầy"))} | {ids[account_id]: name for account_id, name in rows}
