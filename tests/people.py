"""People who open pages. Whatever they open is checked: it parses, one h1, ids once, inputs labelled, no inline code."""

from __future__ import annotations

import re
from contextvars import Context
from html.parser import HTMLParser

import brotli
import html5lib
from flask import Flask, has_app_context

from app.database import release

STRICT = html5lib.HTMLParser(strict=False)
CITIZEN_PEER = "203.0.113.9"
HARMLESS = {"eof-in-table"}


class Page:
    """An answer: `status`, `text`, and what a person finds in it."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        body = response.get_data()
        self.text = (brotli.decompress(body) if response.headers.get("Content-Encoding") == "br" else body).decode(
            "utf-8", "replace"
        )
        self.tags = _Tags(self.text)

    def words(self) -> str:
        """The text that people read, without markup, styles and pictures, spaces folded."""
        text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        text = re.sub(r"<[^>]+>", " ", text)
        return " ".join(text.replace("&#39;", "'").replace("&amp;", "&").split())

    def links(self, start: str = "") -> list[str]:
        """Addresses of the links inside main that begin with `start`, in order."""
        return [href for href in self.tags.main_links if href.startswith(start)]


class Visitor:
    """A browser without script. `at_the_machine`: a loopback peer, who may use the desk."""

    def __init__(self, app: Flask, at_the_machine: bool = False):
        self.app = app
        self.client = app.test_client()
        self._peer = "127.0.0.1" if at_the_machine else CITIZEN_PEER

    def __call__(self, address: str, status: int = 200, **options) -> Page:
        return self.get(address, status, **options)

    def get(self, address: str, status: int = 200, **options) -> Page:
        """Open a page and check it."""
        return self._seen(self._alone(self.client.get, address, options), status)

    def post(self, address: str, data=None, status: int | None = 303, **options) -> Page:
        """Send a form from our own page; with `status=None` any answer will do."""
        options.setdefault("headers", {"Sec-Fetch-Site": "same-origin"})
        return self._seen(self._alone(self.client.post, address, {**options, "data": data}), status)

    def _alone(self, ask, address: str, options: dict):
        """Ask outside of the test's own app context: as in production, no request shares `g` or a session with another."""
        return Context().run(ask, address, **self._options(options))

    def _options(self, options: dict) -> dict:
        options.setdefault("environ_base", {"REMOTE_ADDR": self._peer})
        options.setdefault("base_url", "http://127.0.0.1:8000")
        return options

    def _seen(self, response, status: int | None) -> Page:
        page = Page(response)
        if has_app_context():
            release()  # the test's own context outlives the request, and would go on seeing what was before it
        assert status in (page.status, None), f"{page.status} instead of {status}: {page.words()[:300]}"
        if response.mimetype == "text/html" and page.status not in (301, 303, 308):
            check(page)
        return page


def check(page: Page) -> None:
    """Raise AssertionError for a page that no browser, screen reader or policy should have to bear."""
    if "<html" not in page.text:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page.text)
    errors = [code for _, code, _ in parser.errors if code not in HARMLESS]
    assert not errors, f"not well formed: {errors[:5]}"
    tags = page.tags
    assert tags.h1 == 1, f"{tags.h1} h1"
    assert tags.title.strip(), "no title"
    assert tags.lang, "no lang"
    doubles = {one for one in tags.ids if tags.ids.count(one) > 1}
    assert not doubles, f"ids twice: {doubles}"
    assert not tags.inline, f"inline code: {tags.inline}"
    unlabelled = [one for one in tags.inputs if not one[1] and one[0] not in tags.labelled]
    assert not unlabelled, f"inputs without a label: {unlabelled}"
    assert not tags.nameless, f"buttons without a name: {tags.nameless}"
    assert not tags.broken, f"markup inside an attribute: {tags.broken}"
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and policy.startswith("default-src 'none'")


class _Tags(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.h1 = 0
        self.title = self.lang = ""
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.broken: list[str] = []
        self.inputs: list[tuple[str, bool]] = []
        self.labelled: set[str] = set()
        self.nameless: list[str] = []
        self.main_links: list[str] = []
        self._stack: list[str] = []
        self._button: list | None = None
        self._label_depth = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.broken += [value for name, value in attrs if value and "<span" in value]
        self.broken += [name for name, _ in attrs if not name.replace("-", "").replace(":", "").isalnum()]
        if tag == "html":
            self.lang = said.get("lang", "")
        if tag == "h1":
            self.h1 += 1
        if said.get("id"):
            self.ids.append(said["id"])
        if "style" in said or any(name.startswith("on") for name in said):
            self.inline.append(tag)
        if tag == "script" and "src" not in said and said.get("type") != "application/json":
            self.inline.append("script")
        if tag == "label":
            self._label_depth += 1
            self.labelled.add(said.get("for", ""))
        if tag in ("input", "select", "textarea") and said.get("type") not in ("hidden", "submit"):
            named = bool(said.get("aria-label") or said.get("aria-labelledby") or self._label_depth)
            self.inputs.append((said.get("id", said.get("name", "?")), named))
        if tag == "a" and "main" in self._stack and "aside" not in self._stack:
            self.main_links.append(said.get("href", ""))
        if tag == "img" and self._button is not None:
            self._button[1] += said.get("alt") or ""
        if tag in ("button", "a", "summary"):
            self._button = [tag, said.get("aria-label", ""), said.get("href", "")]
        if tag not in ("input", "meta", "link", "img", "br", "path", "use", "circle", "rect"):
            self._stack.append(tag)

    def handle_endtag(self, tag):
        if tag == "label":
            self._label_depth -= 1
        if self._button and tag == self._button[0]:
            if not self._button[1].strip():
                self.nameless.append(str(self._button))
            self._button = None
        if tag in self._stack:
            while self._stack and self._stack.pop() != tag:
                pass

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self._stack and self._stack[-1] == tag:
            self._stack.pop()

    def handle_data(self, data):
        if self._stack and self._stack[-1] == "title" and "svg" not in self._stack:
            self.title += data
        if self._button is not None:
            self._button[1] += data
