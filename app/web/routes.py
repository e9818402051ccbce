"""Health, figures, the staff stylesheet, the shelf's own page; what browsers ask for: icons, the manifest, the way to Chrome."""

from __future__ import annotations

import json
from datetime import date

from flask import Blueprint, Response, current_app, send_from_directory
from sqlalchemy import text

from ..database import reading
from . import logs, pictures, shelf
from . import manifest as install
from .access import may, public
from .errors import Missing
from .pages import page, published
from .published import FOREVER

bp = Blueprint("web", __name__)


@bp.get("/healthz")
@public
def health():
    """200 `ok` when the database answers; 503 otherwise."""
    try:
        reading().execute(text("SELECT 1"))
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is 503
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@bp.get("/metrics")
@may("read_figures")
def figures():
    """This process's figures, in Prometheus' text format."""
    return Response(logs.figures(), mimetype="text/plain")


@bp.get("/components")
@may("see_components")
def components():
    """Every component with examples, for those who build pages."""
    return page("components.html", components=shelf.examples(current_app), today=date.today())


@bp.get("/staff-<version>.css")
@public
def staff_style(version: str):
    """The stylesheet that staff pages link."""
    published()
    answer = Response(current_app.extensions["gocua.staff_css"], mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@bp.get("/static/<version>/<path:name>")
@public
def older_static(version: str, name: str):
    """A file that a page of another release names: today's file, so that an old page on a phone still works."""
    assert current_app.static_folder
    response = send_from_directory(current_app.static_folder, name)
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/favicon.ico")
@bp.get("/icon.svg")
@public
def icon():
    """The product's mark: an open door."""
    published()
    answer = Response(pictures.svg("mark"), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@bp.get("/manifest.webmanifest")
@public
def manifest():
    """What the browser needs to put the program on the home screen, in the language of the address."""
    published()
    text = json.dumps(install.manifest(), ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype="application/manifest+json")


@bp.get("/installed/<digest>/<name>.png")
@public
def installed_picture(digest: str, name: str):
    """An icon or a picture of a screen, for the manifest; an older address gets today's. 404 for one that there never was."""
    if name not in install.pictures():
        raise Missing
    response = send_from_directory(install.FOLDER, f"{name}.png")
    response.headers["Cache-Control"] = FOREVER if digest == install.pictures()[name] else "no-cache"
    return response


@bp.get("/open-in-chrome")
@public
def open_in_chrome():
    """How to get out of the small browser inside another app; its steps are shown by modules/inapp.js on every page there."""
    published()
    response = page("web/open-in-chrome.html")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
