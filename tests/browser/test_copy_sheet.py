"""The officer copies a dossier into the national portal by the Enter key alone, also where the browser refuses its clipboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.dossiers import queries
from app.dossiers.service import receive_form
from app.web.clock import now
from tests.browser.office import office
from tests.builders import a_filled_form
from tests.server import LiveServer

pytestmark = pytest.mark.browser
ANSWERS = {"ho_ten": "Phạm Thị Thử", "ngay_sinh": "1990-05-06", "gioi_tinh": "Nữ", "so_dinh_danh": "051190001234"}
NO_CLIPBOARD = 'Object.defineProperty(navigator, "clipboard", { value: undefined })'


@pytest.fixture
def counter(chromium: Browser, live: LiveServer) -> Iterator[BrowserContext]:
    """The counter's computer."""
    context = chromium.new_context(base_url=live.url, viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.set_default_timeout(15_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="module")
def sheet(live: LiveServer) -> str:
    """The address of a dossier's copy sheet."""
    with office(live.data_dir) as app:
        filled = a_filled_form(procedure_code="1.004194", form_slug="tam-tru", answers=ANSWERS)
        ticket = receive_form(app.extensions["gocua.keys"], filled, now()).ticket
        return f"/desk/d/{queries.by_ticket(ticket).id}/copy"


def opened(counter: BrowserContext, sheet: str) -> Page:
    page = counter.new_page()
    page.goto(sheet)
    expect(page.get_by_role("button").first).to_be_focused()
    return page


def test_enter_copies_ticks_off_and_goes_on(counter, sheet):
    page = opened(counter, sheet)
    buttons = page.get_by_role("button")
    expect(buttons).to_have_count(4)
    for place, value in enumerate(("Phạm Thị Thử", "06/05/1990", "Nữ", "051190001234")):
        page.keyboard.press("Enter")
        expect(buttons.nth(place)).to_have_text("✓ Đã chép")
        assert page.evaluate("navigator.clipboard.readText()") == value
        expect(buttons.nth(min(place + 1, 3))).to_be_focused()
    assert page.get_by_role("progressbar").evaluate("bar => bar.value / bar.max") == 1
    page.reload()
    expect(page.get_by_text("✓ Đã chép")).to_have_count(0)


def test_without_a_clipboard_of_its_own_the_browser_copies_what_was_selected(counter, sheet):
    counter.add_init_script(NO_CLIPBOARD)
    page = opened(counter, sheet)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button").first).to_have_text("✓ Đã chép")


def test_where_nothing_may_be_copied_the_value_is_selected_and_says_so(counter, sheet):
    counter.add_init_script(f"{NO_CLIPBOARD}; document.execCommand = () => false")
    page = opened(counter, sheet)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Máy không cho chép.")).to_be_visible()
    assert page.evaluate("String(getSelection())") == "Phạm Thị Thử"
    expect(page.get_by_role("button").first).to_have_text("Chép")
