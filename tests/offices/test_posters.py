"""Posters on the wall: their PDF is read by a bad camera, they open what they say, and keep their address for ever."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from app.offices import codes, hanging, posters, queries, rules, scanning, service

NOW = datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None)
HOSTS = ("http://127.0.0.1:8000", "https://gocua.quangngai.gov.vn")
MODULE_PIXELS = 3


def badly_photographed(page: Image.Image) -> Image.Image:
    """JPEG at 70, blurred by a pixel, turned by 20 degrees, at 60 % contrast: what a cheap phone sees."""
    grey = page.convert("L").rotate(20, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = grey.filter(ImageFilter.GaussianBlur(1)).point(lambda value: 51 + value * 0.6)
    file = io.BytesIO()
    grey.save(file, "JPEG", quality=70)
    return Image.open(file)


def code_modules(public_url: str) -> int:
    return len(codes.matrix(posters.address(public_url, "AAAAAA"), "Q"))


def read(data: bytes, side_mm: float, public_url: str) -> list[list[str]]:
    """Texts of the codes on each page, photographed badly at 3 pixels a module."""
    pixels_per_mm = code_modules(public_url) * MODULE_PIXELS / side_mm
    document = pypdfium2.PdfDocument(data)
    pages = [page.render(scale=pixels_per_mm * 25.4 / 72).to_pil() for page in document]
    return [sorted(code.text for code in zxingcpp.read_barcodes(badly_photographed(page))) for page in pages]


@pytest.mark.parametrize("public_url", HOSTS)
@pytest.mark.parametrize(
    ("what", "paper", "side_mm"), [("most-used", "a5", 79), ("events", "a4", 79 * 1.4142), ("office", "a5", 79)]
)
def test_a_bad_camera_reads_every_poster(app, public_url, what, paper, side_mm):
    office = queries.only_office()
    data = hanging.print_set(office, what, paper, public_url, NOW)
    ids = service.hang(office.code, hanging.targets(what), NOW)
    assert read(data, side_mm, public_url) == [[posters.address(public_url, one)] for one in ids]


@pytest.mark.parametrize("public_url", HOSTS)
def test_a_bad_camera_reads_the_wall_sheet_of_twelve(app, public_url):
    data = hanging.print_set(queries.only_office(), "wall", "a4", public_url, NOW)
    pages = read(data, 52, public_url)
    assert len(pages) == 1
    assert len(set(pages[0])) == 12


def test_codes_are_as_large_as_promised():
    code = code_modules(HOSTS[0])
    assert 79 * (code - 8) / code >= 60
    assert 52 * (code - 8) / code >= 40


def test_a_code_in_capitals_is_small():
    assert code_modules("https://gocua.quangngai.gov.vn") - 8 <= 29


def test_every_printed_code_opens_its_page_without_a_redirect(citizen):
    office = queries.only_office()
    wanted = [target for what in hanging.SETS for target in hanging.targets(what)]
    for poster_id in service.hang(office.code, dict.fromkeys(wanted), NOW):
        path = posters.address("http://127.0.0.1:8000", poster_id).removeprefix("HTTP://127.0.0.1:8000")
        assert "Xã Ba Tơ" in citizen.get(path).text or queries.poster(poster_id).kind != "procedure"


def test_a_poster_says_the_name_the_hotline_and_the_warning(app):
    data = hanging.print_set(queries.only_office(), "1.001193", "a5", HOSTS[0], NOW)
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    for said in ("khai", "sinh", "0255 000 0000", "Không đưa mã OTP cho ai", "127.0.0.1:8000", "Hrê"):
        assert said in text


def test_hanging_twice_keeps_the_address(app):
    office = queries.only_office()
    first = service.hang(office.code, [("procedure", "1.001193")], NOW)
    assert service.hang(office.code, [("procedure", "1.001193")], NOW) == first


def test_a_retired_poster_and_an_unknown_one_help(citizen):
    office = queries.only_office()
    (poster_id,) = service.hang(office.code, [("procedure", "1.001193")], NOW)
    service.retire(poster_id)
    page = citizen.get(f"/q/{poster_id}", status=410)
    assert "/p/1.001193" in page.links()
    citizen.get("/q/AAAAAA", status=404)
    citizen.get("/q/hello", status=404)
    (again,) = service.hang(office.code, [("procedure", "1.001193")], NOW)
    assert again != poster_id


def test_showings_are_counted_without_a_trace_of_who(app, citizen):
    (poster_id,) = service.hang("21484", [("event", "birth")], NOW)
    citizen.client.head(f"/q/{poster_id}")
    for _ in range(3):
        citizen.get(f"/q/{poster_id.lower()}")
    app.extensions["gocua.scans"].flush()
    assert queries.scans("21484", NOW.date())[poster_id] == 3


def test_the_same_poster_in_any_letter_case(citizen):
    poster_id = queries.posters("21484")[0].id
    for path in (
        f"/q/{poster_id}",
        f"/Q/{poster_id}",
        f"/Q/{poster_id.lower()}",
        f"/en/q/{poster_id}",
        f"/EN/Q/{poster_id}",
        f"/hre/q/{poster_id}",
    ):
        citizen.get(path)


@pytest.mark.parametrize("wrong", ["abc", "ABCDEF", "1O0I11", ""])
def test_a_mistyped_code_is_noticed(wrong):
    assert rules.read_code(wrong, 6) is None or rules.whole(wrong[:-1].upper()) == wrong.upper()


def test_one_wrong_character_is_always_noticed():
    code = rules.whole("7K3F9")
    for place in range(6):
        for other in rules.ALPHABET:
            if other != code[place]:
                assert rules.read_code(code[:place] + other + code[place + 1 :], 6) is None


def test_the_scanner_opens_this_host_only(app):
    with app.test_request_context("/"):
        poster_id = queries.posters("21484")[0].id
        assert scanning.address_of(f"HTTP://127.0.0.1:8000/Q/{poster_id}") == f"/Q/{poster_id}"
        assert scanning.address_of(poster_id.lower()) == f"/q/{poster_id}"
        assert scanning.address_of("1.001193") == "/p/1.001193"
        for foreign in (
            "https://evil.example/q/" + poster_id,
            "http://127.0.0.1:8000@evil.example/q/AAAAAA",
            "javascript:alert(1)",
            "http://127.0.0.1:8000/desk",
            "http://[",
            "",
            "x" * 500,
        ):
            assert scanning.address_of(foreign) is None


def test_a_photo_of_a_poster_opens_it(citizen):
    data = hanging.print_set(queries.only_office(), "1.001193", "a5", "http://127.0.0.1:8000", NOW)
    photo = io.BytesIO()
    pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB").save(photo, "JPEG", quality=70)
    photo.seek(0)
    answer = citizen.post("/scan", data={"photo": (photo, "photo.jpg")}, status=303)
    assert answer.headers["Location"].lower().startswith("/q/")
    citizen.post("/scan", data={"photo": (io.BytesIO(b"no picture"), "photo.jpg")}, status=422)
    citizen.post("/scan", data={}, status=422)
