"""`gocua export-site`: every public address as a file, whole or not at all, with the headers that the server sends."""

import gzip
import json
import re

import brotli
import pytest

from app.cli import group
from app.web import export, export_headers, site
from app.web.published import Kept

FEW = ("/", "/?page=2", "/e/birth", "/e/birth?page=2", "/p/1.001193", "/p/1.001193/papers", "/p/1.001193/start", "/search")


def quick(body, headers, counts):
    """Compressed, but not for long."""
    return Kept((), brotli.compress(body, quality=1), gzip.compress(body, 1), "", counts)


@pytest.fixture
def small(app):
    """A house that offers few addresses, so that an export takes no time."""
    app.extensions[site.OFFERS] = [site.Offer(lambda: FEW, True), site.Offer(lambda: ["/icon.svg"], False)]
    return app


def test_rooms_offer_every_public_page_there_is(house):
    with house.app_context():
        found = [str(one) for one in site.addresses(house)]
    assert len(found) == len(set(found))
    for address in (
        "/",
        "/?page=4",
        "/e/birth",
        "/f/ho-tich",
        "/p/1.001193",
        "/en/p/1.001193/papers",
        "/p/1.003622/start",
        "/help",
    ):
        assert address in found, address
    for address in ("/manifest.webmanifest", "/en/manifest.webmanifest", "/privacy", "/scan", "/languages", "/search", "/en/"):
        assert address in found, address
    assert any(one.startswith("/q/") for one in found) and any(one.startswith("/Q/") for one in found)
    assert any(one.endswith("/js/app.js") for one in found)
    public = {rule.rule for rule in house.url_map.iter_rules() if "GET" in rule.methods and not rule.rule.startswith(PRIVATE)}
    with house.app_context():
        assert {one.rule for one in site.addresses(house)} <= public


PRIVATE = ("/d/", "/desk", "/components", "/metrics", "/healthz", "/api/", "/team", "/packs", "/monitor", "/admin", "/sign-in")


def test_each_address_becomes_a_file_with_both_codings_beside_it(small, tmp_path):
    done = export.export(small, tmp_path / "site", pressing=quick)
    assert done.count == len(FEW) * 2 + 1 and done.pressed_bytes < done.size_bytes
    for name in ("", "page-2", "e/birth", "e/birth/page-2", "p/1.001193", "p/1.001193/papers", "search", "en", "en/p/1.001193"):
        page = tmp_path / "site" / name / "index.html"
        text = page.read_bytes()
        assert b"<html lang" in text
        assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == text
        assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == text
    assert (tmp_path / "site" / "icon.svg").read_text().startswith("<svg")
    assert "Không tìm thấy trang này" in (tmp_path / "site" / "404.html").read_text("utf-8")


def test_links_to_pages_of_a_list_are_files_too_and_no_part_is_asked_for(small, tmp_path):
    export.export(small, tmp_path / "site", pressing=quick)
    home = (tmp_path / "site" / "index.html").read_text("utf-8")
    assert 'href="/page-2"' in home and "?page=" not in home and "data-hx-" not in home
    second = (tmp_path / "site" / "page-2" / "index.html").read_text("utf-8")
    assert 'href="/"' in second and 'href="/page-3"' in second
    assert 'href="/en/page-2"' in (tmp_path / "site" / "en" / "index.html").read_text("utf-8")


def test_without_a_server_no_page_offers_to_start_and_the_counter_is_named(small, tmp_path):
    export.export(small, tmp_path / "site", pressing=quick)
    page = (tmp_path / "site" / "p" / "1.001193" / "index.html").read_text("utf-8")
    assert "/start" not in page and "Gọi quầy" in page
    start = (tmp_path / "site" / "p" / "1.001193" / "start" / "index.html").read_text("utf-8")
    assert "Việc này làm tại quầy" in start and "<form" not in start
    assert "Bắt đầu làm" in small.test_client().get("/p/1.001193").get_data(as_text=True), "the server itself is as before"


def test_with_a_server_the_start_opens_there(small, tmp_path):
    server = "https://gocua.example.vn"
    export.export(small, tmp_path / "site", server, quick)
    page = (tmp_path / "site" / "en" / "p" / "1.001193" / "index.html").read_text("utf-8")
    assert re.search(rf'href="{server}/en/p/1\.001193/start\?o=21484"', page)
    assert not (tmp_path / "site" / "p" / "1.001193" / "start").exists()
    assert f"/p/:code/start {server}/p/:code/start 307" in (tmp_path / "site" / "_redirects").read_text()
    assert f"return 307 {server}$request_uri" in (tmp_path / "site" / "nginx-headers.conf").read_text()


