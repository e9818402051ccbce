"""Building packs: every public page of one office in one language, written with a frame, as files in the data directory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..database import reading, write
from ..offices import queries as offices
from ..packs import speech
from ..procedures import extras
from ..web import site
from . import coding, queries, shelf
from .models import Frame
from .rules import Choice, changes, is_kept

log = structlog.get_logger("kept")
STYLE = re.compile(r"style-src 'self' '([^']+)'")
CLIP = re.compile(r'"(/voice/([0-9a-f]{20}))\.mp3"')
FORM = re.compile(r"/p/[^/?]+/start")
INDEX = "/search/index.json"
NAMES = "/search/names.json"


@dataclass(frozen=True)
class Built:
    """What `build` did: the pack's name, its bytes on the wire, its pages; is_new is False where nothing had changed."""

    name: str
    wire_bytes: int
    pages: int
    is_new: bool


def build(app: Flask, office: str, tag: str, version: str) -> Built:
    """Write the pack of one office and language. version: changes with the program; a frame lives as long."""
    with app.app_context():
        edition = queries.edition()
        addresses = [str(one) for one in site.addresses(app) if one.prefix == "" and is_kept(one.rest)]
    pages = [page for address in addresses if (page := _rendered(app, tag, _of_office(address, office))) and _is_writable(page)]
    units = coding.grouped(pages)
    name = f"{office}-{tag}"
    with app.app_context():
        texts = _frame(f"{name}-{version}", units)
        more = {INDEX: _text(app, INDEX), "/posters.json": json.dumps(_posters(office), separators=(",", ":"))}
        return _written(name, texts, units, more, _said(app, units), edition, len(pages))


def _written(
    name: str,
    texts: list[str],
    units: Mapping[str, list[coding.Page]],
    more: dict[str, str],
    said: Mapping[str, str],
    edition: int,
    count: int,
) -> Built:
    writer = coding.Writer(texts)
    written = {unit: writer.unit(unit, pages) + said.get(unit, "") for unit, pages in units.items()} | more
    digests = {unit: coding.digest(text) for unit, text in written.items()}
    before = shelf.manifest(name)
    frame = coding.digest("\x00".join(texts))
    if before and before["root"] == coding.root(digests) and before["frame"] == frame:
        shelf.touch(name, edition)
        return Built(name, before["bytes"], before["pages"], False)
    data = coding.packed(texts, written)
    parts = [shelf.put_slice(one) for one in coding.slices(data)]
    recent = changes(before, shelf.units(name) if before else {}, digests, frame)
    shelf.put(
        name,
        {
            "edition": edition,
            "made": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "frame": frame,
            "root": coding.root(digests),
            "pages": count,
            "bytes": sum(part["bytes"] for part in parts),
            "sha256": shelf.sha256(data),
            "bundles": parts,
            "sounds": _sounds(units),
            "recent": [list(one) for one in recent],
        },
        written,
    )
    return Built(name, len(data), count, True)


def _of_office(address: str, office: str) -> str:
    return f"{address}?o={office}" if FORM.fullmatch(address) else address


def _rendered(app: Flask, tag: str, address: str) -> coding.Page | None:
    """A page as the server answers it now, without a query for the office in its name; None for what is not there."""
    prefix = "" if tag == "vi" else f"/{tag}"
    answer = app.test_client().get(prefix + address, headers={"HX-Request-Type": "full"})  # past the published layer
    if answer.status_code not in (200, 410) or answer.mimetype != "text/html":
        return None
    style = STYLE.search(answer.headers.get("Content-Security-Policy", ""))
    return coding.Page(address.split("?o=")[0], style.group(1) if style else "", answer.get_data(as_text=True))


def _is_writable(page: coding.Page) -> bool:
    if not coding.is_writable(page):
        log.warning("page left out of the pack", address=page.address)
        return False
    return True


def _text(app: Flask, address: str) -> str:
    return app.test_client().get(address, headers={"HX-Request-Type": "full"}).get_data(as_text=True)


def _said(app: Flask, units: Iterable[str]) -> dict[str, str]:
    """What follows the pages of a procedure's unit: nothing; its names, where the phone's index has others; or that it is not listed."""
    names = json.loads(_text(app, NAMES))
    listed = set(names["codes"].split(" "))
    gone = {unit: coding.FILE for unit in units if not unit.startswith("/") and unit not in listed}
    return gone | {code: coding.FILE + words for code, words in names["words"].items()}


def _posters(office: str) -> dict[str, str]:
    """Poster id -> the page that it opens, without prefix: a scan works without a network too."""
    pages = {"procedure": "/p/{}", "event": "/e/{}", "field": "/f/{}", "office": "/"}
    return {
        one.id: pages[one.kind].format(extras.slug(one.target) if one.kind == "field" else one.target)
        for one in offices.posters(office)
        if one.is_active and one.kind in pages
    }


def _frame(name: str, units: Mapping[str, list[coding.Page]]) -> list[str]:
    """The frame of this name: made from these units the first time, and then the same for ever."""
    kept = reading().scalar(select(Frame.body).where(Frame.name == name))
    if kept is not None:
        return kept.decode().split("\x00")
    texts = coding.frame(units)
    body = "\x00".join(texts).encode()

    def store(session: Session) -> bytes:
        found = session.get(Frame, name)
        if found is None:
            office, tag, _ = name.split("-", 2)
            session.execute(delete(Frame).where(Frame.name.startswith(f"{office}-{tag}-")))
            session.add(Frame(name=name, body=body))
        return found.body if found else body

    return write(store).decode().split("\x00")


def _sounds(units: Mapping[str, list[coding.Page]]) -> dict[str, list[list]]:
    """The clips of the most used procedures, and of all pages: [name, bytes as Opus, bytes as MP3] each, in order of pages."""
    most_used = [page for code in extras.most_used() for page in units.get(code, [])]
    chosen: dict[Choice, list[coding.Page]] = {"most_used": most_used, "all": [page for pages in units.values() for page in pages]}
    folder = speech.folder()
    rows: dict[str, list[list]] = {}
    for choice, pages in chosen.items():
        names = dict.fromkeys(match.group(2) for page in pages for match in CLIP.finditer(page.html))
        rows[choice] = [
            [name, (folder / f"{name}.opus").stat().st_size, (folder / f"{name}.mp3").stat().st_size]
            for name in names
            if (folder / f"{name}.opus").exists() and (folder / f"{name}.mp3").exists()
        ]
    return rows
