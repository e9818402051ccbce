"""Short sentences about a dossier: its state, a day as people say it."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import format_date

from ..web import languages
from ..web.texts import Text, t
from . import reasons


def state_line(state: str, office_name: str) -> Text:
    """The state in one sentence."""
    return {
        "received": lambda: t("%(office)s đã nhận", office=office_name),
        "accepted": lambda: t("Cán bộ %(office)s đang làm", office=office_name),
        "returned": lambda: t("Còn thiếu. Mời bạn đến quầy."),
        "ready": lambda: t("Xong rồi. Mời bạn đến lấy."),
        "done": lambda: t("Đã trả kết quả"),
        "withdrawn": lambda: t("Đã rút, không làm nữa"),
    }[state]()


def state_name(state: str) -> str:
    """The state in a word or two, for tables."""
    return str(
        {
            "received": t("Mới đến"),
            "accepted": t("Đang làm"),
            "returned": t("Còn thiếu"),
            "ready": t("Chờ lấy"),
            "done": t("Đã trả"),
            "withdrawn": t("Đã rút"),
            "taken": t("Nhận làm"),
            "agreed": t("Người dân đồng ý, nói tại quầy"),
            "seen": t("Người dân đã xem"),
            "called": t("Đã gọi"),
        }[state]
    )


def weekday(value: date) -> str:
    """`Thứ Ba`; `Tuesday`."""
    return format_date(value, "EEEE")


def month(value: date) -> str:
    """`tháng 11`; `November 2026` keeps the year where it is not this calendar's habit to leave it out."""
    return format_date(value, "MMMM y" if languages.current().tag == "en" else "MMMM, y")


def init_app(app: Flask) -> None:
    """Give templates the lines."""
    sentences = [sentence for kind in reasons.REASONS.values() for sentence in kind.values()]
    app.jinja_env.globals.update(reasons=sentences, state_line=state_line, state_name=state_name, weekday=weekday, month=month)
