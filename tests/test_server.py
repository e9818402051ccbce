"""Starting and stopping, as `make run` does it: what is printed, what is kept, what a killed server loses (nothing)."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from app import config
from app.offices.rules import read_code
from tests.server import ROOT, LiveServer


def fetch(url: str, data: dict | None = None):
    body = urllib.parse.urlencode(data).encode() if data else None
    request = urllib.request.Request(url, body, {"Sec-Fetch-Site": "same-origin"} if data else {})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.url, answer.read().decode()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server from nothing: an empty data directory."""
    one = LiveServer(tmp_path_factory.mktemp("server") / "data")
    yield one
    one.stop()


def test_it_says_where_it_is_and_where_a_poster_is(server):
    assert f"Ready: {server.url}" in server.lines
    poster = next(line for line in server.lines if line.startswith("Poster: "))
    assert poster == f"Poster: {server.url}{server.demo['posters'][0]}"
    assert re.fullmatch(r"/q/[2-9A-HJ-NP-Z]{6}", server.demo["posters"][0])


def test_the_demo_file_says_what_checks_need(server):
    demo = server.demo
    assert demo["office"] == "21484" and demo["url"] == server.url
    assert demo["forms"]["khai-sinh"] == "1.001193" and len(demo["forms"]) == 13
    assert read_code(demo["tickets"][0], 8)
    status, _, text = fetch(server.url + demo["posters"][0])
    assert status == 200 and "Làm giấy khai sinh" in text
    assert "đã nhận" in fetch(f"{server.url}/d/{demo['tickets'][0]}")[2]


def test_it_stops_within_five_seconds_and_starts_again_within_five_with_everything(server):
    status, _, _ = fetch(f"{server.url}/p/2.000815/start?o=21484", {"consent": "yes", "giay_gi": "Khác", "step": "review"})
    assert status == 200
    demo = server.demo
    assert server.stop() < 5
    left = server.data_dir / "tmp" / "half-an-upload"
    left.write_bytes(b"x")
    started = time.monotonic()
    server.start()
    assert time.monotonic() - started < 5 * (1 + 2 * _machine_is_busy())
    assert server.demo == demo
    assert not left.exists()


def test_what_is_written_in_passing_lies_in_the_data_directory_too(tmp_path):
    told = "from app.server import *; write_in_passing(Path(sys.argv[1])); print(tempfile.gettempdir())"
    out = subprocess.run(
        [sys.executable, "-c", told, tmp_path / "tmp"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert out.split()[-1] == str(tmp_path / "tmp")


def _machine_is_busy() -> bool:
    import os

    return os.getloadavg()[0] > 1.5


def test_a_killed_server_has_lost_nothing_it_said_it_had(server):
    ticket = server.demo["tickets"][0]
    server.stop(kill=True)
    server.start()
    assert "đã nhận" in fetch(f"{server.url}/d/{ticket}")[2]


def test_without_the_demo_it_starts_empty_and_says_how_to_go_on(tmp_path):
    server = LiveServer(tmp_path / "data", GOCUA_DEMO="0", GOCUA_PUBLIC_URL="https://gocua.example.vn")
    try:
        assert not any(line.startswith("Poster: ") for line in server.lines)
        assert not (server.data_dir / "demo.json").exists()
        for path in ("/", "/p/1.001193", "/p/1.001193/papers", "/p/1.001193/start", "/help", "/search?q=khai%20sinh"):
            assert fetch(server.url + path)[0] == 200, path
    finally:
        server.stop()


def test_all_that_is_written_lies_in_the_data_directory(server):
    names = {path.name for path in server.data_dir.iterdir()}
    assert {"gocua.sqlite3", "keys", "demo.json"} <= names
    assert json.loads((server.data_dir / "demo.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PORT": "eight"}, "PORT"),
        ({"GOCUA_PUBLIC_URL": "ftp://x"}, "GOCUA_PUBLIC_URL"),
        ({"GOCUA_PUBLIC_URL": "https://x.vn/path", "GOCUA_DEMO": "0"}, "no path"),
        ({"GOCUA_PUBLIC_URL": "https://gocua.example.vn"}, "GOCUA_DEMO=0"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_line(environment, says):
    with pytest.raises(config.BadSetting, match=re.escape(says)):
        config.from_environment(environment)
