"""A pack is small, comes back letter for letter, and a changed procedure costs little more than itself."""

import re

import pytest
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import escape

from app.kept import clips, coding, echoes, letters, pressing, rules, service
from app.kept.coding import Page
from app.packs import speech
from app.web import site
from tests.kept.phone import unpacked

OFFICE = "21484"
TAKEN = re.compile(r"/p/1\.001|/e/")
STRANGE = ["\ue000", "\uf8ff", "\x01", "\x02", "\x06", "\x07", "\x1e", "\x1f"]


@pytest.fixture(scope="module")
def rendered(house):
    """Some pages of the office's pack in a language, as the server answers them."""
    with house.app_context():
        addresses = [
            one.rest for one in site.addresses(house) if one.prefix == "" and rules.is_kept(one.rest) and TAKEN.match(one.rest)
        ]

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


def test_the_same_pages_are_the_same_bytes(rendered):
    some = [page for page in rendered("vi") if page.address.startswith(("/p/1.0011", "/e/"))]
    assert coding.packed(*coded(some)) == coding.packed(*coded(list(reversed(some))))


@pytest.mark.parametrize("text", ["", "a", "Ă", "Khai sinh " * 500, "".join(map(chr, range(0x20, 0x3000, 17)))])
def test_a_phone_unpacks_what_was_pressed(text):
    assert unpacked(pressing.pressed(letters.written(text))) == text


def test_a_phone_that_gets_another_file_says_that_it_cannot_read_it():
    assert unpacked(b"<html>") is None


def test_a_page_that_nobody_foresaw_is_read_with_an_old_frame(rendered):
    texts, _ = coded([page for page in rendered("vi") if page.address.startswith("/p/")])
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


LABELLED = '<a class="say" href="{}" data-module="say" aria-label="{}: {}"></a>'


@pytest.mark.parametrize(
    "said", ["Mang theo giấy gì?", "Lệ phí: 8.000 đồng & tem", 'Giấy "gốc" của A\'s', "Nga\u0300y  sinh", "<b>"]
)
@pytest.mark.parametrize("word", ["Nghe", "Listen"])
def test_a_clips_name_is_left_out_where_its_sentence_says_it(said, word):
    address = f"/voice/{speech.key(said)}.mp3"
    listed = f"""data-sounds='{htmlsafe_json_dumps({said: address, "Năm": "/voice/a.mp3"})}'"""
    page = LABELLED.format(address, word, escape(said)) + listed
    short = clips.unnamed(page)
    assert address not in short and short.count(clips.SIGN) == 2
    assert clips.named(short) == page


def test_a_clip_of_another_name_keeps_it():
    page = LABELLED.format(f"/voice/{'0' * 20}.mp3", "Nghe", "Mang theo giấy gì?")
    assert clips.unnamed(page) == page
