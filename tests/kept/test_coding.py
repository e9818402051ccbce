"""A pack is small, comes back letter for letter, and a changed procedure costs little more than itself."""

import json
import lzma
from contextvars import Context
from datetime import datetime

import pytest

from app.kept import coding, echoes, letters, rules, service, shelf
from app.kept.coding import Page
from app.procedures import extras
from app.procedures import service as catalogue
from app.web import site

OFFICE = "21484"
CODE = "1.001193"
MOST_BYTES = {"vi": 114_000, "en": 117_500}  # the aim is 100,000; these keep what was reached
STRANGE = ["\ue000", "\uf8ff", "\x01", "\x02", "\x06", "\x1e", "\x1f"]


@pytest.fixture(scope="module")
def rendered(house):
    """Every page of the office's pack in a language, as the server answers it."""
    with house.app_context():
        addresses = [one.rest for one in site.addresses(house) if one.prefix == "" and rules.is_kept(one.rest)]

    def pages(tag: str) -> list[Page]:
        found = (service._rendered(house, tag, service._of_office(address, OFFICE)) for address in addresses)
        return [page for page in found if page]

    known: dict[str, list[Page]] = {}
    return lambda tag: known.setdefault(tag, pages(tag))


def coded(pages, more=None):
    units = coding.grouped(pages)
    texts = coding.frame(units)
    writer = coding.Writer(texts)
    return texts, {unit: writer.unit(unit, several) for unit, several in units.items()} | (more or {})


def a_page(address="/p/1.000001", html="<p>Mang theo giấy gì?</p>", style="sha256-x"):
    return Page(address, style, html)


@pytest.mark.parametrize("tag", ["vi", "en"])
def test_a_phone_reads_every_page_letter_for_letter_from_few_bytes(rendered, house, tag):
    pages = rendered(tag)
    assert len({coding.unit_of(page.address) for page in pages if page.address.startswith("/p/")}) == 205
    with house.app_context():
        more = {service.INDEX: service._text(house, service.INDEX), "/posters.json": json.dumps(service._posters(OFFICE))}
    texts, written = coded(pages, more)
    data = coding.packed(texts, written)
    frame, units = letters.read(lzma.decompress(data)).split(coding.FILE)
    full = coding.spelled(frame.split("\0"))
    on_phone = dict(row.split("\0", 1) for row in units.split(coding.GROUP))
    for unit, several in coding.grouped(pages).items():
        assert coding.read_unit(unit, on_phone[unit], full) == several, unit
    assert on_phone[service.INDEX] == more[service.INDEX]
    assert len(data) <= MOST_BYTES[tag]
    assert all(len(bundle) <= 10_000 for bundle in coding.slices(data)) and b"".join(coding.slices(data)) == data


def test_the_same_pages_are_the_same_bytes(rendered):
    some = [page for page in rendered("vi") if page.address.startswith(("/p/1.00", "/e/"))]
    assert coding.packed(*coded(some)) == coding.packed(*coded(list(reversed(some))))


def test_a_page_that_nobody_foresaw_is_read_with_an_old_frame(rendered):
    texts, _ = coded([page for page in rendered("vi") if page.address.startswith("/p/1.00")])
    new = [a_page(html="<h1>Việc mới ☃ 𝄞</h1>" * 3), a_page("/p/1.000001/papers", "<p>Việc mới ☃ 𝄞</p>")]
    text = coding.Writer(texts).unit("1.000001", new)
    assert coding.read_unit("1.000001", text, coding.spelled(texts)) == new
    assert letters.read(letters.written(text)) == text


@pytest.mark.parametrize("sign", STRANGE)
def test_a_foreign_sign_keeps_only_its_own_page_out(sign):
    assert not coding.is_writable(a_page(html=f"<p>Giấy {sign}</p>"))
    assert coding.is_writable(a_page())


def test_more_letters_than_bytes_are_read_too():
    text = "".join(map(chr, range(0x20, 0x17F))) + "漢字" + "".join(map(chr, range(0xE000, 0xE000 + 3000, 7)))
    assert letters.read(letters.written(text)) == text


def test_what_is_said_again_is_heard_again():
    row = ["<h1>", "Khai sinh", "</h1>", "Giấy chứng sinh", "Căn cước", "Khai sinh", "Giấy chứng sinh", "Căn cước", "Căn cước"]
    said = echoes.echoed(row, set())
    assert said[-4:] == [echoes.BY_NUMBER + "!", echoes.NEXT, echoes.NEXT, echoes.SAME]
    assert echoes.heard("".join(said)) == "".join(row)


def test_the_news_name_what_changed_last_and_what_is_gone():
    before = {"frame": "f", "recent": [["a", "1"], ["b", "1"]]}
    told = rules.changes(before, {"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "1"}, "f")
    assert told == [("a", "2"), ("c", ""), ("b", "1")]
    assert rules.changes(before, {}, {"a": "2"}, "another frame") == []
    assert rules.changes(None, {}, {"a": "2"}, "f") == []


def _asked(app, address: str, headers: dict):
    """An answer to somebody else's request: not in this test's own app context, in which `g` would stay."""
    return Context().run(app.test_client().get, address, headers=headers)


def wire(answer) -> int:
    """Bytes of an answer as it is sent: its first line, headers, body."""
    return len(f"HTTP/1.1 {answer.status}\r\n{answer.headers}") + len(answer.get_data())


def change(app, **values) -> None:
    """Change a procedure as the keeper's import does."""
    record = next(dict(record) for record in extras.read("procedures") if record["code"] == CODE) | values
    entry = catalogue.Entry(1, "curated", CODE, record)
    assert catalogue.import_entries([entry], "a change", datetime(2026, 11, 1)).counts["changed"] == 1


def test_a_changed_procedure_costs_no_more_than_its_page_and_a_thousand_bytes(app):
    service.build(app, OFFICE, "vi", "this version")
    before = shelf.units(f"{OFFICE}-vi")
    change(app, steps=["Mang giấy chứng sinh đến quầy.", "Đọc lại cho kỹ rồi mới ký.", "Chờ lấy giấy khai sinh."])
    assert service.build(app, OFFICE, "vi", "this version").is_new
    after = shelf.units(f"{OFFICE}-vi")
    changed = {unit: digest for unit, digest in after.items() if before.get(unit) != digest}
    sent = {"Accept-Encoding": "gzip, br"}

    def fetch(name: str, headers: dict):
        return _asked(app, f"/kept/{OFFICE}-vi/{name}", headers)

    news = fetch("news.json", sent)
    fetched = [fetch(f"units/{digest}.txt", sent) for digest in changed.values()]
    page = _asked(app, f"/p/{CODE}", sent)
    assert f'"{CODE}"' in fetch("news.json", {}).get_data(as_text=True)
    assert CODE in changed and all(answer.status_code == 200 for answer in fetched)
    assert wire(news) + sum(map(wire, fetched)) <= wire(page) + 1_000, (
        list(changed),
        wire(news),
        list(map(wire, fetched)),
        wire(page),
    )


def test_a_record_with_a_foreign_sign_leaves_its_pages_out_and_breaks_nothing(app):
    change(app, result_vi="Giấy khai sinh \ue123")
    made = service.build(app, OFFICE, "vi", "this version")
    assert made.pages == 987
    assert CODE in shelf.unit_texts(f"{OFFICE}-vi")
