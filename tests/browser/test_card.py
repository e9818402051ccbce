"""A citizen who cannot write scans her card: what codes say, which commune an old address is in, and two cards in one form."""

import io
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import qrcode
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page, expect

from tests.browser.conftest import FLAGS, PHONE
from tests.browser.hearing import HEARD
from tests.browser.pages.wizard import Wizard
from tests.chromium import program

pytestmark = pytest.mark.browser

BIRTH = "1.001193"
READ = """async (text) => (await import("/static/any/js/scan/card.js")).readCard(text)"""
PLACE = """async ([text, issued]) => (await import("/static/any/js/scan/places.js")).placeOf(text, issued)"""
MOTHER = "051190001234|212345678|Phạm Thị Thử|01021990|Nữ|Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi|01012022"
FATHER = "051088004321||Phạm Văn Đạt|12051988|Nam|Tổ 3, TT. Ba Tơ, Ba Tơ, Quảng Ngãi|15082021"
PLAIN = {"number": "051190001234", "name": "Phạm Thị Thử", "sex": "Nữ"}
BORN = {"day": "1", "month": "2", "year": "1990"}
ISSUED = {"day": "1", "month": "1", "year": "2022"}


def misread(text: str, coding: str) -> str:
    """UTF-8 that a reader took for something Western."""
    return text.encode().decode(coding, "replace") if coding != "cp1252" else "".join(_western(byte) for byte in text.encode())


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


CARDS = {
    "as printed": MOTHER,
    "the new card, with more behind": f"{MOTHER}|Phạm Văn Cha|Phạm Thị Mẹ|051190009999|",
    "no old number": MOTHER.replace("212345678", ""),
    "line ends and blanks around": f"\ufeff \r\n{MOTHER}\r\n\x00",
    "blanks between": MOTHER.replace("|", " | "),
    "letters and accents apart": unicodedata.normalize("NFD", MOTHER),
    "taken for Latin-1": misread(MOTHER, "latin-1"),
    "taken for Windows-1252": misread(MOTHER, "cp1252"),
    "dates with strokes": MOTHER.replace("01021990", "1/2/1990").replace("01012022", "01/01/2022"),
    "sex without accent, in capitals": MOTHER.replace("|Nữ|", "|NU|"),
    "marks that nobody sees": MOTHER.replace("Phạm", "\u200bPhạm\u202e"),
}


@pytest.fixture
def reading(screen) -> Page:
    screen.goto("/help")
    return screen


@pytest.mark.parametrize("text", CARDS.values(), ids=CARDS)
def test_a_card_is_read_however_it_comes(reading, text):
    card = reading.evaluate(READ, text)
    assert {name: card[name] for name in PLAIN} == PLAIN
    assert (card["born"], card["issued"]) == (BORN, ISSUED)
    assert card["address"] == "Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|||||||",
        "https://example.org/|x|y",
        "051190001234",
        "051190001234|",
        "WIFI:S:quan;P:1|2|3;;",
        "BEGIN:VCARD|N:Phạm|",
        "0511900012345|x|y|z",
        "khong|phai|the",
    ],
)
def test_what_is_no_card_is_none(reading, text):
    assert reading.evaluate(READ, text) is None


@pytest.mark.parametrize(
    ("part", "written", "read"),
    [
        (2, "Phạm <b>Thị</b> 12", ""),
        (2, "P" * 121, ""),
        (2, "", ""),
        (3, "31021990", None),
        (3, "01131990", None),
        (3, "01012999", None),
        (3, "01011899", None),
        (3, "00001956", {"day": "", "month": "", "year": "1956"}),
        (3, "00051956", {"day": "", "month": "5", "year": "1956"}),
        (3, "1956", {"day": "", "month": "", "year": "1956"}),
        (3, "abc", None),
        (3, "010219900", None),
        (4, "Khác", ""),
        (4, "", ""),
        (5, "....", ""),
        (6, "", None),
        (6, "99999999", None),
    ],
)
def test_a_part_that_is_not_as_it_should_be_is_left_out(reading, part, written, read):
    parts = MOTHER.split("|")
    parts[part] = written
    name = ["number", "", "name", "born", "sex", "address", "issued"][part]
    assert reading.evaluate(READ, "|".join(parts))[name] == read


