"""`gocua export-site`: every public address as a file, so that any CDN or a village box serves look-up without Python.

A page lies at `<address>/index.html`, all else under its own name, each with `.br` and `.gz` beside it. Page N of a list,
`/e/birth?page=2`, becomes `/e/birth/page-2`: a file has no query. Answers come through the same WSGI app that serves them
(past the published pages, so that nothing is counted as a showing); the links to such pages are the only words changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask
from werkzeug.test import Client

from . import export_headers, site
from .export_headers import Answer
from .published import Kept, press

FORMAT = "gocua-site 1"
SIGN = ".gocua-export"
LOOKING = "gocua.for_looking"
NOBODY = "/404"  # no route answers it: its page is what a server of files shows for a wrong address
PAST_PUBLISHED = {"HX-Request-Type": "full"}  # whoever says so gets a whole page that was drawn now
PRESSED = ("text/", "application/json", "application/manifest+json", "application/javascript", "application/wasm", "image/svg")
TAG_WITH_HTMX = re.compile(r'(<[a-z]+\b[^>]*?) data-hx-[\w-]+="[^"]*"')
PAGED = re.compile(r'(href="[^"?]*?)/?\?page=(\d+)"')
START = re.compile(r'href="((?:/[a-z]+)?/p/[^/"]+/start(?:\?[^"]*)?)"')
Press = Callable[[bytes, list[tuple[str, str]], str], Kept]


class CannotExport(click.ClickException):
    """The folder holds something else, or a page did not answer 200; nothing was changed."""


@dataclass(frozen=True)
class Site:
    """What was written: how many addresses, their bytes as they are and with brotli, and how many rules a CDN needs."""

    count: int
    size_bytes: int
    pressed_bytes: int
    rules: int


def is_for_looking(app: Flask) -> bool:
    """True while an export without a server behind it is drawn: nothing can be sent, so no page offers to start."""
    return app.extensions.get(LOOKING, False)


def export(app: Flask, folder: Path, server: str = "", pressing: Press = press) -> Site:
    """Write all public pages to `folder`: first beside it, then renamed into its place. Raises CannotExport.

    server: origin of a running copy (`https://gocua.example.vn`); forms and receipts are opened there. Without one the
    pages name the counter instead.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / SIGN).is_file():
        raise CannotExport(f"{folder} is not empty and no earlier export: choose another folder")
    fresh, old = folder.with_name(folder.name + ".new"), folder.with_name(folder.name + ".old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    app.extensions[LOOKING] = not server
    try:
        written = _Writer(app, fresh, folder, server, pressing).write()
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    finally:
        app.extensions[LOOKING] = False
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return written


def as_files(html: str, server: str = "") -> str:
    """A page whose links work among files: pages of lists as paths, no parts for htmx, starting at the server, if any."""
    while TAG_WITH_HTMX.search(html):
        html = TAG_WITH_HTMX.sub(r"\1", html)
    html = PAGED.sub(r'\1/page-\2"', html)
    return START.sub(rf'href="{server}\1"', html) if server else html


def path_of(address: str) -> str:
    """`/e/birth?page=2` -> `/e/birth/page-2`."""
    parts = urlsplit(address)
    number = parts.query.removeprefix("page=") if parts.query.startswith("page=") else ""
    return parts.path.rstrip("/") + f"/page-{number}" if number else parts.path


class _Writer:
    def __init__(self, app: Flask, fresh: Path, before: Path, server: str, pressing: Press):
        self._app, self._fresh, self._before, self._server, self._press = app, fresh, before, server, pressing
        self._client = Client(app.wsgi_app)
        self._storing: list[Future[tuple[int, int]]] = []

    def write(self) -> Site:
        wanted = [one for one in site.addresses(self._app) if not (self._server and one.rule.endswith("/start"))]
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            answers = [self._take(pool, path_of(str(one)), str(one), _template(one)) for one in wanted]
            nobody = self._take(pool, NOBODY, NOBODY, NOBODY, status=404)
        sizes = [one.result() for one in self._storing]
        rules = export_headers.rules(answers)
        (self._fresh / "_headers").write_text(export_headers.for_cdns(answers), "utf-8")
        (self._fresh / "_redirects").write_text(export_headers.redirects(self._server), "utf-8")
        (self._fresh / "nginx-headers.conf").write_text(export_headers.for_nginx(rules, nobody, self._server), "utf-8")
        (self._fresh / SIGN).write_text(json.dumps({"format": FORMAT, "addresses": len(answers)}) + "\n", "utf-8")
        return Site(len(answers), sum(size for size, _ in sizes), sum(size for _, size in sizes), len(rules))

    def _take(self, pool: ThreadPoolExecutor, path: str, address: str, template: str, status: int = 200) -> Answer:
        """Ask for one address and leave its file to the pool."""
        given = Context().run(self._client.get, address, base_url=_base(self._app), headers=PAST_PUBLISHED)
        if given.status_code != status:
            waiting = " (not built yet: try again when it is)" if given.status_code == 503 else ""
            raise CannotExport(f"{address} answers {given.status_code}{waiting}: nothing was written")
        body, kind = given.get_data(), given.headers["Content-Type"]
        given.close()
        is_page, is_pressed = kind.startswith("text/html"), kind.startswith(PRESSED)
        if is_page:
            body = as_files(body.decode(), self._server).encode()
        name = path.strip("/")
        if status == 404:
            name += ".html"
        elif is_page:
            name = f"{name}/index.html".lstrip("/")
        kept = press(b"", list(given.headers), "")
        self._storing.append(pool.submit(self._store, name, body, is_pressed))
        return Answer(path, template, kept.headers, is_page, is_pressed)

    def _store(self, name: str, body: bytes, is_pressed: bool) -> tuple[int, int]:
        """Write a file and its compressed copies; (bytes, bytes with brotli). What the export before had the same is taken over, times and all."""
        path, earlier = self._fresh / name, self._before / name
        path.parent.mkdir(parents=True, exist_ok=True)
        same = earlier.is_file() and earlier.read_bytes() == body
        if same:
            shutil.copy2(earlier, path)
        else:
            path.write_bytes(body)
        if is_pressed and not (same and _take_over(earlier, path)):
            pressed = self._press(body, [], "")
            _beside(path, ".br").write_bytes(pressed.br)
            _beside(path, ".gz").write_bytes(pressed.gz)
        small = _beside(path, ".br") if is_pressed else path
        return len(body), small.stat().st_size


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _take_over(earlier: Path, path: Path) -> bool:
    pairs = [(_beside(earlier, ending), _beside(path, ending)) for ending in (".br", ".gz")]
    if not all(source.is_file() for source, _ in pairs):
        return False
    for source, target in pairs:
        shutil.copy2(source, target)
    return True


def _base(app: Flask) -> str:
    return app.extensions["gocua.config"].public_url


def _template(one: site.Address) -> str:
    """The pattern of an address: its route's, in the letter case and with the page's number that the address has."""
    rule = "/Q" + one.rule[2:] if one.rest.startswith("/Q/") else one.rule
    path = path_of(one.rest)
    if rule == "/" or "<" not in rule:
        return one.prefix + path
    if "?page=" in one.rest:
        rule += "/page-<number>"
    elif rule.endswith("<name>"):
        rule += os.path.splitext(path)[1]
    return one.prefix + rule