def test_a_folder_with_something_else_in_it_is_left_alone(small, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("x")
    with pytest.raises(export.CannotExport):
        export.export(small, tmp_path / "photos", pressing=quick)
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["one.jpg"]


def test_an_export_that_fails_leaves_the_one_before(small, tmp_path):
    export.export(small, tmp_path / "site", pressing=quick)
    small.extensions[site.OFFERS].append(site.Offer(lambda: ["/p/no-such-code"], True))
    with pytest.raises(export.CannotExport, match="404"):
        export.export(small, tmp_path / "site", pressing=quick)
    assert (tmp_path / "site" / "p" / "1.001193" / "index.html").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("site")] == ["site"]


def test_what_did_not_change_is_taken_over_with_its_date_and_not_pressed_again(small, tmp_path):
    export.export(small, tmp_path / "site", pressing=quick)
    dated = tmp_path / "site" / "p" / "1.001193" / "index.html"
    before = dated.stat().st_mtime_ns
    pressed = []

    def counting(body, headers, counts):
        pressed.append(body)
        return quick(body, headers, counts)

    export.export(small, tmp_path / "site", pressing=counting)
    assert not pressed and dated.stat().st_mtime_ns == before


def test_an_export_counts_nobody_as_having_scanned(small, tmp_path):
    counted = []
    small.extensions["gocua.published"].count = counted.append
    poster = next(rest for one in _all(small) if (rest := str(one)).startswith("/q/"))
    small.extensions[site.OFFERS] = [site.Offer(lambda: [poster], False)]
    export.export(small, tmp_path / "site", pressing=quick)
    assert (tmp_path / "site" / poster.strip("/") / "index.html").exists() and not counted


def _all(app):
    from app.offices import addresses

    return addresses.addresses()


def test_the_headers_files_say_what_the_server_says(small, tmp_path):
    export.export(small, tmp_path / "site", pressing=quick)
    sent = small.test_client().get("/p/1.001193").headers
    rules = rules_of((tmp_path / "site" / "_headers").read_text())
    said = rules["/p/*"]
    for name in ("Content-Type", "Content-Security-Policy", "Cache-Control", "Referrer-Policy", "X-Content-Type-Options"):
        assert said[name] == sent[name]
    nginx = (tmp_path / "site" / "nginx-headers.conf").read_text()
    assert f'add_header Content-Security-Policy "{sent["Content-Security-Policy"]}";' in nginx
    assert not {"Content-Length", "ETag", "X-Gocua-Published", "Set-Cookie"} & {name for rule in rules.values() for name in rule}


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """A `_headers` file as path -> headers."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            found[line] = {}
        elif line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            found[list(found)[-1]][name] = value
    return found


def test_a_folder_of_one_mind_is_one_rule_and_what_differs_stands_alone():
    def answer(path, template, **headers):
        return export_headers.Answer(path, template, tuple(headers.items()), True, True)

    rules = export_headers.rules(
        [
            answer("/e/a", "/e/<event>", A="1"),
            answer("/e/a/page-2", "/e/<event>/page-<number>", A="1"),
            answer("/p/1", "/p/<code>", A="1"),
            answer("/p/1/start", "/p/<code>/start", A="1"),
            answer("/p/2/start", "/p/<code>/start", A="2"),
        ]
    )
    said = {("/".join(rule.segments), rule.whole) for rule in rules}
    assert said == {("e", True), ("p/<code>", False), ("p/1/start", False), ("p/2/start", False)}


def test_the_command_writes_and_says_how_much(small, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "press", quick)
    runner = small.test_cli_runner()
    done = runner.invoke(group.commands["export-site"], [str(tmp_path / "site")])
    assert done.exit_code == 0 and f"{len(FEW) * 2 + 1} addresses" in done.output, done.output
    assert json.loads((tmp_path / "site" / export.SIGN).read_text())["format"] == export.FORMAT
    assert runner.invoke(group.commands["export-site"], [str(tmp_path), "--url", "gocua.example.vn"]).exit_code == 2