def test_an_endless_code_is_cut(reading):
    card = reading.evaluate(READ, MOTHER.replace("Thôn", "Thôn " * 5000))
    assert card["name"] == "Phạm Thị Thử" and len(card["address"]) <= 300


def place(page: Page, address: str, issued: dict | None = ISSUED) -> dict:
    return page.evaluate(PLACE, [address, issued])


AFTER = {"day": "1", "month": "9", "year": "2025"}


@pytest.mark.parametrize(
    ("address", "issued", "commune", "detail"),
    [
        ("Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi", ISSUED, "Xã Ba Vinh", "Thôn Nước Lang"),
        ("Thôn Nước Lang, Xã Ba Điền, Huyện Ba Tơ, Tỉnh Quảng Ngãi", ISSUED, "Xã Ba Vinh", "Thôn Nước Lang"),
        ("Ba Cung, Ba Tơ, Quảng Ngãi", ISSUED, "Xã Ba Tơ", ""),
        ("Tổ 3, TT. Ba Tơ, Ba Tơ, Quảng Ngãi", ISSUED, "Xã Ba Tơ", "Tổ 3"),
        ("Thôn A, Ba Tô, Ba Tơ, Quảng Ngãi", ISSUED, "Xã Ba Tô", "Thôn A"),
        ("thon nuoc lang, ba vinh, ba to, quang ngai", ISSUED, "Xã Ba Vinh", "thon nuoc lang"),
        ("Thôn X, Pờ Y, Ngọc Hồi, Kon Tum", ISSUED, "Xã Bờ Y", "Thôn X"),
        ("Thôn Tây, An Vĩnh, Lý Sơn, Quảng Ngãi", ISSUED, "Đặc khu Lý Sơn", "Thôn Tây, An Vĩnh"),
        ("12 Lê Lợi, Phường 5, Quận 3, TP. Hồ Chí Minh", ISSUED, "Phường Bàn Cờ", "12 Lê Lợi"),
        ("Thôn Nước Lang, Ba Vinh, Quảng Ngãi", AFTER, "Xã Ba Vinh", "Thôn Nước Lang"),
        ("Thôn Nước Lang, Xã Ba Vinh, Quảng Ngãi", None, "Xã Ba Vinh", "Thôn Nước Lang"),
        ("Thôn Kon Jri, Xã Đăk Rơ Wa, Quảng Ngãi", AFTER, "Xã Đăk Rơ Wa", "Thôn Kon Jri"),
    ],
)
def test_an_old_address_finds_todays_commune(reading, address, issued, commune, detail):
    found = place(reading, address, issued)
    assert found["communes"] == [{"name": commune, "detail": detail}], found


def test_a_commune_that_was_divided_is_asked(reading):
    found = place(reading, "Thôn 1, Trà Bùi, Trà Bồng, Quảng Ngãi")
    assert sorted(one["name"] for one in found["communes"]) == ["Xã Cà Đam", "Xã Tây Trà Bồng"]
    assert found["province"] == "51"


def test_without_its_day_an_address_that_may_mean_two_communes_is_asked(reading):
    found = place(reading, "Ba Vinh, Ba Tơ, Quảng Ngãi", None)
    assert {one["name"]: one["detail"] for one in found["communes"]} == {"Xã Ba Vinh": "", "Xã Ba Tơ": "Ba Vinh"}


@pytest.mark.parametrize(
    ("address", "province"),
    [("Thôn X, Không Có, Ba Tơ, Quảng Ngãi", "51"), ("1 Đường Lạ, Nước Ngoài", ""), ("Quảng Ngãi", "51"), ("", ""), (", , ,", "")],
)
def test_a_place_that_nobody_knows_is_not_guessed(reading, address, province):
    found = place(reading, address)
    assert (found["province"], found["communes"]) == (province, [])


@pytest.mark.expected_console("ERR_FAILED")
def test_without_the_table_the_text_stays_and_the_place_is_asked(screen):
    screen.context.route("**/vendor/places/**", lambda route: route.abort())
    screen.goto("/help")
    found = place(screen, "Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi")
    assert found == {"province": "", "communes": [], "detail": "Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi"}


# The journey: a server whose sentences all have a sound, and a phone whose camera looks at whatever is held before it.


