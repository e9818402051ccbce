"""What saving costs: a whole pack fits 100,000 bytes in either language, and a change costs little more than what changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextvars import Context
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.kept import coding, pressing, service, shelf
from app.procedures import extras
from app.procedures import service as catalogue
from tests.bench.houses import give_voice
from tests.conftest import close, config_for
from tests.kept.phone import unpacked
from tests.shared import once

pytestmark = pytest.mark.xdist_group("packs")
OFFICE = "21484"
MOST_BYTES = 100_000
MOST_BYTES_OF_A_BUNDLE = 10_000
MORE_BYTES = 1_000
BIRTH, COPIES, MARRIAGE, ABROAD = "1.001193", "2.000815", "1.000894", "1.004873"
SENT = {"Accept-Encoding": "gzip, br"}
PREFIX = {"vi": "", "en": "/en"}


@pytest.fixture(scope="module")
def packed(furnished, tmp_path_factory, worker_id):
    """A house with the demo in it, a clip for every sentence, and the packs of both languages."""
    ready = once(tmp_path_factory, worker_id, "packed", lambda folder: _pack(folder, furnished))
    folder = tmp_path_factory.mktemp("packed") / "data"
    shutil.copytree(ready, folder)
    app = create_app(config_for(folder))
    with app.app_context():
        yield app
        for engine in db.engines.values():
            engine.dispose()


def _pack(folder: Path, furnished: Path) -> None:
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    with app.app_context():
        give_voice(app)
        for tag in PREFIX:
            service.build(app, OFFICE, tag, "this version")
    close(app)


def asked(app: Flask, address: str):
    """An answer to somebody else's request: not in this test's own app context, in which `g` would stay."""
    return Context().run(app.test_client().get, address, headers=SENT)


def wire(answer) -> int:
    """Bytes of an answer as it is sent: its first line, headers, body."""
    assert answer.status_code in (200, 410), answer.status
    return len(f"HTTP/1.1 {answer.status}\r\n{answer.headers}") + len(answer.get_data())


@pytest.mark.parametrize("tag", PREFIX)
def test_a_phone_reads_every_page_letter_for_letter_from_few_bytes(packed, tag):
    made = shelf.manifest(f"{OFFICE}-{tag}")
    bundles = [shelf.bundle(one["address"].split("/")[-1].removesuffix(".bin")).read_bytes() for one in made["bundles"]]
    sent = sum(map(len, bundles))
    listed = wire(asked(packed, f"{PREFIX[tag]}/offices/{OFFICE}/pack.json"))
    print(f"{tag}: {sent} bytes in {len(bundles)} bundles, {listed} for the list")
    assert max(map(len, bundles)) <= MOST_BYTES_OF_A_BUNDLE
    assert sent + listed <= MOST_BYTES
    frame, units = (unpacked(b"".join(bundles)) or "").split(coding.FILE, 1)
    on_phone = dict(row.split("\0", 1) for row in units.split(coding.GROUP))
    assert on_phone == shelf.unit_texts(f"{OFFICE}-{tag}")
    full = coding.spelled(frame.split("\0"))
    procedures = [unit for unit in on_phone if not unit.startswith("/")]
    assert len(procedures) == 205
    for unit in [*procedures[::9], "/", "/search", "/e/birth"]:
        for page in coding.read_unit(unit, on_phone[unit], full):
            assert page == service._rendered(packed, tag, service._of_office(page.address, OFFICE)), page.address


def record(code: str) -> dict:
    return next(dict(one) for one in extras.read("procedures") if one["code"] == code)


def tell(code: str, **values) -> None:
    """Change a procedure as the keeper's import does."""
    entry = catalogue.Entry(1, "curated", code, record(code) | values)
    assert catalogue.import_entries([entry], "a change", datetime(2026, 11, 1)).counts["changed"] == 1


DEATH, WEDDING, STRANGE = "1.000656", "1.004222", "1.000689"
CHANGES: dict[str, Callable[[], object]] = {
    BIRTH: lambda: tell(BIRTH, fee_note_vi="Từ hôm nay: 3.000 đồng một bản."),
    DEATH: lambda: tell(DEATH, steps=["Mang giấy báo tử đến quầy.", "Đọc lại cho kỹ rồi mới ký.", "Chờ lấy giấy khai tử."]),
    COPIES: lambda: tell(COPIES, name_vi="Chứng thực bản sao kiểu mới", plain_name_vi="Sao y giấy tờ kiểu mới"),
    MARRIAGE: lambda: tell(
        MARRIAGE, documents=[one | {"name_vi": f"{one['name_vi']} mới"} for one in record(MARRIAGE)["documents"]]
    ),
    ABROAD: lambda: catalogue.withdraw(ABROAD, None, datetime(2026, 11, 1)),
}


def test_changes_cost_no_more_than_their_procedures_pages_and_a_thousand_bytes_each(packed, monkeypatch):
    """All in one edition, since building takes seconds: what is shared (lists with a new name) counts for all together."""
    monkeypatch.setattr(pressing, "pressed", lambda data: b"the whole, which nobody fetches here")
    name = f"{OFFICE}-vi"
    pages = {code: wire(asked(packed, f"/p/{code}")) for code in CHANGES}
    before, count = shelf.units(name), shelf.manifest(name)["pages"]
    for change in CHANGES.values():
        change()
    tell(STRANGE, result_vi="Giấy \ue123")  # a sign that the coding needs for itself
    assert count - 3 <= service.build(packed, OFFICE, "vi", "this version").pages < count, "only its own page is left out"
    changed = {unit: digest for unit, digest in shelf.units(name).items() if before.get(unit) != digest and unit != STRANGE}
    costs = {unit: wire(asked(packed, f"/kept/{name}/units/{digest}.txt")) for unit, digest in changed.items()}
    news = wire(asked(packed, f"/kept/{name}/news.json"))
    print(f"{news} news, {costs}, pages {pages}")
    assert set(CHANGES) <= set(changed) and service.INDEX not in changed
    assert len(shelf.manifest(name)["recent"]) <= 12
    for code, page in pages.items():
        assert news + costs[code] <= page + MORE_BYTES, (code, news, costs[code], page)
    assert news + sum(costs.values()) <= sum(pages.values()) + MORE_BYTES * len(pages)
    texts = shelf.unit_texts(name)  # what the search is to know travels with its procedure
    assert texts[COPIES].split(coding.FILE)[1].startswith("Sao y giấy tờ kiểu mới\n") and coding.FILE not in texts[BIRTH]
    assert STRANGE in texts
