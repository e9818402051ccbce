"""Pictures: one table of names, drawn by others (npm sets, installed) or by us (static/icons), inlined where used.

`data/pictures.json` maps a name to `openmoji:<icon>`, `tabler:<icon>` or `own`; the licences are in docs/licences.md.
Citizens' pages carry only the symbols that they show, so that a page is one request.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from flask import Flask, g
from markupsafe import Markup

HERE = Path(__file__).parent
OWN = HERE.parent / "static" / "icons"
VENDOR = HERE.parent / "static" / "vendor" / "pictures.json"


class NoSuchPicture(KeyError):
    """A template asked for a picture that is not in the table."""


@cache
def table() -> dict[str, str]:
    """Picture name -> where it comes from."""
    return json.loads((HERE / "data" / "pictures.json").read_text("utf-8"))


@cache
def _vendor() -> dict[str, dict]:
    return json.loads(VENDOR.read_text("utf-8"))


@cache
def drawing(name: str) -> tuple[str, str]:
    """(viewBox, SVG body) of a picture; raises NoSuchPicture."""
    try:
        source = table()[name]
    except KeyError:
        raise NoSuchPicture(name) from None
    if source == "own":
        text = (OWN / f"{name}.svg").read_text("utf-8")
        view_box = re.search(r'viewBox="([^"]+)"', text).group(1)  # type: ignore[union-attr]
        body = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL).group(1)  # type: ignore[union-attr]
        return view_box, re.sub(r">\s+<", "><", body.strip())
    entry = _vendor()[source]
    return f"0 0 {entry['width']} {entry['height']}", entry["body"]


def picture(name: str, css: str = "picture") -> Markup:
    """An inline picture, hidden from screen readers since words stand beside it."""
    if g.get("is_part"):
        view_box, body = drawing(name)
        return Markup(f'<svg class="{css}" viewBox="{view_box}" aria-hidden="true">{body}</svg>')  # noqa: S704
    view_box, _ = drawing(name)
    g.setdefault("symbols", {})[name] = True
    return Markup(f'<svg class="{css}" aria-hidden="true"><use href="#i-{name}"/></svg>')  # noqa: S704


def symbols() -> Markup:
    """The symbols that this page used, to stand once at its end."""
    parts = []
    for name in g.get("symbols", {}):
        view_box, body = drawing(name)
        parts.append(f'<symbol id="i-{name}" viewBox="{view_box}">{body}</symbol>')
    return Markup(f'<svg class="hidden" aria-hidden="true">{"".join(parts)}</svg>') if parts else Markup("")  # noqa: S704


def svg(name: str) -> str:
    """A picture as a file of its own, for posters and the browser's icon."""
    view_box, body = drawing(name)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">{body}</svg>'


def init_app(app: Flask) -> None:
    """Give templates `picture()` and `symbols()`."""
    app.jinja_env.globals.update(picture=picture, symbols=symbols)
