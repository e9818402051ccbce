"""The one table of languages: tag in addresses and files, Babel's id, what `<html lang>` says, what it falls back to.

Babel knows almost none of our languages, so only the locale selector sees `babel_id` (`vi@hre`); all else uses the tag.
Source: docs/sources.md, "Languages".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Flask, request

from ..extensions import babel

DEFAULT = "vi"
ENVIRON_KEY = "gocua.language"


@dataclass(frozen=True)
class Language:
    """One language: `has_pack` says whether its pack has published content and is offered to choose."""

    tag: str
    name_vi: str
    name_en: str
    autonym: str
    babel_id: str
    fallback: tuple[str, ...]
    has_pack: bool

    @property
    def html_lang(self) -> str:
        """What the page's text really is: Vietnamese until the pack has something to show."""
        return self.tag if self.has_pack else DEFAULT


def _load() -> dict[str, Language]:
    rows = json.loads((Path(__file__).parent / "data" / "languages.json").read_text("utf-8"))
    names = ("tag", "name_vi", "name_en", "autonym", "babel_id", "has_pack")
    return {row["tag"]: Language(**{name: row[name] for name in names}, fallback=tuple(row["fallback"])) for row in rows}


LANGUAGES = _load()


def current() -> Language:
    """The language of the request, by its address alone; Vietnamese outside a request."""
    tag = request.environ.get(ENVIRON_KEY, DEFAULT) if request else DEFAULT
    return LANGUAGES.get(tag, LANGUAGES[DEFAULT])


def offered() -> list[Language]:
    """Languages that a person can choose, Vietnamese first."""
    return [language for language in LANGUAGES.values() if language.has_pack]


def init_app(app: Flask) -> None:
    """Let Babel follow the address; put the addresses' language prefix where Flask expects a mount point."""
    folder = str(Path(app.root_path).parent / "translations")
    babel.init_app(app, locale_selector=lambda: current().babel_id, default_locale=DEFAULT, default_translation_directories=folder)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]


class LanguagePrefix:
    """WSGI layer: `/hre/p/1.001193` is `/p/1.001193` in Hrê.

    The prefix becomes SCRIPT_NAME, so every `url_for` keeps the language by itself. `/vi/...` answers 308 to the bare
    address. Prefix, `/q` and `/d` are read in any letter case, since QR codes in capitals are smaller.
    """

    def __init__(self, wsgi_app):
        self.wsgi_app = wsgi_app

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        head, _, tail = path[1:].partition("/")
        tag = head.lower()
        if tag == DEFAULT and path[1:] != "":
            return _moved(environ, start_response, "/" + tail)
        if tag in LANGUAGES:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + tag
            environ[ENVIRON_KEY] = tag
            path = "/" + tail
        environ["PATH_INFO"] = lower_head(path)
        return self.wsgi_app(environ, start_response)


def lower_head(path: str) -> str:
    """`/Q/...` and `/D/...` with a small first letter; all else as it is."""
    return path[:2].lower() + path[2:] if path[:3] in ("/Q/", "/D/") else path


def _moved(environ, start_response, path: str):
    query = environ.get("QUERY_STRING", "")
    target = "/" + path.lstrip("/") + (f"?{query}" if query else "")
    target = target.encode("latin-1").decode("utf-8", "replace")
    start_response("308 Permanent Redirect", [("Location", quote(target, safe="/?=&%")), ("Content-Length", "0")])
    return [b""]
