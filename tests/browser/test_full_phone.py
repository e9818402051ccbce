"""A phone with no room left: the browser itself refuses to write. It is said plainly, nothing is lost, and with room it goes on."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.dossiers import queries
from tests.browser.conftest import PHONE
from tests.browser.office import office, photos
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import BIRTH, IN_STORE, RECEIPT, press_send, to_the_end

pytestmark = pytest.mark.browser
LITTLE, MUCH = 150_000, 1_000_000_000


def leave_room(page: Page, size: int) -> None:
    """Let the browser keep so many bytes for this origin. Chromium looks again only after it ran out, so begin with little."""
    page.context.new_cdp_session(page).send(
        "Storage.overrideQuotaForOrigin", {"origin": page.evaluate("location.origin"), "quotaSize": size}
    )


@pytest.fixture
def narrow(chromium, live) -> Iterator[Page]:
    """A page on a phone with hardly any room."""
    context = chromium.new_context(base_url=live.url, viewport=PHONE, locale="vi-VN", service_workers="block")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/healthz")
    leave_room(page, LITTLE)
    yield page
    context.close()


def a_large_photo() -> dict:
    """Print all over a page, so that it stays large when it is shrunk."""
    data = io.BytesIO()
    Image.effect_noise((1600, 1200), 80).save(data, "JPEG", quality=90)
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def arrived(page: Page, live) -> tuple[dict, list[int]]:
    """Answers and photos of the dossier whose receipt is open."""
    page.wait_for_url(RECEIPT)
    with office(live.data_dir) as app:
        found = queries.opened(app.extensions["gocua.keys"], queries.by_ticket(page.url[-8:]).id)
        return found.answers, photos(app).get(found.line.id, [])


def test_a_photo_for_which_there_is_no_room_is_told_and_still_arrives_once_there_is(narrow, live):
    wizard = Wizard(narrow).open(BIRTH).until("anh_giay_chung_sinh")
    narrow.locator("[name=anh_giay_chung_sinh]").set_input_files(a_large_photo())
    wizard.next()
    expect(narrow.locator("#wizard-note")).to_have_text("Máy đầy, không giữ được ảnh. Đừng đóng trang.")
    leave_room(narrow, MUCH)
    wizard.answer_all()
    wizard.confirm_all()
    wizard.kept()
    wizard.send()
    answers, pictures = arrived(narrow, live)
    assert answers["con_ho_ten"] and pictures == [0]


def test_a_dossier_for_which_there_is_no_room_and_no_network_stays_on_the_page_and_is_sent_later(narrow, live):
    wizard = Wizard(narrow)
    to_the_end(wizard, BIRTH)
    narrow.evaluate("() => { document.querySelector('[name=\"anh_giay_chung_sinh.later\"]').checked = false; }")
    narrow.locator("[name=anh_giay_chung_sinh]").set_input_files(a_large_photo())
    narrow.context.set_offline(True)
    press_send(wizard)
    expect(narrow.locator("#wizard-status")).to_contain_text("Chưa gửi được. Chưa có mạng.")
    assert narrow.evaluate(IN_STORE, "drafts") >= 1 and narrow.evaluate(IN_STORE, "outbox") == 0
    narrow.context.set_offline(False)
    press_send(wizard)
    answers, pictures = arrived(narrow, live)
    assert answers["con_ho_ten"] and pictures == [0]
