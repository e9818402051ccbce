"""Trying it first: the same form about invented people; nothing of it is kept, nothing is sent, and each screen says so."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages.wizard import Wizard
from tests.browser.sender import IN_STORE

pytestmark = pytest.mark.browser
BIRTH = "1.001193"


class Practice(Wizard):
    """Whatever would be typed is there already: one only goes on, or taps an answer."""

    def answer(self) -> None:
        if self.page.locator("#wizard-next").is_visible() and self.question.get_attribute("data-type") != "photo":
            self.next()
        else:
            super().answer()


def test_a_citizen_tries_the_whole_form_and_nothing_is_kept_or_sent(screen):
    sent = []
    screen.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    screen.goto(f"/p/{BIRTH}/start#try")
    screen.wait_for_selector(".wizard--on .question:visible")
    wizard = Practice(screen)
    line = screen.locator("#wizard-practice")
    expect(line).to_have_text("Làm thử, không gửi đi.")
    wizard.until("me_ho_ten")
    assert screen.locator("#me_ho_ten").input_value() == "Lê Thị Mẫu"  # nobody has to type
    expect(line).to_be_visible()
    wizard.answer_all()
    wizard.confirm_all()
    expect(line).to_be_visible()
    wizard.send()
    expect(screen.locator("#wizard-tried")).to_contain_text("Bạn đã làm thử xong. Chưa gửi gì cả.")
    assert not sent and screen.evaluate(IN_STORE, "drafts") == 0 and screen.evaluate(IN_STORE, "outbox") == 0
    screen.locator("#wizard-tried").get_by_role("link", name="Làm thật").click()
    expect(screen).to_have_url(re.compile(r"/start(\?o=\d+)?$"))
    expect(screen.locator("#wizard-practice")).to_be_hidden()
    assert screen.locator("#me_ho_ten").input_value() == ""
