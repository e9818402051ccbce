"""Print-ready posters: PDF by typst, from a poster's registered id to a page on the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..procedures import extras
from ..procedures import queries as procedures
from ..web import pictures, typeset
from ..web.languages import LANGUAGES
from . import codes
from .queries import OfficeView, PosterView

TEMPLATE = Path(__file__).parent / "print" / "posters.typ"
PAPERS = ("a5", "a4")
WARNING = "Chỉ đóng tiền tại quầy, có biên lai. Không đưa mã OTP cho ai."
HOW = "Đưa máy ảnh quét mã. Hoặc mở trang dưới đây, gõ mã ngắn:"
WALL_ITEMS = 12


class NoPosters(ValueError):
    """There is nothing to print."""


@dataclass(frozen=True)
class Item:
    """What one poster says. size: of its name, in points on A5; code and picture: SVG."""

    id: str
    office: str
    name: str
    size: int
    second_language: str
    second: str
    picture: str
    code: str
    host: str
    call: str


def address(public_url: str, poster_id: str) -> str:
    """What a poster's code holds: capitals all through, so that the code is small."""
    return f"{public_url}/q/{poster_id}".upper()


def item(poster: PosterView, public_url: str) -> Item:
    """What is printed for one poster. Raises NoPosters when what it shows is not there any more."""
    name, picture_name = _shown(poster)
    second = LANGUAGES.get(poster.office.second_language or "")
    return Item(
        id=poster.id,
        office=f"{poster.office.name}, {poster.office.province}",
        name=name,
        size=_name_size(name),
        second_language=second.autonym.split(" / ")[0] if second else "",
        second="",
        picture=pictures.svg(picture_name),
        code=codes.svg(codes.matrix(address(public_url, poster.id), "Q")),
        host=public_url.split("://", 1)[1],
        call=f"Gọi quầy: {poster.office.hotline}",
    )


def _shown(poster: PosterView) -> tuple[str, str]:
    if poster.kind == "procedure":
        card = next(iter(procedures.cards([poster.target])), None)
        if card:
            return card.plain_name.value, card.picture
    elif poster.kind == "event":
        event = next((event for event in extras.events() if event.id == poster.target), None)
        if event:
            return event.name_vi, event.picture
    elif poster.kind == "field":
        cards = procedures.in_field(poster.target)
        if cards:
            return cards[0].field, cards[0].picture
    elif poster.kind == "office":
        return "Mọi giấy tờ ở xã", "counter"
    raise NoPosters(f"{poster.id} shows nothing that is there")


def _name_size(name: str) -> int:
    """Points on A5: as large as the name lets, readable from 2 m."""
    return 40 if len(name) <= 16 else 34 if len(name) <= 28 else 27 if len(name) <= 48 else 20


def posters_pdf(items: Sequence[Item], paper: str = "a5") -> bytes:
    """A PDF with a page for each item; a code is 6.4 cm wide on A5. Raises NoPosters, ValueError for another paper."""
    if paper not in PAPERS:
        raise ValueError(f"paper must be one of {PAPERS}")
    return _pdf(items, paper, "poster", "Gõ Cửa")


def wall_sheet_pdf(items: Sequence[Item], office: OfficeView) -> bytes:
    """One A4 page with the codes of the (at most) 12 most used procedures, each 4.1 cm wide. Raises NoPosters."""
    return _pdf(items[:WALL_ITEMS], "a4", "wall", f"{office.name}: việc hay làm nhất")


def _pdf(items: Sequence[Item], paper: str, kind: str, title: str) -> bytes:
    if not items:
        raise NoPosters("nothing to print")
    sheet = {
        "paper": paper,
        "kind": kind,
        "title": title,
        "warning": WARNING,
        "how": HOW if kind == "poster" else "Quét mã, hoặc gõ mã ngắn ở trang",
        "host": items[0].host,
        "call": items[0].call,
        "items": [vars(one) for one in items],
    }
    return typeset.pdf(TEMPLATE, sheet)
