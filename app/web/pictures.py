"""Pictures: one table of names, drawn by others (npm sets, installed) or by us (static/icons), inlined where used.

`data/pictures.json` maps a name to `openmoji:<icon>`, `tabler:<icon>` or `own`; the licences are in docs/licences.md.
Citizens' pages carry only the symbols that they show, so that a page is one request.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from functools import cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup

from .drawing import compact

HERE = Path(__file__).parent
OWN = HERE.parent / "static" / "icons"
OPEN = f"\x02{secrets.token_hex(6)}:"  # nobody who types can write one
MARK = re.compile(OPEN + "([a-z0-9-]+)\\|([^\x03]*)\x03")
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
        return view_box, compact(body)
    entry = _vendor()[source]
    return f"0 0 {entry['width']} {entry['height']}", entry["body"]


def picture(name: str, css: str = "picture") -> Markup:
    """A mark where a picture goes; `place` puts it there. Hidden from screen readers since words stand beside it."""
    drawing(name)
    return Markup(f"{OPEN}{name}|{css}\x03")  # noqa: S704 - both are our own names


def place(html: str) -> str:
    """Put the pictures in: one that is shown once stands in its place, one shown often is a symbol at the page's end."""
    often = {name for name, count in Counter(name for name, _ in MARK.findall(html)).items() if count > 1}

    def drawn(found: re.Match) -> str:
        name, css = found.groups()
        view_box, body = drawing(name)
        if name in often:
            return f'<svg class="{css}" aria-hidden="true"><use href="#i-{name}"/></svg>'
        return f'<svg class="{css}" viewBox="{view_box}" aria-hidden="true">{body}</svg>'

    shared = "".join(f'<symbol id="i-{name}" viewBox="{drawing(name)[0]}">{drawing(name)[1]}</symbol>' for name in sorted(often))
    symbols = f'<svg class="hidden" aria-hidden="true">{shared}</svg>' if often else ""
    html = MARK.sub(drawn, html)
    return html.replace("</body>", symbols + "</body>") if "</body>" in html else html + symbols


def svg(name: str) -> str:
    """A picture as a file of its own, for posters and the browser's icon."""
    view_box, body = drawing(name)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}">{body}</svg>'


def init_app(app: Flask) -> None:
    """Give templates `picture()`."""
    app.jinja_env.globals["picture"] = picture
