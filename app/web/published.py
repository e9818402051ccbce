"""Published pages: rendered and compressed once per edition and language, then answered without Flask.

A route says `published()`; its first answer is kept, compressed with brotli and gzip, in memory and on disk, under the
address and the edition's number (web/models.py). Every process looks at the number at most once in two seconds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import brotli
from flask import Flask, g, request
from sqlalchemy import select

from ..extensions import db
from .models import Edition

WATCH_SECONDS = 2.0
MOST_PAGES = 2000
LARGE_BYTES = 200_000
KEPT_QUERY = ("o", "page")
ASKING_QUERY = "code="  # /scan?code=...: an answer to one person, at the address of a published page
MARK = "X-Gocua-Published"
CACHE_RULE = "public, max-age=60, s-maxage=300, stale-while-revalidate=86400"
FOREVER = "public, max-age=31536000, immutable"
REPLACED = (
    "content-length",
    "content-encoding",
    "content-disposition",
    "etag",
    "last-modified",
    "accept-ranges",
    "date",
    "set-cookie",
)
Counter = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """One published answer: headers without length and coding, both codings, and what a showing counts as."""

    headers: tuple[tuple[str, str], ...]
    br: bytes
    gz: bytes
    etag: str
    counts: str

    def pack(self) -> bytes:
        """One file: a JSON line, then both codings."""
        head = {"headers": self.headers, "br": len(self.br), "etag": self.etag, "counts": self.counts}
        return json.dumps(head).encode() + b"\n" + self.br + self.gz

    @classmethod
    def unpack(cls, data: bytes) -> Kept:
        """The inverse of `pack`; raises ValueError or KeyError on a damaged file."""
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        headers = tuple((name, value) for name, value in head["headers"])
        return cls(headers, rest[: head["br"]], rest[head["br"] :], head["etag"], head["counts"])


def press(body: bytes, headers: list[tuple[str, str]], counts: str) -> Kept:
    """Compress an answer as well as can be: it is done once and sent many times. What is large must not take seconds."""
    gone = (MARK.lower(), *REPLACED)
    kept = [(name, value) for name, value in headers if name.lower() not in gone]
    etag = hashlib.sha256(body).hexdigest()[:20]
    return Kept(
        tuple(kept),
        brotli.compress(body, quality=11 if len(body) < LARGE_BYTES else 9),
        gzip.compress(body, 9, mtime=0),
        etag,
        counts,
    )


@lru_cache(256)
def coding_of(accept: str) -> str:
    """`br`, `gzip` or `` (as it is) for an Accept-Encoding header; `br;q=0` counts as no."""
    said = {}
    for item in accept.split(","):
        name, _, quality = item.strip().partition(";")
        said[name.strip().lower()] = quality.replace(" ", "") not in ("q=0", "q=0.0")
    return "br" if said.get("br") else "gzip" if said.get("gzip") else ""


class Shelf:
    """The pages of one edition, newest used last in memory, all of them on disk."""

    def __init__(self, folder: Path):
        self._root = folder
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._folder = folder / "none"
        self._on_disk: frozenset[str] = frozenset()

    def open(self, name: str) -> None:
        """Start with what the disk holds of edition `name`; other editions are thrown away."""
        with self._lock:
            self._pages.clear()
            self._folder = self._root / name
            self._on_disk = frozenset(os.listdir(self._folder)) if self._folder.exists() else frozenset()
        for old in self._root.glob("*-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def get(self, key: tuple[str, ...]) -> Kept | None:
        page = self._pages.get(key)
        return page if page is not None else self._from_disk(key)

    def put(self, key: tuple[str, ...], page: Kept) -> None:
        """Keep a page; a full disk costs only the copy on disk."""
        self._remember(key, page)
        path = self._folder / _file_name(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            scratch = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            scratch.write_bytes(page.pack())
            scratch.rename(path)
        except OSError:
            return

    def _remember(self, key: tuple[str, ...], page: Kept) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)

    def _from_disk(self, key: tuple[str, ...]) -> Kept | None:
        name = _file_name(key)
        if name not in self._on_disk:
            return None
        try:
            page = Kept.unpack((self._folder / name).read_bytes())
        except (OSError, ValueError, KeyError):
            return None
        self._remember(key, page)
        return page


class Published:
    """WSGI layer in front of Flask."""

    def __init__(self, app: Flask, wsgi_app, folder: Path, version: str):
        self._app = app
        self._wsgi_app = wsgi_app
        self._version = version
        self._shelf = Shelf(folder)
        self._edition = -1
        self._looked_at = -WATCH_SECONDS
        self.count: Counter = lambda what: None
        self.drawn: dict[tuple, tuple[list[bytes], str | None]] = {}  # pages.page_once: what stands until the next edition

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST_TYPE" in environ:
            return self._wsgi_app(environ, start_response)
        if ASKING_QUERY in environ.get("QUERY_STRING", ""):
            return self._wsgi_app(environ, start_response)
        self._watch()
        key = _key(environ)
        page = self._shelf.get(key)
        if page is None:
            return self._ask(key, environ, start_response)
        return self._answer(page, environ, start_response)

    def _watch(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < WATCH_SECONDS:
            return
        self._looked_at = now
        number = self._number()
        if number is not None and number != self._edition:
            self._edition = number
            self._shelf.open(f"{self._version}-{number}")
            self.drawn = {}

    def _number(self) -> int | None:
        try:
            with self._app.app_context(), db.engines["read"].connect() as connection:
                return connection.scalar(select(Edition.number)) or 0
        except Exception:  # noqa: BLE001 - the last edition stays up while the database is away
            return None

    def forget(self) -> None:
        """Look at the edition again on the next request (after a change made in this process)."""
        self._looked_at = -WATCH_SECONDS

    def _ask(self, key, environ, start_response):
        """Let Flask answer; keep the answer if its route said `published()`."""
        edition = self._edition
        caught: list = []

        def catch(status, headers, exc_info=None):
            caught[:] = [status, headers]
            if not _mark(headers):
                start_response(status, headers, exc_info)

        chunks = self._wsgi_app({**environ, "REQUEST_METHOD": "GET"} if _is_head(environ) else environ, catch)
        status, headers = caught
        counts = _mark(headers)
        if not counts and not (_is_html(headers) or _is_head(environ)):
            return chunks
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        if not counts and _is_head(environ):
            return []
        if not counts:
            return [body]  # a list goes out in one piece; an iterator costs granian a third of the whole answer
        page = press(body, headers, counts.removeprefix("-"))
        if edition == self._edition:
            self._shelf.put(key, page)
        return self._answer(page, environ, start_response)

    def _answer(self, page: Kept, environ, start_response):
        if page.counts and not _is_head(environ) and "HTTP_SEC_PURPOSE" not in environ:
            self.count(page.counts)
        coding = coding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        etag = f'"{page.etag}{coding[:1]}"'
        headers = [*page.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [item for item in headers if item[0] != "Content-Type"])
            return [b""]
        body = page.br if coding == "br" else page.gz if coding else gzip.decompress(page.gz)
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [b""] if _is_head(environ) else [body]


def _file_name(key: tuple[str, ...]) -> str:
    return hashlib.blake2b("\0".join(key).encode(), digest_size=16).hexdigest()


def _key(environ) -> tuple[str, ...]:
    query = environ.get("QUERY_STRING", "")
    said = parse_qs(query) if query else {}
    kept = [f"{name}={said[name][0]}" for name in KEPT_QUERY if name in said]
    return (environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), *kept)


def _mark(headers) -> str:
    return next((value for name, value in headers if name == MARK), "")


def _is_html(headers) -> bool:
    return any(name == "Content-Type" and value.startswith("text/html") for name, value in headers)


def _is_head(environ) -> bool:
    return environ["REQUEST_METHOD"] == "HEAD"


def init_app(app: Flask, folder: Path, version: str) -> None:
    """Stand in front of Flask's own answers; `app.extensions["gocua.published"]` is the layer."""
    layer = Published(app, app.wsgi_app, folder, version)
    app.extensions["gocua.published"] = layer
    app.wsgi_app = layer  # type: ignore[method-assign]
    app.after_request(_mark_answer)


def _mark_answer(response):
    if request.endpoint == "static" and response.status_code == 200 and not request.range:
        g.published = ""
        response.direct_passthrough = False
        response.headers["Cache-Control"] = FOREVER
    if "published" in g and response.status_code == 200:
        response.headers.setdefault("Cache-Control", CACHE_RULE)
        response.vary.add("Accept-Encoding")
        response.headers[MARK] = g.published or "-"
    elif "Cache-Control" not in response.headers and response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response