def held(text: str) -> bytes:
    """A short film of a card's code, held a little askew and not quite sharp."""
    wall = Image.new("RGB", (1280, 720), (176, 164, 140))
    code = qrcode.make(text).convert("RGB").resize((520, 520))
    wall.paste(code.rotate(4, expand=True, fillcolor=(176, 164, 140)), (350, 80))
    file = io.BytesIO()
    wall.filter(ImageFilter.GaussianBlur(0.7)).save(file, "JPEG", quality=80)
    return file.getvalue() * 5


class CardPhone:
    """A page on a phone with a camera; `hold(text)` puts a code before it."""

    def __init__(self, page: Page, film: Path):
        self.page, self.film = page, film
        self.wizard = Wizard(page)

    def hold(self, text: str) -> None:
        self.film.write_bytes(held(text))

    def scan(self, text: str) -> None:
        """Scan a card for whoever is asked for, and say that it is theirs."""
        self.hold(text)
        before = self.wizard.id
        self.page.locator("#wizard-scan").click()
        expect(self.page.locator("#wizard-found")).to_contain_text(text.split("|")[2])
        self.page.locator("#wizard-found [value=right]").click()
        self.page.wait_for_function("id => document.getElementById(`q-${id}`).hidden", arg=before)


@pytest.fixture
def card_phone(spoken, chromium, tmp_path) -> Iterator[CardPhone]:
    film = tmp_path / "film.mjpeg"
    film.write_bytes(held("x"))
    flags = [*FLAGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=program(is_whole=True), args=flags)
    page = browser.new_context(base_url=spoken.url, viewport=PHONE, permissions=["camera"], locale="vi-VN").new_page()
    page.set_default_timeout(20_000)
    page.add_init_script(HEARD)
    page.asked = []
    page.on("request", lambda request: page.asked.append((request.url, request.post_data or "")))
    yield CardPhone(page, film)
    browser.close()


def answers(page: Page) -> dict[str, str]:
    return page.evaluate(
        "Object.fromEntries([...new FormData(document.getElementById('wizard'))].filter(([, value]) => value && typeof value === 'string'))"
    )


def a_paper(blur: float = 0, exif: bool = False) -> bytes:
    """A photo of a printed page."""
    image = Image.new("RGB", (2400, 1600), "white")
    draw = ImageDraw.Draw(image)
    for row in range(30):
        draw.text((100, 50 + row * 50), "Giấy chứng sinh của một bé không có thật. " * 3, fill="black", font_size=36)
    data, file = Image.Exif(), io.BytesIO()
    data[0x0112], data[0x010F] = 6, "Máy của ai đó"
    image.filter(ImageFilter.GaussianBlur(blur)).save(file, "JPEG", quality=85, **({"exif": data} if exif else {}))
    return file.getvalue()


