"""What this phone keeps: shown, named, weighed, and wiped in one tap with one confirmation."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.wizard import Wizard

pytestmark = pytest.mark.browser

COPIES = "2.000815"
BIRTH = "1.001193"
NAME = "Đinh Thị Thử Nghiệm"
RECEIPT = re.compile(r"/d/[2-9A-Z]{8}$")
SAVED = """async () => {
  const pages = await caches.open("gocua-pages");
  await pages.put("/p/1.001193", new Response("<title>Làm giấy khai sinh · Gõ Cửa</title>", { headers: { date: new Date().toUTCString() } }));
}"""


def begun(phone, whose: str) -> Wizard:
    wizard = Wizard(phone.new_page()).open(BIRTH, whose=whose)
    wizard.write(NAME)
    wizard.next()
    wizard.asks("Số căn cước của bạn là số nào?")
    wizard.kept()
    return wizard


def sent(phone, whose: str) -> str:
    """Send a form; returns its ticket once the phone has kept the stub."""
    wizard = Wizard(phone.new_page()).open(COPIES, whose=whose)
    wizard.answer_all()
    wizard.confirm_all()
    wizard.send()
    expect(wizard.page).to_have_url(RECEIPT)
    wizard.page.wait_for_selector("[data-module=keep-receipt][data-kept]", state="attached")
    return wizard.page.url.rsplit("/", 1)[1]


def shown(phone, hash_: str = "") -> Page:
    page = phone.new_page()
    page.goto(f"/my-phone{hash_}")
    page.wait_for_selector("[data-module=my-phone][data-shown]")
    return page


def test_an_empty_phone_says_so(screen):
    screen.goto("/my-phone")
    expect(screen.get_by_text("Máy này chưa giữ gì của bạn.")).to_be_visible()
    expect(screen.locator("[data-part=promised]:visible, [data-part=unpromised]:visible")).to_have_count(1)


def test_an_own_phone_shows_draft_and_receipt_by_name_and_opens_both(phone):
    ticket = sent(phone, "own")
    begun(phone, "own")
    page = shown(phone)
    draft = page.locator("[data-list=drafts] .row:visible")
    expect(draft).to_contain_text(NAME)
    expect(draft).to_contain_text("kB")
    expect(page.get_by_role("button", name="Xong, xóa khỏi máy này")).to_be_hidden()
    receipt = page.locator("[data-list=receipts] .row__link:visible")
    expect(receipt).to_contain_text(f"{ticket[:4]}-{ticket[4:]}")
    assert re.fullmatch(rf"/d/{ticket}#[0-9a-f]{{32}}", receipt.get_attribute("href"))
    draft.get_by_role("link").click()
    page.wait_for_selector(".wizard--on .question:visible")
    Wizard(page).asks("Số căn cước của bạn là số nào?")
    page.goto("/my-phone")
    page.locator("[data-list=receipts] .row__link:visible").click()
    expect(page.get_by_role("heading", name="Giấy hẹn của bạn")).to_be_attached()


def test_a_borrowed_phone_shows_no_name_and_keeps_no_secret(phone):
    ticket = sent(phone, "borrowed")
    begun(phone, "borrowed")
    page = shown(phone)
    assert NAME not in page.content()
    assert page.locator("[data-list=receipts] .row__link:visible").get_attribute("href") == f"/d/{ticket}"


def test_i_am_finished_names_what_was_never_sent_then_wipes_it(phone):
    wizard = begun(phone, "borrowed")
    page = shown(phone, "#done")
    expect(page.get_by_role("heading", name="Xóa những thứ này?")).to_be_visible()
    expect(page.get_by_text("Tờ khai này chưa gửi. Xóa là mất.")).to_be_visible()
    page.get_by_role("button", name="Không xóa").click()
    expect(page.locator("[data-list=drafts] .row:visible")).to_have_count(1)
    page.get_by_role("button", name="Xong, xóa khỏi máy này").click()
    page.get_by_role("button", name="Xóa đi").click()
    expect(page.get_by_role("status")).to_have_text("Đã xóa.")
    expect(page.get_by_text("Máy này chưa giữ gì của bạn.")).to_be_visible()
    wizard.page.reload()
    wizard.page.wait_for_selector(".wizard--on .question:visible")
    assert wizard.page.locator("#yeu_cau_ho_ten").input_value() == ""


def test_a_receipt_leaves_a_borrowed_phone_after_half_an_hour_and_stays_on_an_own_one(phone):
    sent(phone, "borrowed")
    phone.add_init_script("{ const real = Date.now.bind(Date); Date.now = () => real() + 31 * 60000; }")
    page = shown(phone)
    expect(page.locator("[data-list=receipts]")).to_be_hidden()
    sent(phone, "own")
    phone.add_init_script("{ const real = Date.now.bind(Date); Date.now = () => real() + 179 * 86400000; }")
    expect(shown(phone).locator("[data-list=receipts] .row:visible")).to_have_count(1)


def test_saved_pages_are_weighed_and_go_alone(phone):
    begun(phone, "own")
    page = shown(phone)
    page.evaluate(SAVED)
    page.reload()
    page.wait_for_selector("[data-module=my-phone][data-shown]")
    row = page.locator("[data-list=saved] .row:visible", has_text="Trang đã xem")
    expect(row).to_contain_text("kB")
    row.get_by_role("button", name="Xóa: Trang đã xem").click()
    expect(page.get_by_text("Tờ khai này chưa gửi. Xóa là mất.")).to_be_hidden()
    page.get_by_role("button", name="Xóa đi").click()
    expect(page.get_by_role("status")).to_have_text("Đã xóa.")
    expect(page.locator("[data-list=drafts] .row:visible")).to_have_count(1)
    assert page.evaluate("caches.match('/p/1.001193').then(Boolean)") is False


def test_a_phone_that_is_nearly_full_is_told_before_it_is(phone):
    phone.add_init_script(
        "if (window.StorageManager) StorageManager.prototype.estimate = async () => ({ usage: 85e6, quota: 100e6 })"
    )
    page = shown(phone)
    expect(page.get_by_text("Máy gần đầy. Xóa bớt trang đã lưu.")).to_be_visible()
    expect(page.get_by_text("Đã dùng 85,0 MB, còn trống 15,0 MB")).to_be_visible()


def test_the_answer_whose_phone_it_is_can_be_changed(phone):
    begun(phone, "own")
    page = shown(phone)
    page.get_by_role("button", name="Đổi").click()
    expect(page.get_by_text("Máy mượn", exact=True)).to_be_visible()
    expect(page.locator("[data-list=drafts] .row:visible")).not_to_contain_text(NAME)


def test_the_home_page_leads_there(screen):
    screen.goto("/")
    screen.get_by_role("link", name="Máy này giữ gì?").click()
    expect(screen.get_by_role("heading", name="Máy này giữ gì?", level=1)).to_be_visible()
