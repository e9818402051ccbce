"""The whole way between two people: she at 360 px on her phone, the officer at 1280 px with the keyboard and a scanner alone."""

import io
import re
from collections.abc import Iterator
from random import Random

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.sync import scanned
from tests.browser.conftest import PHONE
from tests.browser.keeper import equipped, until
from tests.browser.pages.desk import Desk
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import BIRTH, FILL, RECEIPT, TRIED, a_photo, press_send, to_the_end
from tests.phone import FULL_BIRTH

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}
CARD = "051196001234|212345678|Phạm Thị Thử Nghiệm|03021996|Nữ|Thôn Gò Rét, Ba Tơ, Ba Tơ, Quảng Ngãi|14082021"
DOSSIER = re.compile(r"/desk/d/[0-9a-f-]{36}")


@pytest.fixture
def people(chromium, spoken) -> Iterator[tuple[Page, Desk]]:
    """Her phone, and the officer's screen."""
    contexts = [
        chromium.new_context(base_url=spoken.url, viewport=size, locale="vi-VN", device_scale_factor=scale)
        for size, scale in ((PHONE, 2), (DESK, 1))
    ]
    for context in contexts:
        context.set_default_timeout(15_000)
    yield contexts[0].new_page(), Desk(contexts[1].new_page())
    for context in contexts:
        context.close()


def told(at_home: Page, words: str) -> None:
    """Her page says so now, in words and with a loudspeaker that makes a sound."""
    at_home.reload()
    state = at_home.locator(".state")
    expect(state).to_contain_text(words)
    clip = state.locator(".say").first.get_attribute("href")
    assert at_home.request.get(clip).headers["content-type"].startswith("audio/")


def test_sent_online_it_goes_back_for_two_reasons_comes_mended_is_printed_paid_and_ready(people):
    at_home, desk = people
    to_the_end(wizard := Wizard(at_home), BIRTH, photo=a_photo())
    at_home.evaluate(FILL, FULL_BIRTH)
    press_send(wizard)
    at_home.wait_for_url(RECEIPT)
    expect(at_home.locator("svg.code")).to_be_visible()
    ticket = at_home.url[-8:]

    desk.home().scan(at_home.url)
    expect(desk.page.locator("h1")).to_contain_text(ticket[:4])
    desk.press("Tôi làm")
    expect(desk.page.locator(".desk__actions")).to_contain_text("Người làm: Tôi")
    desk.press("Trả lại vì thiếu")
    desk.choose("photo.0", 3)
    desk.choose("answer.con_ho_ten", 3)
    desk.press("Trả lại vì thiếu")
    expect(desk.page.locator(".desk__state")).to_contain_text("Còn thiếu")

    told(at_home, "thiếu")
    missing = at_home.locator(".missing")
    expect(missing).to_contain_text("Ảnh mất góc. Chụp lại cả tờ.")
    expect(missing).to_contain_text("Không giống trên giấy. Xem giấy rồi ghi lại.")
    assert missing.locator(".say").count() >= 2
    at_home.get_by_role("link", name="Sửa và gửi lại").click()
    at_home.locator("[name='photo.0']").set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": a_photo("#26c")})
    at_home.locator("[name=con_ho_ten]").fill("Phạm Thị Bé Hai")
    at_home.get_by_role("button", name="Gửi lại").click()
    at_home.wait_for_url(RECEIPT)
    told(at_home, "đã nhận")

    desk.home().scan(f"{ticket[:4].lower()}-{ticket[4:].lower()}")
    expect(desk.page.locator(".desk__paper")).to_contain_text("Phạm Thị Bé Hai")
    desk.press("Tiếp nhận")
    told(at_home, "đang làm")
    address = desk.to("In tờ khai").page.evaluate("document.activeElement.href")
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(desk.page.request.get(address).body())).pages)
    assert "Phạm Thị Bé Hai" in printed and FULL_BIRTH["yeu_cau_ho_ten"] in printed

    desk.press("Thu tiền")
    desk.to("amount").page.keyboard.type("8000")
    desk.enter()
    desk.press("Đã nhận tiền mặt")
    expect(desk.page.locator(".table")).to_contain_text("8.000")
    expect(desk.page.locator(".table")).to_contain_text(re.compile(r"\d{4}"))  # the receipt's number
    desk.press("Về hồ sơ")
    desk.press("Đã xong, chờ lấy")
    told(at_home, "Xong rồi. Mời bạn đến lấy.")
    desk.press("Đã trả kết quả")
    told(at_home, "Đã trả kết quả")


