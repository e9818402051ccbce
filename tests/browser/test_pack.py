"""Saving the village's pack: the price first, real progress, "complete" only when it is; whatever happens in the middle, it goes on."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keeper import PACK_PAGE, press, said, saved, settled, until
from tests.browser.keeper import line as sign
from tests.browser.pages.wizard import Wizard
from tests.browser.village import BIRTH, COPIES, MARRIAGE
from tests.line import Line

pytestmark = [
    pytest.mark.browser,
    pytest.mark.expected_console("Failed to load resource"),
    pytest.mark.expected_console("ERR_"),
    pytest.mark.expected_console("An unknown error occurred when fetching the script"),
]
BUNDLES = "/kept/"
ASKED = ("khai sinh cho con", "muon xin giay doc than", "sao y giay to", "dang ky tam tru")
LISTED = """async () => {
  const cache = await caches.open("gocua-packs");
  const read = async (place) => ((await cache.match(place)) || new Response('{ "serial": -1, "packs": {} }')).json();
  const both = await Promise.all(["/kept-packs", "/kept-packs-next"].map(read));
  return Object.keys(both.sort((one, other) => other.serial - one.serial)[0].packs);
}"""
BEGUN = "async () => (await (await caches.open('gocua-packs')).keys()).filter((key) => key.url.endsWith('.bin')).length"


@pytest.fixture
def screen(far: BrowserContext) -> Page:
    """A page on the phone at the end of the line."""
    return far.new_page()


def done(screen: Page):
    return screen.locator("[data-part=done]")


def test_the_price_is_said_before_and_complete_only_after(screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    cost = screen.locator("[data-cost=text]")
    expect(cost).to_have_text(re.compile(r"\d+ KB · khoảng \d+ giây · \d+ đồng"))
    assert line.count(".bin") == 0
    expect(done(screen)).to_be_hidden()
    screen.locator("form button").click()
    expect(done(screen)).to_be_visible(timeout=30_000)
    expect(cost).to_have_text("Máy đã có rồi")
    assert screen.evaluate(LISTED) == ["21484-vi"]


def test_the_whole_pack_opens_without_network(far: BrowserContext, screen: Page, line: Line, village):
    served = {}
    addresses = [
        "/",
        "/e/birth",
        f"/p/{COPIES}",
        f"/p/{COPIES}/papers",
        f"/p/{MARRIAGE}/start?o=21484",
        "/help",
        "/f/ho-tich",
        "/my-phone",
    ]
    for address in addresses:
        served[address] = screen.request.get(village.server.url + address).text()
    saved(screen)
    line.cut()
    for address, html in served.items():
        answer = screen.goto(address)
        assert answer.status == 200
        assert answer.text() == html, address
        assert screen.evaluate("!document.querySelector('[data-module]:not([data-started=done])')"), address
    expect(sign(screen)).to_contain_text("Mất mạng. Xem bản ngày")


def test_search_without_network_finds_first_what_the_server_finds(screen: Page, line: Line):
    first = {}
    for text in ASKED:
        screen.goto(f"/search?q={quote(text)}")
        first[text] = screen.locator("#results .row__link").first.get_attribute("href")
    saved(screen)
    line.cut()
    for text, href in first.items():
        screen.goto(f"/search?q={quote(text)}")
        expect(screen.locator("#results .row__link").first).to_have_attribute("href", href)


def test_a_form_goes_to_its_end_without_network(screen: Page, line: Line):
    saved(screen)
    line.cut()
    screen.goto(f"/p/{COPIES}/start?o=21484")
    wizard = Wizard(screen)
    screen.wait_for_selector(".wizard--on .question:visible")
    wizard.answer_all()
    assert wizard.reads_back


def test_a_poster_opens_its_procedure_without_network(screen: Page, line: Line, village):
    saved(screen)
    line.cut()
    screen.goto(village.server.demo["posters"][0].lower())
    expect(screen.locator(f"a[href^='/p/{BIRTH}/start']").first).to_be_visible()


def test_a_cut_in_the_middle_is_told_and_goes_on_where_it_stopped(screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    settled(screen)
    line.break_at(".bin", 4)
    press(screen)
    expect(said(screen)).to_have_text("Mất mạng giữa chừng. Phần đã lưu vẫn còn. Có mạng thì bấm lưu tiếp.")
    expect(done(screen)).to_be_hidden()
    screen.goto(PACK_PAGE)
    expect(said(screen)).to_have_text(re.compile(r"Chưa đủ: mới có 30 KB trong \d+ KB"))
    assert screen.evaluate(LISTED) == []
    line.mend()
    screen.goto(PACK_PAGE)
    expect(said(screen)).to_have_text(re.compile("Chưa đủ: mới có 30 KB"))
    bundles = screen.evaluate("fetch('/offices/21484/pack.json').then((one) => one.json()).then((one) => one.bundles.length)")
    line.asked.clear()
    screen.locator("form button").click()
    expect(done(screen)).to_be_visible(timeout=30_000)
    assert line.count(".bin") == bundles - 3


def test_a_bundle_that_was_cut_in_two_is_fetched_anew(screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    line.break_at(".bin", 2, after_bytes=4000)
    screen.locator("form button").click()
    expect(said(screen)).to_have_text(re.compile("Mất mạng giữa chừng"))
    assert screen.evaluate(BEGUN) == 1
    line.mend()
    saved(screen)


def test_a_changed_byte_is_refused(screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    line.spoil(".bin")
    screen.locator("form button").click()
    expect(said(screen)).to_have_text("Phần vừa tải bị hỏng. Bấm lưu lại.")
    expect(done(screen)).to_be_hidden()
    assert screen.evaluate(BEGUN) == 0
    line.spoil("")
    screen.locator("form button").click()
    expect(done(screen)).to_be_visible(timeout=30_000)


def test_a_full_phone_is_told_plainly_and_loses_nothing(far: BrowserContext, screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    settled(screen)
    session = far.new_cdp_session(screen)
    used = screen.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    session.send("Storage.overrideQuotaForOrigin", {"origin": line.url, "quotaSize": used + 250_000})
    screen.locator("form button").click()
    expect(said(screen)).to_have_text("Máy hết chỗ. Xóa bớt ảnh hay ứng dụng, rồi bấm lưu tiếp.")
    expect(done(screen)).to_be_hidden()
    there = screen.evaluate(BEGUN)
    assert there > 0
    session.send("Storage.overrideQuotaForOrigin", {"origin": line.url})
    screen.goto(PACK_PAGE)
    assert screen.evaluate(BEGUN) == there
    screen.locator("form button").click()
    expect(done(screen)).to_be_visible(timeout=30_000)


def test_an_almost_full_phone_is_told_before_it_is_full(far: BrowserContext, screen: Page):
    screen.add_init_script("navigator.storage.estimate = async () => ({ usage: 85e6, quota: 100e6 });")
    screen.goto("/help")
    expect(sign(screen)).to_have_text("Máy gần đầy. Xóa bớt thứ không cần.")
    screen.goto(PACK_PAGE)
    expect(said(screen)).to_have_text("Máy gần đầy. Có thể không đủ chỗ.")


def test_two_tabs_save_once(far: BrowserContext, screen: Page, line: Line):
    screen.goto(PACK_PAGE)
    other = far.new_page()
    other.goto(PACK_PAGE)
    for page in (screen, other):
        page.locator("form button").click()
    for page in (screen, other):
        either = done(page).or_(page.locator("[data-part=said]", has_text="Trang khác đang lưu"))
        expect(either.filter(visible=True)).to_be_visible(timeout=30_000)
    expect(done(saved(screen))).to_be_visible()
    asked = [path for path in line.asked if path.endswith(".bin")]
    assert len(asked) == len(set(asked))


def test_each_language_that_was_saved_can_be_chosen_without_network(screen: Page, line: Line):
    saved(screen)
    press(screen, "/en" + PACK_PAGE)
    expect(done(screen)).to_be_visible(timeout=30_000)
    line.cut()
    screen.goto(f"/p/{BIRTH}")
    assert screen.locator("html").get_attribute("lang") == "vi"
    screen.goto(f"/en/p/{BIRTH}")
    assert screen.locator("html").get_attribute("lang") == "en"
    screen.goto(f"/p/{COPIES}")
    assert screen.locator("html").get_attribute("lang") == "vi"


def test_the_browsers_promise_is_asked_for_and_told_as_it_is(far: BrowserContext, screen: Page):
    for promise, words in ((True, "Máy hứa giữ."), (False, "Máy đầy thì có thể tự xóa. Lúc đó lưu lại.")):
        page = far.new_page()
        page.add_init_script(f"navigator.storage.persist = navigator.storage.persisted = async () => {str(promise).lower()};")
        saved(page)
        expect(said(page)).to_have_text(words)


def test_half_a_pack_beside_a_whole_one_stays(screen: Page, line: Line):
    screen.goto("/en" + PACK_PAGE)
    line.break_at(".bin", 3)
    screen.locator("form button").click()
    until(
        screen,
        "async () => (await (await caches.open('gocua-packs')).keys()).filter((key) => key.url.endsWith('.bin')).length === 2",
    )
    expect(screen.locator("form button")).to_be_enabled()
    line.mend()
    saved(screen)
    assert screen.evaluate(BEGUN) == 2
    screen.goto("/my-phone")
    expect(screen.locator("[data-list=saved]")).to_contain_text("Chưa đủ, chưa dùng được khi mất mạng")
