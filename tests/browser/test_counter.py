"""The desk's list in a browser: it shows by itself what came, and is walked through by keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import RECEIPT, press_send, to_the_end

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


def test_keys_walk_through_the_list_and_back_to_the_field(desk):
    desk.goto("/desk")
    desk.wait_for_selector("[data-module=rows][data-started=done]", state="attached")
    codes = desk.locator(".table__code")
    desk.keyboard.press("ArrowDown")
    expect(codes.first).to_be_focused()
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(codes.first).to_be_focused()
    desk.keyboard.press("/")
    expect(desk.locator("#code")).to_be_focused()
    desk.keyboard.type("j/k")
    expect(desk.locator("#code")).to_have_value("j/k")


def test_a_scanner_that_ends_its_line_twice_asks_once(desk):
    desk.goto("/desk")
    desk.wait_for_selector("[data-module=find][data-started=done]")
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    desk.locator("#code").fill("7K3F-9QXM")
    with desk.expect_navigation():
        desk.evaluate("() => { const form = document.querySelector('.find'); form.requestSubmit(); form.requestSubmit(); }")
    expect(desk.locator("#code")).to_have_value("7K3F-9QXM")
    assert len(asked) == 1