def test_carried_on_the_screen_it_is_scanned_in_any_order_and_is_one_dossier(people):
    at_home, desk = people
    to_the_end(wizard := Wizard(at_home), BIRTH)
    at_home.evaluate(FILL, {**FULL_BIRTH, "con_ho_ten": "Phạm Thị Bé Ba"})
    equipped(at_home)
    at_home.context.set_offline(True)
    press_send(wizard)
    until(at_home, TRIED)
    at_home.locator("[data-act=show]").click()
    codes = shown_codes(at_home)
    Random(3).shuffle(codes)

    desk.home()
    for place, text in enumerate([codes[0], *codes], 1):  # one of them twice
        desk.scan(text)
        if place <= len(codes):
            expect(desk.page.locator(".find__said")).to_contain_text(f"{max(1, place - 1)} / {len(codes)}")
    desk.page.wait_for_url(DOSSIER)
    expect(desk.page.locator(".desk__paper")).to_contain_text("Phạm Thị Bé Ba")
    ticket = desk.page.locator("h1").inner_text()[:9]
    at_home.context.set_offline(False)
    at_home.wait_for_url(RECEIPT)
    assert at_home.url.endswith(ticket.replace("-", ""))
    expect(at_home.locator(".state")).to_contain_text("đã nhận")


def shown_codes(at_home: Page) -> list[str]:
    """The small codes that her phone shows one after the other, as a scanner reads them."""
    found: dict[str, None] = {}
    at_home.locator("[data-act=easier]").click()
    for _ in range(120):
        for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(at_home.screenshot()))):
            found[code.text] = None
        match = scanned.PATTERN.fullmatch(next(iter(found), ""))
        if match and len(found) == int(match[3]):
            return [*found]
        at_home.wait_for_timeout(100)
    raise AssertionError(f"only {len(found)} codes were shown")


def test_who_does_not_write_sits_at_the_counter_and_the_scanner_writes(people):
    _, desk = people
    desk.home().press("Làm giúp tại quầy")
    desk.page.wait_for_selector("[data-module=narrow][data-started=done]")
    desk.page.keyboard.insert_text("khai sinh")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("[data-module=counter][data-started=done]")
    desk.page.keyboard.insert_text(CARD)
    desk.page.keyboard.press("Enter")
    name = desk.page.locator("#yeu_cau_ho_ten")
    expect(name).to_have_value("Phạm Thị Thử Nghiệm")
    expect(desk.page.locator("#q-yeu_cau_ho_ten .ask__from")).to_be_visible()
    expect(desk.page.locator("[name='yeu_cau_noi_cu_tru.commune']")).to_have_value("Xã Ba Tơ")
    expect(desk.page.locator("[data-part=said]")).to_have_text("Đã giữ bản nháp.")
    desk.page.reload()
    expect(name).to_have_value("Phạm Thị Thử Nghiệm")

    desk.page.wait_for_selector("[data-module=counter][data-started=done]")
    desk.page.evaluate(
        """(values) => {
          const form = document.querySelector(".counter");
          Object.entries(values).forEach(([name, value]) => {
            const field = form.elements[name];
            if (field instanceof RadioNodeList) field.value = value;
            else if (field && field.type !== "file" && !field.value) field.value = value;
          });
          form.elements.con_ho_ten.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        FULL_BIRTH,
    )
    desk.to("anh_giay_chung_sinh.seen").page.keyboard.press("Space")
    desk.to("paper.1").page.keyboard.press("Space")
    desk.to("consent").page.keyboard.press("Space")
    desk.page.keyboard.press("Control+Enter")
    desk.page.wait_for_url(DOSSIER)
    expect(desk.page.locator(".desk__told")).to_contain_text("Đã nhận hồ sơ.")
    expect(desk.page.locator(".desk__paper")).to_contain_text("Đã xem giấy tại quầy")
    expect(desk.page.locator(".check__mark--yes")).to_have_count(1)
    slip = desk.to("Giấy hẹn khổ A5").page.evaluate("document.activeElement.href")
    assert desk.page.request.get(slip).body().startswith(b"%PDF")