def test_two_cards_fill_a_birth_registration_with_two_typed_answers(card_phone, tmp_path):
    page, wizard = card_phone.page, card_phone.wizard
    wizard.open(BIRTH)
    card_phone.scan(FATHER)
    typed = 0
    while not wizard.reads_back:
        now = wizard.id
        kind = wizard.question.get_attribute("data-type")
        if now == "quan_he":
            wizard.tap("Cha")
        elif now == "me_ho_ten":
            card_phone.scan(MOTHER)
            assert wizard.id != now
            continue
        elif kind == "date":
            for digit in ("24", "11", str(date.today().year - 1)):
                page.locator(".pad__key", has_text=digit).filter(has_text=digit).locator(f"xpath=self::*[.='{digit}']").click()
        elif wizard.question.get_attribute("data-kind") == "year":
            page.get_by_role("button", name="1980 – 1989").click()
            page.get_by_role("button", name="1988", exact=True).click()
        elif kind == "photo":
            page.locator(f"#{now}").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_paper()})
            expect(page.locator(".photo__picture:visible")).to_be_visible()
            wizard.next()
        elif kind == "person_name" and not wizard.question.locator(".taps").count():
            wizard.write("Phạm Thị Bé")
            wizard.next()
            typed += 1
        elif kind == "place" and wizard.question.locator(".taps .choice").count() and now.startswith("con_noi_sinh"):
            wizard.tap("Xã Ba Tơ")
            wizard.write("Trung tâm y tế Ba Tơ", "detail")
            wizard.next()
            typed += 1
        elif kind in ("phone", "number"):
            wizard.later() if kind == "phone" else page.locator(".pad__key", has_text="2").first.click()
            if kind == "number":
                wizard.next()
        else:
            wizard.question.locator(".choice__label:visible").first.click()
        page.wait_for_function(
            "id => document.getElementById(`q-${id}`).hidden || document.querySelector('.question--read:not([hidden])')", arg=now
        )
    assert typed <= 2
    said = answers(page)
    assert said["me_ho_ten"] == "Phạm Thị Thử" and said["me_so_dinh_danh"] == "051190001234" and said["me_nam_sinh"] == "1990"
    assert (said["me_noi_cu_tru.commune"], said["me_noi_cu_tru.detail"]) == ("Xã Ba Vinh", "Thôn Nước Lang")
    assert said["yeu_cau_ho_ten"] == said["cha_ho_ten"] == "Phạm Văn Đạt"
    assert (said["yeu_cau_noi_cu_tru.commune"], said["yeu_cau_ngay_cap.year"]) == ("Xã Ba Tơ", "2021")
    assert len(page.evaluate("window.heard")) >= 4
    assert not [url for url, body in page.asked if "051190001234" in url + body or "212345678" in url + body]
    wizard.confirm_all()
    wizard.send()
    page.wait_for_url("**/d/*")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.org/?a=051190001234", "Mã này không phải thẻ căn cước."),
        ("{host}/q/4V8XV3", "Đây là mã trên tường."),
        ("{host}/D/7K3F9QXM#00", "Đây là mã giấy hẹn."),
        ("051190001234|||||||", None),
    ],
)
def test_another_code_before_the_forms_camera_is_named_and_opens_nothing(card_phone, spoken, text, said):
    page, wizard = card_phone.page, card_phone.wizard
    wizard.open(BIRTH)
    card_phone.hold(text.replace("{host}", spoken.url))
    page.locator("#wizard-scan").click()
    if said is None:  # a card of which only the number can be read
        expect(page.locator("#wizard-found")).to_contain_text("051 190 001 234")
        page.locator("#wizard-found [value=wrong]").click()
        expect(page.locator("#wizard-found")).to_contain_text("051 190 001 234")
    else:
        expect(page.locator("#wizard-card")).to_contain_text(said)
        expect(page.get_by_text(said)).to_be_visible()
    page.locator("#wizard-back").click()
    wizard.asks("Bạn tên đầy đủ là gì?")
    assert not answers(page).get("yeu_cau_ho_ten") and "/start" in page.url
    page.wait_for_function("() => !document.querySelector('#wizard-card video').srcObject")
    assert all(url.startswith((spoken.url, "blob:")) for url, _ in page.asked)


def test_a_photo_of_the_card_is_read_on_the_phone_where_no_camera_opens(screen):
    screen.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });")
    sent = []
    screen.on("request", lambda request: sent.append(request.method))
    wizard = Wizard(screen).open(BIRTH)
    screen.locator("#wizard-scan").click()
    photo = Image.open(io.BytesIO(held(MOTHER))).resize((3840, 2160))
    file = io.BytesIO()
    photo.save(file, "JPEG")
    screen.locator("#wizard-card [type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    expect(screen.locator("#wizard-found")).to_contain_text("Phạm Thị Thử")
    screen.locator("#wizard-found [value=right]").click()
    wizard.asks("Thẻ căn cước của bạn do ai cấp?")
    assert set(sent) == {"GET"}
    wizard.kept()
    later = Wizard(screen).look(BIRTH)
    later.question.locator(".choice__label:visible").first.click()
    later.asks("Thẻ căn cước của bạn do ai cấp?")
    later.answer_and_go_on()
    later.asks("Bạn là gì của bé?")  # where she lives was on the card


def test_a_divided_commune_is_chosen_by_the_person(card_phone):
    page, wizard = card_phone.page, card_phone.wizard
    wizard.open(BIRTH)
    card_phone.hold(MOTHER.replace("Ba Vinh, Ba Tơ", "Trà Bùi, Trà Bồng"))
    page.locator("#wizard-scan").click()
    page.locator("#wizard-found [value=right]").click()
    expect(page.locator("#wizard-which")).to_contain_text("Trà Bùi")
    page.locator("#wizard-which").get_by_role("button", name="Xã Cà Đam", exact=True).click()
    wizard.asks("Thẻ căn cước của bạn do ai cấp?")
    assert answers(page)["yeu_cau_noi_cu_tru.commune"] == "Xã Cà Đam"
