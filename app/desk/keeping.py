"""What the office's keeper sees to: the office's settings with the list until it is ready, and the records of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..dossiers import calendar, lines
from ..fees import queries as fees
from ..offices import hours, settings
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..offices.settings import Unusable
from ..procedures import queries as procedures
from ..procedures import service as procedures_service
from ..web import languages
from ..web.access import may
from ..web.errors import Missing
from ..web.languages import LANGUAGES
from ..web.pages import page
from . import readiness
from .routes import bp
from .scope import own_office

INTERVALS = 2  # of a day: morning and afternoon
A_MONDAY = date(2024, 1, 1)


@bp.get("/office")
@may("keep_office")
def office():
    """All settings of an office, and what is left until it is ready."""
    return _page(own_office())


def _page(office: OfficeView, part: str = "", why: str = ""):
    typed = request.form if part else MultiDict()
    return page(
        "desk/office.html",
        status=422 if part else 200,
        office=office,
        checks=readiness.checks(office),
        part=part,
        why=why,
        typed=typed,
        week=_week(office, typed if part == "hours" else None),
        day_names=_day_names(),
        days=offices.own_days(office.code),
        hamlets=offices.hamlets(office.code),
        offered=offices.offered_at(office.code),
        cards={card.code: card.plain_name for card in procedures.listed()},
        languages=[one for one in LANGUAGES.values() if one.tag not in ("vi", "en")],
        account=fees.account(office.code),
        most_days=_most_days(),
        today=calendar.today(),
    )


def _week(office: OfficeView, typed: MultiDict | None) -> list[list[tuple[str, str]]]:
    """Seven days of two (from, until): as typed where that was wrong, else as kept."""
    if typed is not None:
        return _typed_week(typed)
    kept = office.open_hours or ((),) * 7
    filled = [[(one[:5], one[6:]) for one in day] for day in kept]
    return [[*day, *[("", "")] * (INTERVALS - len(day))] for day in filled]


def _typed_week(typed: MultiDict) -> list[list[tuple[str, str]]]:
    def said(name: str) -> str:
        return typed.get(name, "").strip()

    return [[(said(f"from.{day}.{n}"), said(f"until.{day}.{n}")) for n in range(INTERVALS)] for day in range(7)]


def _most_days() -> int:
    return current_app.extensions["gocua.config"].keep_done_days


@bp.post("/office/<part>")
@may("keep_office")
def keep_office(part: str):
    """Keep one part of the settings: 303 back to it; 422 with what was typed where it cannot be used; 404 for no such part."""
    found, keep = own_office(), PARTS.get(part)
    if keep is None:
        raise Missing
    try:
        keep(found, request.form)
    except Unusable as problem:
        return _page(found, part, problem.why)
    return redirect(url_for("desk.office", o=found.code, _anchor=part), 303)


def _contact(office: OfficeView, form: MultiDict) -> None:
    hotline, address, second = (form.get(name, "") for name in ("hotline", "address", "second_language"))
    settings.set_contact(office.code, hotline, address, second, calendar.today())


def _day_names() -> tuple[str, ...]:
    """From Monday on, as they stand within a sentence."""
    if languages.current().tag == languages.DEFAULT:
        return hours.DAYS
    return tuple(lines.weekday(A_MONDAY + timedelta(days=number)) for number in range(7))


def _hours(office: OfficeView, form: MultiDict) -> None:
    settings.set_hours(office.code, _typed_week(form))


def _days(office: OfficeView, form: MultiDict) -> None:
    try:
        day = date.fromisoformat(form.get("drop") or form.get("day", ""))
    except ValueError:
        raise Unusable("day") from None
    if form.get("drop"):
        settings.drop_day(office.code, day)
    else:
        settings.set_day(office.code, day, form.get("is_working") == "yes", form.get("note", ""))


def _counters(office: OfficeView, form: MultiDict) -> None:
    renamed = [form.get(f"counter.{place}", name) for place, name in enumerate(office.counters)]
    usual = form.get("usual", "")
    chosen = renamed[int(usual)] if usual.isdecimal() and int(usual) < len(renamed) else ""
    settings.set_counters(office.code, renamed, [form.get("more", "")], " ".join(chosen.split()))


def _procedure(office: OfficeView, form: MultiDict) -> None:
    settings.set_procedure_counter(office.code, form.get("procedure", ""), form.get("counter", ""))


def _hamlets(office: OfficeView, form: MultiDict) -> None:
    renamed = {number: form.get(f"hamlet.{number}", name) for number, name in offices.hamlets(office.code)}
    settings.set_hamlets(office.code, renamed, form.get("more", "").splitlines())


def _retention(office: OfficeView, form: MultiDict) -> None:
    days = form.get("days", "")
    settings.set_kept_days(office.code, int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0, _most_days())


PARTS: dict[str, Callable[[OfficeView, MultiDict], None]] = {
    "contact": _contact,
    "hours": _hours,
    "days": _days,
    "counters": _counters,
    "procedure": _procedure,
    "hamlets": _hamlets,
    "retention": _retention,
}


@bp.get("/catalogue")
@may("confirm_procedure")
def catalogue():
    """The keeper's list: what is unsure first; each record is confirmed by itself."""
    office = own_office()
    rows = procedures.checks(office.code)
    return page("desk/catalogue.html", rows=rows, office=office)


@bp.post("/catalogue/<code>")
@may("confirm_procedure")
def confirm(code: str):
    """The keeper says: this record is right as it stands. 303 back to the list."""
    procedures_service.confirm(code, own_office().code, calendar.today())
    return redirect(url_for("desk.catalogue") + f"#{code}", 303)
