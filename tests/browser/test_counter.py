"""The whole way between two people: she sends at 360 px, the officer checks at 1280 px, it goes back and comes again, and she is told."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import BIRTH, RECEIPT, a_photo, press_send, to_the_end

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def at_home(chromium, live) -> Iterator[Page]:
    """Her phone."""
    context = chromium.new_context(base_url=live.url, viewport=PHONE, locale="vi-VN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(chromium, live) -> Iterator[Page]:
    """The officer's screen."""
    context = chromium.new_context(base_url=live.url, viewport=DESK, locale="vi-VN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def another_photo() -> dict:
    data = io.BytesIO()
    Image.new("RGB", (900, 700), "#26c").save(data, "JPEG")
    return {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def scanned(desk: Page, code: str) -> None:
    """The scanner types what it read, and Enter."""
    desk.goto("/desk")
    expect(desk.locator("#code")).to_be_focused()
    desk.keyboard.type(code)
    desk.keyboard.press("Enter")


def test_a_dossier_goes_back_once_comes_again_and_is_ready(at_home, desk):
    wizard = Wizard(at_home)
    to_the_end(wizard, BIRTH, photo=a_photo())
    press_send(wizard)
    at_home.wait_for_url(RECEIPT)
    expect(at_home.locator("svg.code")).to_be_visible()
    ticket = at_home.url[-8:]

    scanned(desk, at_home.url)
    expect(desk.locator("h1")).to_contain_text(ticket[:4])
    desk.get_by_role("button", name="Tôi làm").click()
    expect(desk.locator(".desk__actions")).to_contain_text("Người làm: Tôi")
    desk.get_by_role("link", name="Trả lại vì thiếu").click()
    desk.wait_for_selector(".ring__tools:visible")
    desk.locator(".ring__photo").click(position={"x": 30, "y": 20})
    desk.select_option("[name='photo.0']", "cut")
    desk.select_option("[name='answer.con_ho_ten']", "differs")
    desk.get_by_role("button", name="Trả lại vì thiếu").click()
    expect(desk.locator(".desk__state")).to_contain_text("Còn thiếu")

    at_home.reload()
    expect(at_home.locator(".missing")).to_contain_text("Ảnh mất góc. Chụp lại cả tờ.")
    expect(at_home.locator(".missing")).to_contain_text("Không giống trên giấy. Xem giấy rồi ghi lại.")
    expect(at_home.locator(".marked__ring ellipse")).to_have_count(1)
    at_home.get_by_role("link", name="Sửa và gửi lại").click()
    at_home.locator("[name='photo.0']").set_input_files(another_photo())
    at_home.locator("[name=con_ho_ten]").fill("Phạm Thị Bé Hai")
    at_home.get_by_role("button", name="Gửi lại").click()
    at_home.wait_for_url(RECEIPT)
    expect(at_home.locator(".state__words")).to_contain_text("đã nhận")

    scanned(desk, ticket)
    expect(desk.locator(".desk__paper")).to_contain_text("Phạm Thị Bé Hai")
    for press, told in (
        ("Tiếp nhận", "đang làm"),
        ("Đã xong, chờ lấy", "Xong rồi. Mời bạn đến lấy."),
        ("Đã trả kết quả", "Đã trả kết quả"),
    ):
        desk.get_by_role("button", name=press).click()
        desk.wait_for_load_state()
        at_home.reload()
        expect(at_home.locator(".state__words")).to_contain_text(told)


def test_the_list_shows_by_itself_what_came(at_home, desk):
    desk.goto("/desk")
    desk.wait_for_function("() => window.htmx")
    before = desk.locator(".table__code").all_inner_texts()
    wizard = Wizard(at_home)
    to_the_end(wizard)
    press_send(wizard)
    at_home.wait_for_url(RECEIPT)
    ticket = at_home.url[-8:]
    assert f"{ticket[:4]}-{ticket[4:]}" not in before
    expect(desk.locator(".queue")).to_contain_text(f"{ticket[:4]}-{ticket[4:]}", timeout=25_000)
