"""`/sw.js` and `/offline`; `/offices/<id>/pack`: what to save for the village, its list, and its files under `/kept/`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from flask import Blueprint, Response, current_app, request, send_file, url_for

from ..offices import queries as offices
from ..web import languages
from ..web.access import public
from ..web.errors import Missing
from ..web.pages import page, published
from ..web.published import FOREVER, coding_of
from . import queries, rules, shelf, worker

bp = Blueprint("kept", __name__)
NAME = re.compile(r"[0-9a-f]{20}")
PACK = re.compile(r"\d{1,8}-[a-z]{2,8}")
ASK_AGAIN_SECONDS = 30
ROOT = Path(__file__).resolve().parents[2]
_asked_at = [-float(ASK_AGAIN_SECONDS)]


@bp.get("/sw.js")
@public
def service_worker():
    """The worker; browsers ask for it again and again, and must never be told an old one."""
    published()
    answer = Response(worker.source(current_app._get_current_object()), mimetype="text/javascript")  # type: ignore[attr-defined]
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/offline")
@public
def offline():
    """What the worker shows for a page that is not on the phone, when no network answers."""
    published()
    return page("kept/offline.html", offices=offices.offices())


@bp.get("/offices/<office_code>/pack")
@public
def pack(office_code: str):
    """What can be saved, what it costs, and the button. The figures come with the list, since the page itself is saved too."""
    office = _office(office_code)
    published()
    return page("kept/pack.html", office=office, list_address=url_for("kept.pack_list", office_code=office.code))


@bp.get("/offices/<office_code>/pack.json")
@public
def pack_list(office_code: str):
    """Everything that a saved pack consists of: addresses, hashes, bytes. 503 while the first one is being built."""
    office = _office(office_code)
    name = f"{office.code}-{languages.current().tag}"
    made = _newest(name)
    if made is None:
        return Response("not built yet\n", 503, {"Retry-After": "20"}, mimetype="text/plain")
    price = current_app.extensions["gocua.config"].data_price
    told = {
        "office": office.code,
        "office_name": office.name,
        "language": languages.current().tag,
        "name": name,
        **{key: made[key] for key in ("made", "frame", "root", "pages", "bytes", "sha256", "bundles")},
        "second_bytes": rules.BYTES_A_SECOND_2G,
        "megabyte_dong": price,
        "sounds": {
            choice: {
                "address": url_for("kept.sound_list", office_code=office.code, choice=choice),
                "count": len(rows),
                "bytes": sum(row[1] for row in rows),
            }
            for choice, rows in made["sounds"].items()
        },
    }
    return _json(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


@bp.get("/offices/<office_code>/sounds/<choice>.json")
@public
def sound_list(office_code: str, choice: str):
    """The clips of a choice: name, bytes as Opus, bytes as MP3."""
    made = _newest(f"{_office(office_code).code}-{languages.current().tag}")
    if made is None or choice not in made["sounds"]:
        raise Missing
    return _json(json.dumps(made["sounds"][choice], separators=(",", ":")))


@bp.get("/kept/<name>/news.json")
@public
def news(name: str):
    """The few bytes by which a phone learns whether its pack is still right, and what to fetch if not."""
    made = _newest(name) if PACK.fullmatch(name) else None
    if made is None:
        raise Missing
    told = {key: made[key] for key in ("made", "frame", "root", "recent")}
    return _json(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


@bp.get("/kept/<name>/units.json")
@public
def unit_list(name: str):
    """unit -> digest, for a phone that missed more than the news tell."""
    if not PACK.fullmatch(name) or shelf.manifest(name) is None:
        raise Missing
    return _json(json.dumps(shelf.units(name), ensure_ascii=False, separators=(",", ":")))


@bp.get("/kept/<name>/units/<digest>.txt")
@public
def unit(name: str, digest: str):
    """One unit's text by its digest; 404 for one that is not in the newest pack."""
    texts = shelf.unit_texts(name) if PACK.fullmatch(name) else {}
    found = next((texts[unit] for unit, one in shelf.units(name).items() if one == digest), None) if texts else None
    if found is None:
        raise Missing
    return _pressed(found, "text/plain; charset=utf-8")


@bp.get("/kept/<name>.bin")
@public
def bundle(name: str):
    """A bundle, by its content."""
    if not NAME.fullmatch(name) or not shelf.bundle(name).exists():
        raise Missing
    answer = send_file(shelf.bundle(name), mimetype="application/octet-stream", conditional=False)
    answer.headers["Cache-Control"] = FOREVER
    return answer


def _office(code: str):
    found = offices.office(code)
    if found is None:
        raise Missing
    return found


def _newest(name: str) -> dict[str, Any] | None:
    made = shelf.manifest(name)
    if made is None or made["edition"] != queries.edition():
        _ask_for_a_new_one()
    return made


def _ask_for_a_new_one() -> None:
    """Build in a process of its own, with low priority; the pack before stands until then."""
    config = current_app.extensions["gocua.config"]
    if config.testing or not config.packs or time.monotonic() - _asked_at[0] < ASK_AGAIN_SECONDS:
        return
    _asked_at[0] = time.monotonic()
    environment = {**os.environ, "GOCUA_DATA_DIR": str(config.data_dir), "PORT": str(config.port)}
    command = ["nice", "-n", "15", sys.executable, "-m", "app", "kept", "build"]
    subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _json(text: str) -> Response:
    return _pressed(text, "application/json")


def _pressed(text: str, kind: str) -> Response:
    """An answer in brotli where that is understood; asked again each time, with a tag, so that nobody is told an old one."""
    body, tag = _squeezed(text)
    is_brotli = coding_of(request.headers.get("Accept-Encoding", "")) == "br"
    answer = Response(body if is_brotli else text.encode(), content_type=kind)
    if is_brotli:
        answer.headers["Content-Encoding"] = "br"
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.add("Accept-Encoding")
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer


@lru_cache(64)
def _squeezed(text: str) -> tuple[bytes, str]:
    return brotli.compress(text.encode(), quality=11), shelf.sha256(text.encode())[:16]
