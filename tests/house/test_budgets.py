"""Bytes that a page may cost, with every loudspeaker standing: kept here without a browser, measured whole by `make bench`."""

import re
import shutil
from pathlib import Path

import brotli
import pytest

from app import create_app
from app.offices import queries as offices
from tests.bench.houses import give_voice
from tests.conftest import config_for
from tests.people import Visitor

JS = Path(__file__).resolve().parents[2] / "app" / "static"
FIRST_VIEW_BYTES = 12_000
SCRIPT_BYTES = 20_000
SERVER_HEADERS_BYTES = 80  # what granian adds: its name and the date
IMPORT = re.compile(r'^(?:import|export)[^;]*?"(\.[^"]+\.js)"', re.MULTILINE)


@pytest.fixture(scope="module")
def spoken(furnished, tmp_path_factory):
    """The demo with a clip for every sentence that wants one."""
    folder = tmp_path_factory.mktemp("spoken") / "data"
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    with app.app_context():
        give_voice(app)
    return app


def wire_bytes(answer) -> int:
    """An answer's bytes as HTTP/1.1 sends them."""
    head = f"HTTP/1.1 {answer.status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in answer.headers) + "\r\n"
    return len(head.encode()) + len(answer.data) + SERVER_HEADERS_BYTES


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_first_view_after_a_scan_fits_in_one_flight(spoken, prefix):
    with spoken.app_context():
        posters = offices.posters("21484")
    sizes = {}
    for poster in posters:
        answer = Visitor(spoken).client.get(f"{prefix}/q/{poster.id}", headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert b'class="say"' in brotli.decompress(answer.data) or prefix, poster.target
        sizes[poster.target] = wire_bytes(answer)
    print(f"largest {max(sizes.values())} of {len(sizes)}")
    assert len(sizes) >= 25
    assert not {target: size for target, size in sizes.items() if size > FIRST_VIEW_BYTES}


def with_imports(script: Path, found: set[Path]) -> set[Path]:
    """A script and all that it imports, `found` grown by them."""
    if script not in found:
        found.add(script)
        for name in IMPORT.findall(script.read_text("utf-8")):
            with_imports((script.parent / name).resolve(), found)
    return found


def scripts_of(html: str) -> set[Path]:
    """What a page loads by itself: its script tags, its modules, and what they import."""
    found: set[Path] = set()
    for name in re.findall(r'(?:src|href)="/static/\w+/([^"]+\.js)"', html):
        with_imports(JS / name, found)
    for name in set(re.findall(r'data-module="([\w-]+)"', html)):
        with_imports(JS / "js" / "modules" / f"{name}.js", found)
    return found


PAGES = ("/", "/search?q=con", "/p/1.001193", "/p/1.001193/papers", "/p/1.001193/start", "/p/1.000894/start", "/scan", "/help")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_loads_few_scripts_and_needs_none(spoken, address):
    html = Visitor(spoken).get(address).text
    sizes = {path.name: len(brotli.compress(path.read_bytes())) for path in scripts_of(html)}
    assert {"app.js"} < set(sizes)
    assert sum(sizes.values()) <= SCRIPT_BYTES, sizes
    assert "zxing-reader.js" not in sizes
    blocking = [tag for tag in re.findall(r"<script[^>]*src=[^>]*>", html) if "module" not in tag and "defer" not in tag]
    assert not blocking
