"""What an office's keeper sets: how to reach it, when it is open, its counters and hamlets, how long it keeps dossiers.

One transaction each, noted in the audit; what citizens read starts a new edition. Whatever cannot be used raises Unusable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..accounts import audit
from ..database import write
from ..procedures.service import NoSuchProcedure, list_procedure
from ..web.errors import Invalid
from ..web.languages import LANGUAGES
from ..web.models import new_edition
from . import hours, rules
from .models import Hamlet, OfferedProcedure, Office, OfficeDay

MOST_LETTERS = {"address": 200, "counter": 120, "hamlet": 80, "note": 80}
MOST_NAMES = 200


class Unusable(Invalid):
    """A setting that cannot be used; `why` is a word that the page has a sentence for."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


def _change(office_code: str, action: str, work: Callable[[Session, Office], object], is_read: bool = True) -> None:
    """Run `work` on the office's row, and note it. is_read: citizens read what changes."""

    def whole(session: Session) -> None:
        work(session, session.get_one(Office, office_code, with_for_update=True))
        if is_read:
            new_edition(session)
        audit.note(session, action, office_code, office_code)

    write(whole)


def set_contact(office_code: str, hotline: str, address: str, second_language: str, today: date) -> None:
    """How to reach the office, and the language that its posters carry beside Vietnamese (a tag, or nothing).

    Saying it again as it stands means that it was checked today. The number is kept as it is dialled.
    """
    number, address = rules.dialled(hotline), " ".join(address.split())
    if number is None:
        raise Unusable("hotline")
    if not address or len(address) > MOST_LETTERS["address"]:
        raise Unusable("address")
    if second_language and (second_language not in LANGUAGES or second_language == "vi"):
        raise Unusable("language")

    def work(session: Session, row: Office) -> None:
        row.hotline, row.address, row.second_language, row.contact_checked_on = number, address, second_language or None, today

    _change(office_code, "office.contact", work)


def set_hours(office_code: str, days: Sequence[Sequence[tuple[str, str]]]) -> None:
    """When the counter is open: seven days of (from, until); the sentence that citizens read follows from it."""
    try:
        week = hours.read(days)
    except hours.BadHours as problem:
        raise Unusable("hours" if problem.args[0] is None else f"hours.{problem.args[0]}") from None

    def work(session: Session, row: Office) -> None:
        row.open_hours, row.hours, row.opens_saturday = week, hours.sentence(week), bool(week[hours.SATURDAY])

    _change(office_code, "office.hours", work)


def set_day(office_code: str, day: date, is_working: bool, note: str) -> None:
    """A day off of this office, or one that it works though others do not; the same day again replaces it."""
    note = " ".join(note.split())
    if len(note) > MOST_LETTERS["note"]:
        raise Unusable("note")
    row = OfficeDay(office_code=office_code, day=day, is_working=is_working, note=note)
    _change(office_code, "office.days", lambda session, _: session.merge(row), is_read=False)


def drop_day(office_code: str, day: date) -> None:
    """That day is as everywhere again."""
    gone = delete(OfficeDay).where(OfficeDay.office_code == office_code, OfficeDay.day == day)
    _change(office_code, "office.days", lambda session, _: session.execute(gone), is_read=False)


def set_counters(office_code: str, renamed: Sequence[str], added: Iterable[str], usual: str) -> None:
    """All counters by name. renamed: what each of today's is called from now on, in order, nothing for one that closes.

    usual: the name of the one that takes what no other does; a procedure whose counter closes goes there.
    """
    new = [" ".join(name.split()) for name in renamed]
    names = _names([*new, *added], "counter")
    if usual not in names:
        raise Unusable("usual")

    def work(session: Session, row: Office) -> None:
        here = OfferedProcedure.office_code == office_code
        moves = {old: name for old, name in zip(rules.counters(row.counters, row.counter), new, strict=False) if old != name}
        offered = list(session.scalars(select(OfferedProcedure).where(here, OfferedProcedure.counter.in_(moves))))
        for one in offered:
            one.counter = moves[one.counter or ""] or None
        row.counters, row.counter = names, usual

    _change(office_code, "office.counters", work)


def set_procedure_counter(office_code: str, procedure_code: str, counter: str) -> None:
    """Which counter takes a procedure; nothing for the usual one. An office that names one offers the procedure."""

    def work(session: Session, row: Office) -> None:
        if counter and counter not in rules.counters(row.counters, row.counter):
            raise Unusable("counter")
        try:
            list_procedure(session, procedure_code)
        except NoSuchProcedure:
            raise Unusable("procedure") from None
        session.merge(OfferedProcedure(office_code=office_code, procedure_code=procedure_code, counter=counter or None))

    _change(office_code, "office.counters", work)


def set_hamlets(office_code: str, renamed: Mapping[int, str], added: Iterable[str]) -> None:
    """The hamlets of the commune. renamed: number -> name, nothing for one that is no more; each keeps its number otherwise."""
    new = {number: " ".join(name.split()) for number, name in renamed.items()}
    more = _names([*new.values(), *added], "hamlet", may_be_none=True)[len([name for name in new.values() if name]) :]

    def work(session: Session, _: Office) -> None:
        mine = set(session.scalars(select(Hamlet.id).where(Hamlet.office_code == office_code)))
        if not mine >= new.keys():
            raise Invalid
        session.execute(delete(Hamlet).where(Hamlet.id.in_([number for number, name in new.items() if not name])))
        kept = {number: name for number, name in new.items() if name}
        for number in kept:  # two that swap their names meet nobody on the way
            session.execute(update(Hamlet).where(Hamlet.id == number).values(name=f"\x1f{number}"))
        for number, name in kept.items():
            session.execute(update(Hamlet).where(Hamlet.id == number).values(name=name))
        session.add_all([Hamlet(office_code=office_code, name=name) for name in more])

    _change(office_code, "office.hamlets", work, is_read=False)


def _names(wanted: Iterable[str], kind: str, may_be_none: bool = False) -> list[str]:
    names = [name for name in (" ".join(one.split()) for one in wanted) if name]
    if len({name.casefold() for name in names}) < len(names):
        raise Unusable("twice")
    if len(names) > MOST_NAMES or any(len(name) > MOST_LETTERS[kind] for name in names) or not (names or may_be_none):
        raise Unusable(kind)
    return names


def set_kept_days(office_code: str, days: int, most: int) -> None:
    """How many days finished dossiers are kept, from 1 to `most`, which the server sets."""
    if not 1 <= days <= most:
        raise Unusable("days")

    def work(session: Session, row: Office) -> None:
        row.keep_done_days = days

    _change(office_code, "office.retention", work)
