"""The whole way once: scan or search, know, start, send, hold a receipt; with script and without, in two languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages.wizard import Wizard


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_citizen_goes_the_whole_way(screen, live, prefix):
    english = prefix == "/en"
    screen.goto(prefix + "/")
    screen.get_by_role("searchbox").fill("lam giay khai sinh")
    screen.get_by_role("searchbox").press("Enter")
    first = screen.locator("main .row__link").first
    expect(first).to_have_text(re.compile("Register a birth|birth" if english else "Làm giấy khai sinh", re.IGNORECASE))
    first.click()
    expect(screen).to_have_url(live.url + f"{prefix}/p/1.001193")
    screen.get_by_role("link", name="Start" if english else "Bắt đầu làm", exact=True).click()
    screen.wait_for_selector(".wizard--on")
    wizard = Wizard(screen)
    assert ("name" if english else "tên") in wizard.question.inner_text().lower()
    wizard.answer_all()
    wizard.confirm_all()
    wizard.send()
    screen.wait_for_url(re.compile(r"/d/[2-9A-Z]{8}$"))
    expect(screen.locator(".ticket")).to_have_text(re.compile(r"^[2-9A-Z]{4}-[2-9A-Z]{4}$"))
    expect(screen.locator("svg.code")).to_be_visible()
    ticket = screen.url.rsplit("/", 1)[1]
    screen.context.clear_cookies()
    screen.goto(f"{prefix}/d/{ticket.lower()}")
    expect(screen.get_by_text("Xã Ba Tơ has it" if english else "Xã Ba Tơ đã nhận")).to_be_visible()
    assert "Phạm Văn Đạt" not in screen.content()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_whole_way_without_script(plain_screen, live, prefix):
    screen = plain_screen
    screen.goto(prefix + "/")
    screen.get_by_role("searchbox").fill("sao y")
    screen.get_by_role("searchbox").press("Enter")
    screen.locator("main .row__link").first.click()
    expect(screen).to_have_url(live.url + f"{prefix}/p/2.000815")
    screen.locator("main a.big--do").first.click()
    for select in screen.locator("main select:visible").all():
        if not select.input_value():
            select.select_option(index=1)
    for radio in screen.locator("main input[type=radio][value=yes]").all():
        radio.check()
    for field in screen.locator("main input.field:visible").all():
        inputmode = field.get_attribute("inputmode")
        field.fill("0912345678" if field.get_attribute("type") == "tel" else "2" if inputmode == "numeric" else "Gì đó")
    screen.locator("main button[type=submit]").last.click()
    screen.wait_for_url(re.compile(r"/d/[2-9A-Z]{8}$"))
    expect(screen.locator(".ticket")).to_be_visible()
    expect(screen.locator("svg.code")).to_be_visible()


def test_a_poster_opens_its_page_in_one_answer(screen, live):
    answers = []
    screen.on("response", lambda response: answers.append(response) if response.request.is_navigation_request() else None)
    screen.goto(live.demo["posters"][0].upper().replace("/Q/", "/Q/"))
    assert [answer.status for answer in answers] == [200]
    expect(screen.get_by_role("heading", level=1)).to_have_text("Làm giấy khai sinh")


def test_a_receipts_code_opens_the_receipt_on_another_phone(screen, live, chromium):
    wizard = Wizard(screen).open("2.000815")
    wizard.answer_all()
    wizard.confirm_all()
    wizard.send()
    expect(screen.locator("svg.code")).to_be_visible()
    ticket = screen.url.rsplit("/", 1)[1]
    (cookie,) = [one for one in screen.context.cookies(screen.url) if one["name"] == "receipt"]
    other = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640})
    page = other.new_page()
    page.goto(f"/D/{ticket}#{cookie['value'].upper()}")
    expect(page.locator("svg.code")).to_be_visible()
    assert cookie["value"] not in page.url
    other.close()


def test_search_shows_results_while_one_types(screen):
    screen.goto("/")
    screen.get_by_role("searchbox").press_sequentially("khai sinh", delay=20)
    expect(screen.locator("#results .row__link").first).to_contain_text("Làm giấy khai sinh")
    screen.locator("#results .row__link").first.click()
    screen.go_back()
    expect(screen.get_by_role("searchbox")).to_be_visible()


def test_a_birth_certificate_is_found_in_three_taps_without_reading(screen, live):
    screen.goto("/")
    screen.locator(".tile").first.click()
    screen.locator(".row__link").first.click()
    expect(screen).to_have_url(live.url + "/p/1.001193")


def test_life_events_page_without_losing_the_screen(screen):
    screen.goto("/")
    first = screen.locator(".tile").first.inner_text()
    screen.get_by_role("link", name="Việc khác").click()
    expect(screen.locator(".tile").first).not_to_have_text(first)
    assert screen.url.endswith("/")
    screen.get_by_role("link", name="Trước").click()
    expect(screen.locator(".tile").first).to_have_text(first)
