"""An invented person goes through everything; then nobody finds her: not in logs, addresses, titles, file names, or bytes on the disk."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import shutil
import sqlite3
import time
import unicodedata
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from PIL import Image
from werkzeug.test import EnvironBuilder

from app.forms.places import folded
from tests.notices.test_notices import a_subscription
from tests.phone import FULL_BIRTH, place, sealed
from tests.server import LiveServer

NAME, NUMBER, PHONE, HAMLET = "Đinh Thị Bí Mật Kẻo", "051196778899", "0987123654", "Thôn Hreo Bí Ẩn"
HER = {**FULL_BIRTH, "yeu_cau_ho_ten": NAME, "yeu_cau_so_dinh_danh": NUMBER, "yeu_cau_dien_thoai": PHONE}
HER |= {"me_ho_ten": NAME, "me_so_dinh_danh": NUMBER, "consent": "yes", "filled_by": "self"}
HER |= {**place("yeu_cau_noi_cu_tru", "Xã Ba Vinh", HAMLET), **place("me_noi_cu_tru", "Xã Ba Vinh", HAMLET)}
BORN = "17/09/2026"
HER |= {"con_ngay_sinh.day": "17", "con_ngay_sinh.month": "9", "con_ngay_sinh.year": "2026"}
BIRTH, BROKEN = "1.001193", "2.000635"
LOUD = """
import logging
logging.basicConfig(level=logging.DEBUG)
logging.getLogger("sqlalchemy").setLevel(logging.INFO)  # every statement with what goes into it
"""
LAST = '"route": "desk.receive", "method": "POST", "status": 500'
ADDRESSES = re.compile(r'(?:href|src|action|data-[a-z-]+)="(/[^"]*)"')


def spellings(secret: str) -> set[str]:
    """How a text may lie about: with and without accents, composed or not, escaped for JSON or an address, in groups, in capitals."""
    plain = folded(secret)
    ways = {secret, unicodedata.normalize("NFD", secret), plain, plain.replace(" ", "-"), plain.replace(" ", "_")}
    ways |= {json.dumps(secret)[1:-1], quote(secret), urlencode({"": secret})[1:]}
    if secret.isdecimal():
        ways |= {f"{secret[:4]} {secret[4:7]} {secret[7:]}", " ".join(re.findall("...?", secret))}
    return {way for one in ways for way in (one, one.upper(), one.lower())}


SECRETS = sorted({way for secret in (NAME, NUMBER, PHONE, HAMLET, BORN, "2026-09-17") for way in spellings(secret)})


def traces(data: bytes | str) -> list[str]:
    """Every spelling of hers that is in there."""
    data = data.encode() if isinstance(data, str) else data
    return [one for one in SECRETS if one.encode() in data or one.encode("utf-16-le") in data]


class Browser:
    """Asks a real server, keeps cookies, and notes where it was and what stood above each page."""

    def __init__(self, port: int):
        self.port, self.cookies = port, {}
        self.addresses: list[str] = []
        self.titles: list[str] = []

    def ask(self, method: str, address: str, status: int | None = 200, data=None, body=None, kind: str = "") -> tuple[str, bytes]:
        """(Location, body). data: a form; body: bytes of another kind."""
        if data is not None:
            sent = EnvironBuilder(method="POST", data=data).get_environ()
            body, kind = sent["wsgi.input"].read(), sent["CONTENT_TYPE"]
        headers = {"Sec-Fetch-Site": "same-origin", **({"Content-Type": kind} if kind else {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, address, body, headers)
        answer = line.getresponse()
        got, to = answer.read(), answer.getheader("Location", "")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        assert status in (None, answer.status), (method, answer.status, got[-600:])
        if "html" in answer.getheader("Content-Type", ""):
            text = got.decode()
            self.titles += re.findall(r"<title>(.*?)</title>", text, re.DOTALL)
            self.addresses += ADDRESSES.findall(text)
        self.addresses += [address, to]
        return to, got


def a_photo() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    picture = Image.new("RGB", (400, 300), "#8a6")
    exif = picture.getexif()
    exif[270] = NAME  # what a phone may write into a photo
    picture.save(data, "JPEG", exif=exif)
    data.seek(0)
    return data, f"{NAME}.jpg"


@pytest.fixture
def loud(furnished, tmp_path):
    """A real server whose every logger says all that it knows; its temporary files lie in a folder of their own."""
    folder, more, scratch = tmp_path / "data", tmp_path / "more", tmp_path / "scratch"
    shutil.copytree(furnished, folder)
    for one in (more, scratch):
        one.mkdir()
    (more / "sitecustomize.py").write_text(LOUD)
    server = LiveServer(folder, PYTHONPATH=os.pathsep.join([str(more), str(Path.cwd())]), TMPDIR=str(scratch))
    yield server
    server.stop()


def test_whoever_looks_afterwards_finds_nothing_of_her(loud, tmp_path):
    her, officer = Browser(loud.port), Browser(loud.port)
    ticket = she_sends(her)
    dossier = the_officer_works(officer, her, ticket)
    at_the_counter(officer)
    by_a_sealed_item(her)
    mistakes(her, officer, loud.data_dir)
    _, page = officer.ask("GET", f"/desk/d/{dossier}")
    assert len(traces(page)) > 3, "she is there for the officer, and the net would catch her"
    _, figures = officer.ask("GET", "/metrics")
    _, health = officer.ask("GET", "/healthz")
    found = {"metrics": traces(figures), "health": traces(health)}
    found["addresses"] = traces("\n".join(her.addresses + officer.addresses))
    found["titles"] = traces("\n".join(her.titles + officer.titles))
    log = written(loud)
    loud.stop(kill=True)  # the write-ahead log stays as it is
    assert '"level": "error"' in log and "DEBUG:" in log and "INSERT INTO dossiers" in log
    found["log"] = traces(log)
    for path in [*loud.data_dir.rglob("*"), *(tmp_path / "scratch").rglob("*")]:
        found[f"name of {path.name}"] = traces(path.name)
        if path.is_file():
            found[f"bytes of {path.name}"] = traces(path.read_bytes())
    assert any(name.endswith("-wal") for name in found) and {name: some for name, some in found.items() if some} == {}


def written(server: LiveServer) -> str:
    """The log, once the last mistake stands in it: lines go out together."""
    deadline = time.monotonic() + 20
    while LAST not in (log := server.log.read_text()):
        assert time.monotonic() < deadline, log[-2000:]
        time.sleep(0.1)
    return log


def she_sends(her: Browser) -> str:
    start = f"/p/{BIRTH}/start?o=21484"
    her.ask("POST", start, 422, {**HER, "consent": "", "con_ngay_sinh.year": "3000"})
    to, _ = her.ask("POST", start, 303, {**HER, "anh_giay_chung_sinh": a_photo()})
    her.ask("GET", to)
    her.ask("POST", f"{to}/notices", None, body=json.dumps(a_subscription()).encode(), kind="application/json")
    return to.rsplit("/", 1)[1]


def the_officer_works(officer: Browser, her: Browser, ticket: str) -> str:
    to, _ = officer.ask("POST", "/desk/find", 303, {"code": ticket})
    dossier = to.rsplit("/", 1)[1]
    officer.ask("POST", "/desk/find", 422, {"code": NAME})
    officer.ask("POST", "/desk/find", 422, {"photo": a_photo()})
    for address in ("", "/files/0", "/return", "/form.pdf", "/slip.pdf", "/slip.pdf?size=80mm", "/copy", "/fee"):
        officer.ask("GET", f"/desk/d/{dossier}{address}")
    officer.ask("POST", f"/desk/d/{dossier}/take", 303, {"from": ""})
    officer.ask("POST", f"/desk/d/{dossier}/check", 303, {"paper.1": "no"})
    officer.ask("POST", f"/desk/d/{dossier}/return", 303, {"photo.0": "blurry", "answer.yeu_cau_ho_ten": "differs"})
    _, calls = officer.ask("GET", "/desk/tell")
    assert NAME in calls.decode()
    officer.ask("POST", f"/desk/d/{dossier}/called", 303, {"stay": "1"})
    her.ask("GET", f"/d/{ticket}")
    her.ask("GET", f"/d/{ticket}/photos/0")
    her.ask("POST", f"/d/{ticket}/mend", 422, {"yeu_cau_ho_ten": NAME + "1"})
    her.ask("POST", f"/d/{ticket}/mend", 303, {"yeu_cau_ho_ten": NAME, "photo.0": a_photo()})
    for state in ("accepted", "ready", "done"):
        officer.ask("POST", f"/desk/d/{dossier}", 303, {"state": state})
    officer.ask("POST", f"/desk/d/{dossier}/fee", 303, {"amount": "8000", "way": "cash", "entry": "0"})
    for address in ("/desk", "/desk?state=done", "/desk/fees", "/desk/fees.csv", "/desk/audit", "/desk/dossiers.csv"):
        officer.ask("GET", address, None)
    officer.ask("GET", "/desk/dossiers.xlsx", None)
    return dossier


def at_the_counter(officer: Browser) -> None:
    to, _ = officer.ask("GET", f"/desk/new/{BIRTH}", 303)
    officer.ask("POST", f"{to}/keep", 204, {**HER, "anh_giay_chung_sinh": a_photo()})
    _, page = officer.ask("GET", "/desk/new")
    assert NAME in page.decode()
    officer.ask("GET", to)
    officer.ask("POST", to, 422, {**HER, "step": "send", "con_gioi_tinh": NAME})
    other, _ = officer.ask("GET", f"/desk/new/{BIRTH}", 303)
    made, _ = officer.ask("POST", other, 303, {**HER, "step": "send", "anh_giay_chung_sinh.seen": "1"})
    officer.ask("GET", made)


def by_a_sealed_item(her: Browser) -> None:
    _, listing = her.ask("GET", "/offices/21484/keys.json")
    item = sealed(json.loads(listing), values=HER)
    line = http.client.HTTPConnection("127.0.0.1", her.port, timeout=30)
    told = {"Idempotency-Key": f'"{item.id}"', "X-Fingerprint": item.fingerprint, "Sec-Fetch-Site": "same-origin"}
    line.request("POST", "/api/items", item.blob, {**told, "Content-Type": "application/octet-stream"})
    assert line.getresponse().status == 201
    line.close()


def mistakes(her: Browser, officer: Browser, folder: Path) -> None:
    her.ask("POST", "/nothing/here", 404, HER)
    her.ask("POST", "/d/ABCDEFGH", None, {"last4": NAME, "secret": NUMBER})
    her.ask("POST", "/api/items", None, body=json.dumps(HER).encode(), kind="application/json")
    her.ask("PUT", f"/p/{BIRTH}/start", 405, body=NAME.encode(), kind=f"text/plain; name={NUMBER}")
    her.ask("POST", f"/p/{BIRTH}/start", None, body=f"--x\r\nbroken {NAME}".encode(), kind="multipart/form-data; boundary=x")
    officer.ask("POST", "/sign-in", None, {"login": NUMBER, "password": NAME})
    officer.ask("POST", "/desk/new/1.001193/not-an-id", 404, HER)
    with sqlite3.connect(folder / "gocua.sqlite3", timeout=10) as database:
        database.execute("UPDATE procedures SET record = '{}' WHERE code = ?", (BROKEN,))
    her.ask("POST", f"/p/{BROKEN}/start?o=21484", 500, HER)
    officer.ask("POST", f"/desk/new/{BROKEN}/00000000-0000-7000-8000-000000000000", 500, HER)
