"""Answering a page or a piece of it: one address, one template, one function."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar
from urllib.parse import quote

from flask import Response, current_app, g, make_response, render_template, request

from . import languages, pictures

View = TypeVar("View", bound=Callable)
HERE = "\x02here\x03"  # where the page names its own address; nobody who types can write it
MOST_DRAWN = 500
VARY = {"Vary": "HX-Request-Type"}
HTML = "text/html; charset=utf-8"


def page(template: str, fragment: str | None = None, status: int = 200, **context: object) -> Response:
    """Answer `template`, or only its block `fragment` when htmx asks for a part (docs/adr/0004).

    Boosted links, history restores and everybody else get the whole page. Blocks are never stored by anybody.
    """
    if fragment and wants_part():
        response = make_response(pictures.place(_block(template, fragment, context)), status)
        response.headers["Cache-Control"] = "no-store"
        del_published()
    else:
        response = make_response(rendered(template, **context), status)
    response.vary.add("HX-Request-Type")
    return response


def rendered(template: str, **context: object) -> str:
    """A whole page with its pictures in place."""
    return pictures.place(render_template(template, **context))


def page_once(template: str, words: Mapping[str, str], **context: Hashable) -> Response:
    """Answer `template`, drawn once an edition for each language and `context`; only `words` differ from one to the next.

    words: a mark that stands in the context -> what is written there now, letters, digits and dashes only. The page's own
    address is written in as well. The caller reads the database each time; what it found decides which drawing is shown.
    """
    drawn, here = current_app.extensions["gocua.published"].drawn, quote(request.path)
    key = (template, languages.current().tag, *context.values())
    found = drawn.get(key) if not request.query_string else None
    if found is None:
        html = rendered(template, **context).replace(here, HERE)
        found = [part.encode() for part in re.split(f"({'|'.join([HERE, *words])})", html)], g.get("inlined_style")
        if not request.query_string:
            if len(drawn) >= MOST_DRAWN:
                drawn.clear()
            drawn[key] = found
    parts, g.inlined_style = found
    written = {mark.encode(): word.encode() for mark, word in {**words, HERE: here}.items()}
    return Response(b"".join([written.get(part, part) for part in parts]), headers=VARY, content_type=HTML)


def wants_part() -> bool:
    """True when htmx will swap a piece of the page (htmx 4 says so in HX-Request-Type)."""
    return request.headers.get("HX-Request-Type") == "partial"


def _block(template: str, fragment: str, context: dict[str, object]) -> str:
    current_app.update_template_context(context)
    loaded = current_app.jinja_env.get_template(template)
    return "".join(loaded.blocks[fragment](loaded.new_context(context)))


def published(counts: str | None = None) -> None:
    """Say, from inside a route, that this answer is the same for everybody until the next edition (web/published.py).

    counts: what each showing of the page is counted as, e.g. `poster:7K3F9Q`.
    """
    g.published = counts or ""


def del_published() -> None:
    """Take `published()` back: this answer is not for everybody."""
    g.pop("published", None)
