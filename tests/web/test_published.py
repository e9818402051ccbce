"""Published pages: rendered once an edition, compressed, fit for a CDN, and never what belongs to one person."""

import gzip
from contextlib import contextmanager

import brotli
import pytest
from flask import template_rendered

from app.database import write
from app.web.models import new_edition
from app.web.published import coding_of, press

PUBLIC = (
    "/",
    "/e/birth",
    "/f/ho-tich",
    "/p/1.001193",
    "/p/1.001193/papers",
    "/p/1.001193/start?o=21484",
    "/help",
    "/privacy",
    "/scan",
)


@contextmanager
def renderings(app):
    """The names of the templates that are rendered meanwhile."""
    names: list[str] = []
    with template_rendered.connected_to(lambda sender, template, **_: names.append(template.name), app):
        yield names


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_may_be_kept_by_anybody(visit, address):
    page = visit(address)
    assert page.headers["Cache-Control"].startswith("public, max-age=60")
    assert "Accept-Encoding" in page.headers["Vary"] and "HX-Request-Type" in page.headers["Vary"]
    assert page.headers["ETag"]
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("address", PUBLIC)
def test_all_codings_say_the_same(visit, address):
    plain = visit.client.get(address).data
    assert brotli.decompress(visit.client.get(address, headers={"Accept-Encoding": "br, gzip"}).data) == plain
    assert gzip.decompress(visit.client.get(address, headers={"Accept-Encoding": "gzip"}).data) == plain


def test_an_unchanged_page_costs_no_bytes(visit):
    first = visit.client.get("/p/1.001193", headers={"Accept-Encoding": "br"})
    again = visit.client.get("/p/1.001193", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    head = visit.client.head("/p/1.001193")
    assert head.status_code == 200 and not head.data and int(head.headers["Content-Length"]) > 1000


def test_a_page_is_rendered_once_an_edition(app, citizen):
    with renderings(app) as rendered:
        for _ in range(3):
            citizen.client.get("/p/1.001193?utm_source=zalo&x=1")
        assert len(rendered) == 1
        write(new_edition)
        app.extensions["gocua.published"].forget()
        citizen.client.get("/p/1.001193")
        assert len(rendered) == 2


def test_it_survives_a_restart_on_disk(app, citizen):
    citizen.client.get("/p/1.001193")
    layer = app.extensions["gocua.published"]
    layer._shelf.open(layer._shelf._folder.name)
    with renderings(app) as rendered:
        citizen.client.get("/p/1.001193")
    assert not rendered


def test_a_damaged_copy_on_disk_is_made_anew(app, citizen):
    good = citizen.client.get("/p/1.001193").data
    layer = app.extensions["gocua.published"]
    for path in layer._shelf._folder.iterdir():
        path.write_bytes(path.read_bytes()[:40])
    layer._shelf.open(layer._shelf._folder.name)
    assert citizen.client.get("/p/1.001193").data == good


def test_the_pages_stay_up_while_the_database_is_away(app, citizen):
    from app.extensions import db

    good = citizen.client.get("/p/1.001193").data
    for engine in db.engines.values():
        engine.dispose()
    app.extensions["gocua.config"].data_dir.joinpath("gocua.sqlite3").rename(app.extensions["gocua.config"].data_dir / "away")
    app.extensions["gocua.published"].forget()
    assert citizen.client.get("/p/1.001193").data == good


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("br", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("br;q=0, gzip", "gzip"),
        ("identity", ""),
        ("BR", "br"),
    ],
)
def test_the_browser_gets_the_coding_it_asked_for(accept, coding):
    assert coding_of(accept) == coding


def test_a_cookie_never_gets_into_a_published_page():
    assert all(name != "Set-Cookie" for name, _ in press(b"x", [("Set-Cookie", "a=b"), ("Content-Type", "text/html")], "").headers)


@pytest.mark.parametrize("address", ["/search?q=con", "/desk", "/nope", "/p/1.001193/papers/result?h1=yes", "/scan?code=%C3%A0"])
def test_what_depends_on_the_asker_is_not_stored(house, address):
    from tests.people import Visitor

    answer = Visitor(house, at_the_machine=True).client.get(address)
    assert answer.headers["Cache-Control"] == "no-store"


def test_htmx_gets_a_block_and_nobody_stores_it(visit):
    block = visit.client.get("/?page=2", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert block.data.lstrip().startswith(b'<div id="events"') and b"<html" not in block.data
    assert block.headers["Cache-Control"] == "no-store"
    full = visit.client.get("/?page=2", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    assert b"<html" in full.data


@pytest.mark.parametrize("address", ["/p/1.001193", "/search?q=con", "/nope", "/healthz", "/d/7K3F9QXM"])
def test_a_question_about_headers_alone_gets_no_body(house, address):
    layer, seen = house.wsgi_app, []
    environ = house.test_request_context(address, method="HEAD").request.environ
    assert b"".join(layer(environ, lambda status, headers, *_: seen.append(status))) == b""
    assert seen[0][:3] in ("200", "404")
