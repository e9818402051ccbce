"""Whoever cannot read hears: questions, errors, what was answered, digits; in the order of the screen, and again to stop."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.packs.speech import key
from tests.browser.conftest import PHONE
from tests.browser.hearing import HEARD, VOICE
from tests.browser.pages.wizard import Wizard

pytestmark = pytest.mark.browser

BIRTH, COPIES = "1.001193", "2.000815"


def opened(chromium, server, *scripts: str) -> Iterator[Wizard]:
    context = chromium.new_context(base_url=server.url, viewport=PHONE, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(20_000)
    for script in scripts:
        page.add_init_script(script)
    yield Wizard(page)
    context.close()


@pytest.fixture
def listener(chromium, spoken) -> Iterator[Wizard]:
    """A form on a phone, every sentence with its clip."""
    yield from opened(chromium, spoken, HEARD)


@pytest.fixture
def speaker(chromium, live) -> Iterator[Wizard]:
    """A form on a phone with a Vietnamese voice of its own, where no clip was made."""
    yield from opened(chromium, live, HEARD, VOICE)


def heard(page: Page, *sentences: str) -> None:
    """Wait until these were the last sounds, in this order."""
    names = [key(one) for one in sentences]
    page.wait_for_function(
        "names => JSON.stringify(window.heard.slice(-names.length).map((one) => /voice.(\\w+)/.exec(one)[1])) === JSON.stringify(names)",
        arg=names,
    )


def whole_screen(page: Page) -> None:
    page.get_by_role("button", name="Nghe", exact=True).click()


def test_the_whole_screen_speaks_in_order_and_a_second_tap_stops_it(listener):
    page = listener.open(BIRTH).until("con_gioi_tinh").page
    whole_screen(page)
    heard(page, "Bé là trai hay gái?", "Trai", "Gái")
    page.evaluate("window.slow = true")
    whole_screen(page)
    lit = page.locator(".is-speaking")
    expect(lit).to_contain_text("Bé là trai hay gái?")
    whole_screen(page)
    expect(lit).to_have_count(0)


def test_an_error_says_aloud_what_to_do(listener):
    page = listener.open(BIRTH).page
    listener.next()
    page.locator(".question__error .say").click()
    heard(page, "Ghi tên đầy đủ.")
    whole_screen(page)
    heard(page, "Ghi đúng như trên căn cước.", "Ghi tên đầy đủ.", "Quét thẻ căn cước")


def test_a_tapped_digit_is_spoken_and_the_number_is_said_again(listener):
    page = listener.open(BIRTH).until("yeu_cau_so_dinh_danh").page
    for digit in "051":
        page.locator(f".pad__key:text-is('{digit}')").click()
        heard(page, digit)
    expect(listener.question.locator("input.field")).to_have_value("051")
    page.locator(".pad__key--back").click()
    expect(listener.question.locator("input.field")).to_have_value("05")
    page.locator(".pad__hear .say").click()
    heard(page, "0", "5")


def test_other_keys_write_into_the_same_field(listener):
    page = listener.open(BIRTH).until("yeu_cau_so_dinh_danh").page
    page.locator(".pad__key:text-is('0')").click()
    listener.question.locator("input.field").focus()
    page.keyboard.press("End")
    page.keyboard.type("51190001234")
    page.keyboard.press("Enter")
    listener.asks("Thẻ căn cước của bạn cấp ngày nào?")


def test_what_is_read_back_is_heard(listener):
    page = listener.open(COPIES).page
    listener.answer_all()
    page.locator(".question__answer .say").click()
    heard(page, "Căn cước")
    while listener.id != "so_trang":
        page.locator("#wizard-right").click()
    page.locator(".question__answer .say").click()
    heard(page, "3")
    page.locator("#wizard-all").click()
    expect(page.locator(".reread__answer .say").first).to_be_visible()


def test_a_date_is_heard_in_its_parts(listener):
    page = listener.open(BIRTH).until("con_ngay_sinh").page
    for digits in ("24", "11", "2025"):
        page.locator(f".pad__key:text-is('{digits}')").click()
    listener.asks("Bé là trai hay gái?")
    listener.answer_all()
    while listener.id != "con_ngay_sinh":
        page.locator("#wizard-right").click()
    page.locator(".question__answer .say").click()
    heard(page, "Ngày", "24", "Tháng", "11", "Năm", "2", "0", "2", "5")


def test_the_consent_is_heard(listener):
    page = listener.open(COPIES).page
    listener.answer_all()
    listener.confirm_all()
    whole_screen(page)
    heard(page, "Đồng ý", "Không đồng ý")


def test_where_no_clip_is_the_phones_own_voice_says_it(speaker):
    page = speaker.open(BIRTH).page
    speaker.next()
    page.locator(".question__error .say").click()
    page.wait_for_function("() => window.spoken.join() === 'Ghi tên đầy đủ.'")
    speaker.write("Phạm Thị Thử")
    speaker.next()
    speaker.asks("Số căn cước của bạn là số nào?")
    page.locator(".pad__key:text-is('7')").click()
    page.wait_for_function("() => window.spoken.slice(-1)[0] === '7'")


def test_where_nothing_can_speak_no_loudspeaker_stands(screen):
    wizard = Wizard(screen).open(BIRTH)
    wizard.next()
    assert wizard.error == "Ghi tên đầy đủ."
    screen.evaluate(
        "import(document.querySelector('link[rel=modulepreload]').href.replace(/modules.*/, 'wizard/voicing.js')).then((one) => one.ownVoice())"
    )
    assert screen.locator("main .say").count() == 0
