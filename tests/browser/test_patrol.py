"""An officer walks with a phone: ours, a swindler's sticker, one that is gone; the line is cut on the way, and nothing is lost."""

import io

import pytest
import qrcode
from playwright.sync_api import Page, expect

from tests.browser.test_screens import serious

pytestmark = pytest.mark.browser
FOREIGN = "https://tra-tien-dich-vu-cong.example/otp"
FOREIGN_WORDS = "Mã này không phải của xã. Bóc xuống, giữ lại, báo công an xã."
# What lies first in the queue and belongs to a walk that is not there for whoever holds the phone.
STRAY = """() => {
  const finds = JSON.parse(localStorage.getItem("gocua:patrol"));
  const stray = { to: "/desk/patrol/999999/0", key: "01a20000-0000-7000-8000-000000000000", fields: { typed: "AAAAAA" } };
  localStorage.setItem("gocua:patrol", JSON.stringify([stray, ...finds]));
}"""
STARTED = "[data-module=patrol][data-started=done]"


def photo_of(text: str) -> dict:
    data = io.BytesIO()
    qrcode.make(text).convert("RGB").save(data, "JPEG")
    return {"name": "code.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def at_the_market(screen: Page) -> str:
    """Begin a walk and go to the market; returns the address there."""
    screen.goto("/desk/patrol")
    assert screen.evaluate("document.documentElement.scrollWidth") <= 360
    screen.get_by_role("button", name="Đi hết mọi nơi").click()
    screen.get_by_role("link", name="Chợ Ba Tơ").click()
    screen.wait_for_selector(STARTED)
    return screen.url


def typed(screen: Page, code: str) -> None:
    screen.locator("#typed").fill(code.lower())
    screen.get_by_role("button", name="Gửi mã").click()


@pytest.mark.expected_console("ERR_INTERNET_DISCONNECTED")
@pytest.mark.expected_console("404")
def test_a_walk_with_three_codes_and_a_cut_in_the_network(screen, phone):
    address = at_the_market(screen)
    rows = screen.locator("[data-poster]")
    own, gone = (rows.nth(place).get_attribute("data-poster") for place in range(2))
    assert serious(screen) == []

    screen.locator("[name=photo]").set_input_files(photo_of(FOREIGN))
    expect(screen.get_by_text(FOREIGN_WORDS)).to_be_visible()
    expect(screen.locator("[data-answer=foreign] [data-say=said]")).to_have_text(FOREIGN)
    expect(screen.get_by_role("link", name=FOREIGN)).to_have_count(0)
    expect(screen.locator("[data-answer=foreign] [data-more]")).to_be_visible()
    assert serious(screen) == []

    phone.set_offline(True)
    typed(screen, own)
    expect(screen.get_by_text("Chưa gửi được. Giữ máy, đừng tắt.")).to_be_visible()
    rows.filter(has_text=gone).get_by_role("button", name="Không thấy").click()
    expect(screen.locator("[data-part=count]")).to_have_text("2")
    screen.evaluate(STRAY)
    screen.close()

    phone.set_offline(False)
    later = phone.new_page()
    later.goto(address)
    expect(later.locator(f"[data-poster='{own}'] [data-when=here]")).to_be_visible()
    expect(later.locator(f"[data-poster='{gone}'] [data-when=missing]")).to_be_visible()
    expect(later.locator("[data-part=count]")).to_have_text("1")  # the stray one, which is kept and holds nobody up
    expect(later.locator("[data-part=done]")).to_have_text("2")
    later.get_by_role("link", name="Sang nơi khác").click()
    later.get_by_role("button", name="Đi xong rồi").click()
    expect(later.locator(".answer__words")).to_have_text("Đã thấy 1. Không thấy 1. Mã lạ 1.")
    assert later.evaluate("document.documentElement.scrollWidth") <= 360
    later.goto("/desk/posters")
    assert later.evaluate("document.documentElement.scrollWidth") <= 360
    expect(later.locator(".foreign__said").first).to_have_text(FOREIGN)
