"""The component shelf: each file of templates/components/ holds one macro of its own name, gathered here as `ui`.

A macro imported at the top of a template does not exist when one block is rendered alone; the shelf always does.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from flask import Flask

COMPONENTS = "components"


def names(app: Flask) -> list[str]:
    """Every component there is, by name."""
    return sorted(path.stem for path in Path(app.root_path, "templates", COMPONENTS).glob("*.html"))


class _Shelf:
    """Loads a macro with the request's context on first use, so that a macro may use other components."""

    def __init__(self, app: Flask):
        self._app = app

    def __getattr__(self, name: str):
        template = self._app.jinja_env.get_template(f"{COMPONENTS}/{name}.html")
        return getattr(template.module, name)


def init_app(app: Flask) -> None:
    """Put `ui` on the shelf for all templates."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["ui"] = _Shelf(app)


def examples(app: Flask) -> list[SimpleNamespace]:
    """Each component with the comment that documents it, for /components."""
    found = []
    for name in names(app):
        source = Path(app.root_path, "templates", COMPONENTS, f"{name}.html").read_text("utf-8")
        found.append(SimpleNamespace(name=name, comment=source.split("#}")[0].removeprefix("{#").strip()))
    return found
