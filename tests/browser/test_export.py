"""The exported pages behind nginx alone, with no Python: the same answers as the server's, and the same journeys."""

import gzip
import http.client
import re
import shutil

import brotli
import pytest
from playwright.sync_api import expect

from app import create_app
from app.web import export, site
from app.web.published import Kept
from tests.browser.keeper import settled
from tests.conftest import close, config_for
from tests.nginx import Nginx
from tests.server import free_port
from tests.shared import once

SERVERS = "server {{ listen 127.0.0.1:{port}; root {root}; include {root}/nginx-headers.conf; }}"
KEPT = re.compile(r"^/(p/(1\.001193|2\.000815|1\.003622)(/|$)|q/|Q/|e/birth|f/ho-tich|(?!([pef]|offices|kept)/))")
SAME = (
    "/",
    "/en/",
    "/e/birth",
    "/en/e/birth",
    "/f/ho-tich",
    "/p/1.003622",
    "/en/p/1.003622",
    "/p/1.003622/papers",
    "/en/p/1.003622/papers",
    "/p/1.003622/start",
    "/help",
    "/en/help",
    "/privacy",
    "/languages",
    "/open-in-chrome",
    "/en/open-in-chrome",
    "/search",
    "/icon.svg",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/en/manifest.webmanifest",
)
HEADERS = (
    "Content-Type",
    "Content-Security-Policy",
    "Cache-Control",
    "Strict-Transport-Security",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Vary",
)


def quick(body, headers, counts):
    """Compressed, but not for long."""
    return Kept((), brotli.compress(body, quality=1), gzip.compress(body, 1), "", counts)


@pytest.fixture(scope="module")
def exported(furnished, tmp_path_factory, worker_id):
    """Base address of an export that nginx serves: the few pages of these tests, all their lists and scripts."""
    site_folder = once(tmp_path_factory, worker_id, "exported", lambda folder: _export(folder, furnished)) / "site"
    folder = tmp_path_factory.mktemp("exported")
    shutil.copytree(site_folder, folder / "site")
    port = free_port()
    server = Nginx(folder / "nginx", SERVERS.format(port=port, root=folder / "site"), port)
    yield f"http://127.0.0.1:{port}"
    server.stop()


def _export(folder, furnished):
    shutil.copytree(furnished, folder / "data")
    app = create_app(config_for(folder / "data"))
    app.extensions[site.OFFERS] = [site.Offer(_some(one.addresses), one.in_each_language) for one in app.extensions[site.OFFERS]]
    with app.app_context():
        export.export(app, folder / "site", pressing=quick)
    close(app)


def _some(addresses):
    return lambda: [one for one in addresses() if KEPT.match(one)]


def ask(base: str, path: str, coding: str = "identity", method: str = "GET"):
    """(status, headers, body), decompressed."""
    line = http.client.HTTPConnection(base.removeprefix("http://"), timeout=30)
    line.request(method, path, headers={"Accept-Encoding": coding})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    said = answer.headers.get("Content-Encoding", "identity")
    assert said == coding or answer.status != 200, (path, said)
    opened = brotli.decompress(body) if said == "br" else gzip.decompress(body) if said == "gzip" and body else body
    return answer.status, answer.headers, opened


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_files_answer_as_the_server_does(exported, live, coding):
    for path in SAME:
        theirs, ours = ask(live.url, path), ask(exported, path, coding)
        assert (ours[0], theirs[0]) == (200, 200), path
        for name in HEADERS:
            assert ours[1].get_all(name) == theirs[1].get_all(name), (path, name)
        expected = theirs[2]
        if theirs[1]["Content-Type"].startswith("text/html"):
            expected = export.as_files(expected.decode()).encode()
        assert ours[2] == expected, path


def test_a_poster_in_capitals_and_a_list_asked_by_number_are_found(exported, live):
    poster = live.demo["posters"][0]
    for path in (poster, poster.upper(), poster + "/", "/?page=2", "/page-2", "/e/birth/", "/en"):
        status, headers, body = ask(exported, path)
        assert status == 200 and b"<h1" in body, path
        assert "Location" not in headers
    assert ask(exported, "/?page=../../x")[2] == ask(exported, "/?page=77")[2] == ask(exported, "/")[2]
    assert ask(exported, "/?page=2")[2] == ask(exported, "/page-2")[2] != ask(exported, "/")[2]


def test_what_is_not_there_gets_the_page_that_helps(exported):
    for path in ("/nope", "/p/9.999999", "/page-77", "/d/7K3F9QXM"):
        status, headers, body = ask(exported, path)
        assert status == 404 and "Không tìm thấy trang này" in body.decode(), path
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_decoders_script_keeps_its_own_policy(exported, live):
    html = ask(exported, "/scan")[2].decode()
    version = re.search(r"/static/(\w+)/js/app\.js", html).group(1)
    path = f"/static/{version}/js/scan-worker.js"
    for name in ("Content-Security-Policy", "Cache-Control", "Content-Type"):
        assert ask(exported, path)[1][name] == ask(live.url, path)[1][name]
    assert "wasm-unsafe-eval" in ask(exported, path)[1]["Content-Security-Policy"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_citizen_looks_up_and_checks_the_papers_without_any_python(screen, exported, prefix):
    screen.goto(f"{exported}{prefix}/")
    screen.locator(".tile").first.click()
    screen.locator(".row__link").first.click()
    expect(screen).to_have_url(f"{exported}{prefix}/p/1.001193")
    assert screen.get_by_role("link", name="Start" if prefix else "Bắt đầu làm", exact=True).count() == 0
    screen.locator("main a.big--do").first.click()
    expect(screen).to_have_url(f"{exported}{prefix}/p/1.001193/papers")
    expect(screen.locator(".check__count")).to_have_text("1 / 8")
    while screen.locator(".screen--now").count():
        screen.locator(".screen--now .pick__label").first.click()
    expect(screen.locator("#result")).to_be_visible()


def test_lists_page_and_languages_change_among_files(screen, exported):
    screen.goto(f"{exported}/")
    first = screen.locator(".tile").first.inner_text()
    screen.get_by_role("link", name="Việc khác").click()
    expect(screen).to_have_url(f"{exported}/page-2")
    expect(screen.locator(".tile").first).not_to_have_text(first)
    screen.goto(f"{exported}/p/1.003622")
    screen.get_by_role("link", name="English").click()
    expect(screen).to_have_url(f"{exported}/en/p/1.003622")


@pytest.mark.expected_console("Failed to load resource")
@pytest.mark.expected_console("ERR_")
def test_a_page_of_a_list_among_files_opens_again_without_a_network(phone, screen, exported):
    screen.goto(f"{exported}/page-2")
    settled(screen)
    first = screen.locator(".tile").first.inner_text()
    phone.set_offline(True)
    assert screen.goto(f"{exported}/page-2").status == 200
    expect(screen.locator(".tile").first).to_have_text(first)


def test_files_work_without_script_too(plain_screen, exported):
    plain_screen.goto(f"{exported}/e/birth")
    plain_screen.locator(".row__link").first.click()
    expect(plain_screen.get_by_role("heading", level=1)).to_have_text("Làm giấy khai sinh")
