"""Print-ready posters: PDF by typst, from a poster's registered id to a page on the wall; and what each one says, part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from ..procedures import extras
from ..procedures import queries as procedures
from ..web import pictures, typeset
from ..web.languages import LANGUAGES
from ..web.marks import N_
from . import codes
from .queries import PlaceView, PosterView

TEMPLATE = Path(__file__).parent / "print" / "posters.typ"
PAPERS = ("a5", "a4")
WALL = "wall"
WARNING = "Chỉ đóng tiền tại quầy, có biên lai. Không đưa mã OTP cho ai."
HOW = "Đưa máy ảnh quét mã. Hoặc mở trang dưới đây, gõ mã ngắn:"
HOW_WALL = "Quét mã, hoặc gõ mã ngắn ở trang"
WALL_ITEMS = 12
PLACE_NAMES = {
    "counter": N_("Quầy một cửa"),
    "village": N_("Nhà văn hóa thôn"),
    "market": N_("Chợ"),
    "school": N_("Trường học"),
    "health": N_("Trạm y tế"),
    "other": N_("Nơi khác"),
}
Facts = dict[str, str]


class NoPosters(ValueError):
    """There is nothing to print."""


@dataclass(frozen=True)
class Item:
    """What one poster says. size: of its name, in points on A5; code and picture: SVG."""

    id: str
    commune: str
    office: str
    name: str
    size: int
    second_language: str
    second: str
    picture: str
    code: str
    host: str
    call: str
    place: str


def address(public_url: str, poster_id: str) -> str:
    """What a poster's code holds: capitals all through, so that the code is small."""
    return f"{public_url}/q/{poster_id}".upper()


def place_label(place: PlaceView | None) -> str:
    """A place as it is printed, in Vietnamese: its own name, else what kind it is; then its hamlet. Nothing for none."""
    if place is None:
        return ""
    return " · ".join(filter(None, [place.name or PLACE_NAMES[place.kind], place.hamlet]))


def facts(posters: Sequence[PosterView], public_url: str) -> dict[str, Facts]:
    """Poster id -> part -> what a print of today says there; without those whose subject is gone.

    This is the poster's fingerprint (rules.changes): it holds all that the template gets, a drawing as a digest. The code
    itself is made of `host` (the whole public address) and the id.
    """
    shown = subjects(posters)
    return {one.id: _facts(one, *shown[one.kind, one.target], public_url) for one in posters if (one.kind, one.target) in shown}


def _facts(poster: PosterView, name: str, picture_name: str, public_url: str) -> Facts:
    second = LANGUAGES.get(poster.office.second_language or "")
    return {
        "name": name,
        "host": public_url,
        "call": poster.office.hotline,
        "office": f"{poster.office.name}, {poster.office.province}",
        "second_language": second.autonym.split(" / ")[0] if second else "",
        "place": place_label(poster.place),
        "picture": _digest(pictures.svg(picture_name)),
        "warning": WARNING,
        "how": HOW_WALL if poster.paper == WALL else HOW,
    }


@cache
def _digest(drawing: str) -> str:
    return hashlib.sha256(drawing.encode()).hexdigest()[:12]


def subjects(posters: Sequence[PosterView]) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, target) -> (name in Vietnamese, picture) of what posters open, as far as it is there."""
    wanted = {(one.kind, one.target) for one in posters}
    codes_wanted = sorted(target for kind, target in wanted if kind == "procedure")
    found = {("procedure", code): pair for code, pair in procedures.told_in_vietnamese(codes_wanted).items()}
    found |= {("event", event.id): (event.name_vi, event.picture) for event in extras.events()}
    if any(kind == "field" for kind, _ in wanted):
        for card in procedures.listed():
            found.setdefault(("field", extras.slug(card.field)), (card.field, card.picture))
    return {**found, ("office", ""): ("Mọi giấy tờ ở xã", "counter")}


def items(posters: Sequence[PosterView], public_url: str) -> list[Item]:
    """What is printed, poster by poster. Raises NoPosters where one shows what is not there any more."""
    said, shown = facts(posters, public_url), subjects(posters)
    lost = [one.id for one in posters if one.id not in said]
    if lost:
        raise NoPosters(f"{', '.join(lost)}: what they show is not there any more")
    return [_item(one, said[one.id], shown[one.kind, one.target][1], public_url) for one in posters]


def _item(poster: PosterView, said: Facts, picture_name: str, public_url: str) -> Item:
    return Item(
        id=poster.id,
        commune=poster.office.name,
        office=said["office"],
        name=said["name"],
        size=_name_size(said["name"]),
        second_language=said["second_language"],
        second="",
        picture=pictures.svg(picture_name),
        code=codes.svg(codes.matrix(address(public_url, poster.id), "Q")),
        host=public_url.split("://", 1)[1],
        call=f"Gọi quầy: {said['call']}",
        place=said["place"],
    )


def _name_size(name: str) -> int:
    """Points on A5: as large as the name lets, readable from 2 m."""
    return 40 if len(name) <= 16 else 34 if len(name) <= 28 else 27 if len(name) <= 48 else 20


def pdf(posters: Sequence[PosterView], public_url: str) -> bytes:
    """A PDF, each poster on a page of its own paper, those of a wall sheet by twelves for each place. Raises NoPosters.

    A code is 6.4 cm wide on A5, 4.1 cm on a wall sheet.
    """
    if not posters:
        raise NoPosters("nothing to print")
    drawn = {one.id: vars(one) for one in items(posters, public_url)}
    pages = [{"paper": one.paper, "items": [drawn[one.id]]} for one in posters if one.paper != WALL]
    on_sheets = sorted((one for one in posters if one.paper == WALL), key=lambda one: place_label(one.place))
    for _, group in groupby(on_sheets, key=lambda one: place_label(one.place)):
        ids = [one.id for one in group]
        pages += [
            {"paper": WALL, "items": [drawn[one] for one in ids[at : at + WALL_ITEMS]]} for at in range(0, len(ids), WALL_ITEMS)
        ]
    sheet = {"title": "Gõ Cửa", "warning": WARNING, "how": HOW, "how_wall": HOW_WALL, "pages": pages}
    return typeset.pdf(TEMPLATE, sheet)
