"""Gathers what the list of readiness asks for; the desk's header counts what is left, at most once a minute."""

from __future__ import annotations

import time
from datetime import datetime

from flask import Flask, current_app

from ..accounts import permissions, who
from ..accounts import queries as accounts
from ..config import BadSetting, Config
from ..dossiers import calendar
from ..fees import queries as fees
from ..notices import push
from ..offices import queries as offices
from ..offices import rules as office_rules
from ..offices.queries import OfficeView
from ..procedures import extras
from ..procedures import queries as procedures
from . import rules

EVERY_SECONDS = 60.0


def checks(office: OfficeView) -> list[rules.Check]:
    """The list of one office, as of now."""
    found = rules.readiness(_facts(office), calendar.now())
    _counted()[office.code] = time.monotonic(), sum(1 for one in found if not one.is_done)
    return found


def _facts(office: OfficeView) -> rules.Facts:
    config: Config = current_app.extensions["gocua.config"]
    most_used = extras.most_used()
    confirmed = [one for one in procedures.checks(office.code) if one.code in most_used and one.confirmed_on]
    return rules.Facts(
        has_hotline=not office_rules.is_invented(office.hotline),
        has_hours=office.open_hours is not None,
        is_address_checked=office.contact_checked_on is not None,
        has_account=fees.account(office.code) is not None,
        roles=frozenset(accounts.working_at(office.code)),
        printed=sum(1 for one in offices.posters(office.code) if one.is_active and one.printed_at),
        confirmed=len(confirmed),
        most_used=len(most_used),
        backup_at=_backup_at(config),
        has_push_key=_has_push_key(config),
        public_url=config.public_url,
    )


def _backup_at(config: Config) -> datetime | None:
    try:
        return datetime.fromisoformat(config.backup_mark.read_text())
    except (OSError, ValueError):
        return None


def _has_push_key(config: Config) -> bool:
    try:
        return bool(push.private_key(config, current_app.extensions["gocua.keys"]))
    except BadSetting:
        return False


def left() -> int:
    """How many things are left to do for the one office of whoever asks; 0 for those who keep none, or several."""
    staff = who.current()
    if staff is None or not permissions.may("keep_office"):
        return 0
    codes = staff.offices()
    office = offices.only_office() if codes is None else offices.office(codes[0]) if len(codes) == 1 else None
    if office is None:
        return 0
    at, count = _counted().get(office.code, (float("-inf"), 0))
    if time.monotonic() - at > EVERY_SECONDS:
        return sum(1 for one in checks(office) if not one.is_done)
    return count


def _counted() -> dict[str, tuple[float, int]]:
    return current_app.extensions["gocua.readiness"]


def init_app(app: Flask) -> None:
    """Give the desk's header the count."""
    app.extensions["gocua.readiness"] = {}
    app.jinja_env.globals["left_until_ready"] = left
