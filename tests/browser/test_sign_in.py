"""An officer at the counter in a real browser: a passkey made and used, the screen locked by a key and by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server import LiveServer

pytestmark = pytest.mark.browser
COUNTER = {"width": 1280, "height": 800}
PIN = "402917"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def counter(chromium: Browser, live: LiveServer) -> Iterator[BrowserContext]:
    """The counter's computer, at localhost, where passkeys work."""
    context = chromium.new_context(base_url=f"http://localhost:{live.port}", viewport=COUNTER, locale="vi-VN")
    context.set_default_timeout(15_000)
    yield context
    context.close()


def came_in(counter: BrowserContext, live: LiveServer, role: str) -> Page:
    """A page of somebody who opened the demo's link."""
    page = counter.new_page()
    page.goto(live.demo["sign_in"][role])
    page.wait_for_url(re.compile("/desk"))
    return page


def test_a_passkey_is_made_and_signs_in_without_a_name_or_a_password(counter, live):
    page = came_in(counter, live, "leader")
    wire = counter.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto("/desk/me")
    page.get_by_role("button", name="Thêm khóa của máy này").click()
    expect(page.get_by_role("button", name="Bỏ")).to_be_visible()
    page.get_by_role("button", name="Thoát", exact=True).click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="Vào bằng khóa của máy").click()
    page.wait_for_url("**/desk/staff")
    expect(page.get_by_role("link", name="Nguyễn Văn Mẫu")).to_be_visible()
    page.goto("/desk/me")
    page.get_by_role("button", name="Bỏ").click()
    expect(page.get_by_role("button", name="Bỏ")).to_have_count(0)
    page.get_by_role("button", name="Thoát", exact=True).click()
    page.get_by_role("button", name="Vào bằng khóa của máy").click()
    expect(page.get_by_text("Không vào được bằng khóa này.")).to_be_visible()


def test_one_key_locks_the_screen_in_every_tab_and_six_digits_open_it(counter, live):
    page = came_in(counter, live, "officer")
    page.goto("/desk/me")
    page.get_by_label("Mã số 6 chữ số").fill(PIN)
    page.get_by_label("Gõ lại lần nữa").fill(PIN)
    page.get_by_role("button", name=re.compile("mã số")).click()
    other = counter.new_page()
    for one, address in ((page, "/desk/new/1.001193"), (other, "/desk/posters")):
        one.goto(address)
        one.wait_for_selector("[data-module=lock][data-started=done]")
    page.wait_for_selector("[data-module=counter][data-started=done]")
    page.locator("#con_ho_ten").fill("Phạm Thị Bé Khóa")
    expect(page.get_by_text("Đã giữ bản nháp.")).to_be_visible()
    half_typed = page.url
    page.keyboard.press("F9")
    for one in (page, other):
        expect(one.get_by_role("heading", name="Màn hình đã khóa")).to_be_visible()
        expect(one.get_by_role("link", name="Hồ sơ")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name="Màn hình đã khóa")).to_be_visible()
    page.get_by_label("Mã số 6 chữ số").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Hồ sơ")).to_be_visible()
    page.goto(half_typed)
    expect(page.locator("#con_ho_ten")).to_have_value("Phạm Thị Bé Khóa")


def test_a_screen_that_nobody_touches_locks_itself(counter, live):
    page = came_in(counter, live, "officer")
    page.clock.install()
    page.goto("/desk/posters")
    page.wait_for_selector("[data-module=lock][data-started=done]")
    page.clock.fast_forward("09:00")
    page.keyboard.press("Shift")
    page.clock.fast_forward("09:50")
    expect(page.get_by_role("heading", name="Mã dán tường")).to_be_visible()
    page.clock.fast_forward("00:20")
    expect(page.get_by_role("heading", name="Màn hình đã khóa")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_translator_binds_a_phone_by_the_link_that_the_leader_made(chromium, counter, live, script):
    leader = came_in(counter, live, "leader")
    leader.goto("/desk/staff")
    leader.get_by_label("Tên").fill(f"Hồ Thị Dịch {script}")
    leader.get_by_role("combobox", name=re.compile("^Làm")).select_option("translator")
    leader.get_by_role("button", name="Mời", exact=True).click()
    link = leader.locator(".door__secret").inner_text()
    context = chromium.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=script, locale="vi-VN")
    phone = context.new_page()
    phone.goto(link)
    phone.get_by_label("Mã số 6 chữ số").fill(PIN)
    phone.get_by_label("Gõ lại lần nữa").fill(PIN)
    phone.get_by_role("button", name="Đúng là tôi. Nhận lời mời").click()
    expect(phone.get_by_role("heading", name=f"Hồ Thị Dịch {script}")).to_be_visible()
    phone.get_by_role("button", name="Thoát", exact=True).click()
    phone.get_by_label("Mã số 6 chữ số").fill(PIN)
    phone.get_by_role("button", name="Vào", exact=True).click()
    expect(phone.get_by_role("heading", name=f"Hồ Thị Dịch {script}")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
