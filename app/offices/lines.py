"""The short sentences that answer the four questions of a procedure's page: what to bring, how long, how much, where."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _

from ..procedures.queries import ProcedureView
from ..web import languages
from ..web.texts import Text, t
from .posters import PLACE_NAMES
from .queries import OfficeView, PlaceView


def bring_line(procedure: ProcedureView) -> Text:
    """How many papers everybody brings."""
    count = len(procedure.to_bring)
    if not count and procedure.perhaps:
        return t("Có thể cần giấy. Xem ở dưới.")
    if not count:
        return t("Không cần mang giấy gì")
    return t("Mang theo %(count)s giấy", count=count) if count > 1 else t("Mang theo 1 giấy")


def duration_line(procedure: ProcedureView) -> Text:
    """In how many working days; what the record says in words where it names no number; else that the counter will say."""
    days = procedure.duration_days
    if days is None:
        return procedure.duration or t("Mấy ngày: quầy sẽ nói")
    if days <= 1:
        return t("Xong trong ngày") if days == 1 and "ngày" in str(procedure.duration).lower() else t("Xong trong 1 ngày")
    return t("Xong trong %(days)s ngày làm việc", days=days)


def fee_line(procedure: ProcedureView) -> Text:
    """How much it costs, in dong."""
    if procedure.fee_dong == 0:
        return t("Không mất tiền")
    if procedure.fee_dong:
        return t("%(amount)s đồng", amount=f"{procedure.fee_dong:,}".replace(",", "."))
    return t("Tiền: hỏi quầy")


def place_line(procedure: ProcedureView, office: OfficeView | None, counter: str) -> Text:
    """Where to go: the counter and the house."""
    if office is None:
        return t("Công an xã") if procedure.at_police else t("Quầy một cửa của xã bạn")
    if procedure.at_police:
        return Text(f"{counter}, {office.name}")
    return Text(f"{counter}, {office.address}")


def day(value: date | str) -> str:
    """A date as people say it: 21/11/2026 in Vietnamese, 21 November 2026 in English; `2026-11` keeps to the month."""
    if isinstance(value, str):
        parts = [int(part) for part in value.split("-")]
        if len(parts) < 3:
            return "/".join(str(part) for part in reversed(parts))
        value = date(*parts)
    return format_date(value, "d MMMM y" if languages.current().tag == "en" else "d/M/y")


def place_name(place: PlaceView | None) -> str:
    """Where a poster hangs: the place's own name, else what kind it is; then its hamlet."""
    if place is None:
        return _("Chưa rõ treo ở đâu")
    return " · ".join(filter(None, [place.name or place_kind(place.kind), place.hamlet]))


def place_kind(kind: str) -> str:
    """What kind of place, in the reader's language."""
    return _(PLACE_NAMES[kind])


def init_app(app: Flask) -> None:
    """Give templates the lines."""
    app.jinja_env.globals.update(
        bring_line=bring_line,
        duration_line=duration_line,
        fee_line=fee_line,
        place_line=place_line,
        place_name=place_name,
        place_kind=place_kind,
        day=day,
    )
