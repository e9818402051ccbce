"""Health, figures, the staff stylesheet, the shelf's own page, the browser's icon and the manifest."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, send_from_directory
from sqlalchemy import text

from ..database import reading
from . import logs, pictures, shelf
from .access import may, public
from .pages import page, published

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
    """What the browser needs to put the program on the home screen."""
    published()
    answer = Response(
        '{"name":"Gõ Cửa","short_name":"Gõ Cửa","lang":"vi","dir":"ltr","start_url":"/","scope":"/","display":"standalone",'
        '"background_color":"#ffffff","theme_color":"#0b4f34","icons":[{"src":"/icon.svg","sizes":"any","type":"image/svg+xml"}]}',
        mimetype="application/manifest+json",
    )
    return answer
