"""Without a network: whatever was seen opens, at once and as it was; what is not there says so; nobody is told something false."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keeper import line as sign
from tests.browser.keeper import settled
from tests.browser.village import BIRTH, COPIES
from tests.line import Line

pytestmark = [
    pytest.mark.browser,
    pytest.mark.expected_console("Failed to load resource"),
    pytest.mark.expected_console("ERR_"),
    pytest.mark.expected_console("An unknown error occurred when fetching the script"),
]
SOURCE = "async (path) => (await (await caches.open('gocua-pages')).match(path)).text()"
LINE_GIVES_UP_MS = 15_000  # the worker's patience: who waits for the line waits that long
SHOWN_MS = 1000
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]"


@pytest.fixture
def screen(far: BrowserContext) -> Page:
    """A page on the phone at the end of the line."""
    return far.new_page()


def seen(screen: Page, *addresses: str) -> Page:
    """Open pages, and wait until they are on the phone."""
    for address in addresses:
        screen.goto(address)
        settled(screen)
    return screen


def heading(screen: Page):
    return screen.locator("h1")


def test_a_page_that_was_seen_opens_as_it_was_when_nobody_answers(screen: Page, line: Line, village):
    address = f"/p/{BIRTH}"
    answer = screen.goto(address)
    served = answer.text()
    settled(screen)
    line.cut()
    again = screen.goto(address)
    assert again.text() == served
    assert again.header_value("content-security-policy") == answer.header_value("content-security-policy")
    expect(sign(screen)).to_contain_text("Mất mạng. Xem bản ngày")
    assert str(time.localtime().tm_year) in sign(screen).inner_text()


def test_every_page_of_a_walk_opens_again_in_the_phones_own_offline_mode(far: BrowserContext, screen: Page):
    walk = ("/", "/e/birth", f"/p/{COPIES}", f"/p/{COPIES}/papers", "/help", "/scan")
    titles = {address: seen(screen, address).title() for address in walk}
    far.set_offline(True)
    for address, title in titles.items():
        screen.goto(address)
        assert screen.title() == title
        assert not [path for path in _missing_scripts(screen)], address


def test_a_page_that_is_not_on_the_phone_says_so_lists_what_is_and_calls(screen: Page, line: Line):
    seen(screen, f"/p/{BIRTH}")
    line.cut()
    assert screen.goto(f"/p/{COPIES}").status == 503
    expect(heading(screen)).to_have_text("Không có mạng. Máy chưa có trang này.")
    expect(screen.locator("a[href^='tel:']").first).to_be_visible()
    row = screen.locator(f".row__link[href='/p/{BIRTH}']")
    row.click()
    expect(heading(screen)).not_to_have_text("Không có mạng. Máy chưa có trang này.")


def test_a_server_that_accepts_and_never_answers_holds_nobody_up(screen: Page, line: Line):
    seen(screen, f"/p/{BIRTH}", "/")
    line.deaden()
    times = [_shown_ms(screen, address) for address in (f"/p/{BIRTH}", "/", f"/p/{BIRTH}", "/", f"/p/{BIRTH}")]
    assert min(times) < SHOWN_MS, times  # other work on the machine only ever adds time
    assert max(times) < LINE_GIVES_UP_MS, times


def test_the_line_comes_back_and_the_sign_goes(screen: Page, line: Line):
    seen(screen, f"/p/{BIRTH}")
    line.cut()
    screen.goto(f"/p/{BIRTH}")
    expect(sign(screen)).to_have_attribute("data-said", "offline")
    line.mend()
    before = line.count(f"/p/{BIRTH}")
    screen.goto(f"/p/{BIRTH}")
    _wait(lambda: line.count(f"/p/{BIRTH}") > before, screen)
    expect(sign(screen)).to_be_hidden()


def test_a_page_is_fetched_whole_or_not_kept(screen: Page, line: Line):
    seen(screen, "/")
    line.break_at(f"/p/{COPIES}", 1, after_bytes=3000)
    screen.goto(f"/p/{COPIES}", wait_until="commit")
    screen.wait_for_timeout(300)
    screen.goto("/")
    assert screen.evaluate("async (path) => !(await caches.match(path))", f"/p/{COPIES}")


@pytest.mark.parametrize("years", [-1, 1])
def test_a_wrong_clock_changes_nothing(far: BrowserContext, screen: Page, line: Line, years: int):
    seen(screen, f"/p/{BIRTH}")
    right = screen.evaluate("new Date().toLocaleDateString('vi')")
    other = far.new_page()
    other.clock.install(time=time.time() + years * 365 * 86400)
    line.cut()
    other.goto(f"/p/{BIRTH}")
    other.clock.run_for(2000)
    expect(sign(other)).to_have_text(f"Mất mạng. Xem bản ngày {right}.")


def test_sounds_play_from_the_phone_in_the_pieces_that_a_player_asks_for(screen: Page, line: Line):
    seen(screen, f"/p/{BIRTH}")
    address = screen.evaluate("document.documentElement.outerHTML.match(/\\/voice\\/[0-9a-f]{20}\\.mp3/)[0]")
    whole = screen.evaluate("async (url) => (await (await fetch(url)).arrayBuffer()).byteLength", address)
    line.cut()
    ask = """async ([url, range]) => {
      const answer = await fetch(url, { headers: { Range: range } });
      return [answer.status, answer.headers.get("Content-Range"), (await answer.arrayBuffer()).byteLength];
    }"""
    assert screen.evaluate(ask, [address, "bytes=0-99"]) == [206, f"bytes 0-99/{whole}", 100]
    assert screen.evaluate(ask, [address, "bytes=100-"]) == [206, f"bytes 100-{whole - 1}/{whole}", whole - 100]
    assert screen.evaluate(ask, [address, f"bytes={whole}-"])[0] == 416
    play = "(url) => new Promise((done) => { const one = new Audio(url); one.oncanplaythrough = () => done(true); one.onerror = () => done(false); })"
    assert screen.evaluate(play, address)


def test_the_worker_comes_only_after_the_page_is_useful(screen: Page, line: Line):
    screen.goto(f"/p/{BIRTH}")
    settled(screen)
    assert line.asked.index("/sw.js") > line.asked.index(f"/p/{BIRTH}")
    load = "performance.getEntriesByType('navigation')[0].loadEventStart"
    keeping = "performance.getEntriesByType('resource').find((one) => one.name.endsWith('/keeping.js')).startTime"
    assert screen.evaluate(keeping) >= screen.evaluate(load)


def test_a_server_that_is_stopped_is_no_matter(chromium, village):
    """The one test in which the server itself goes, and comes back at the same port."""
    context = chromium.new_context(base_url=village.server.url, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"/p/{BIRTH}")
    settled(page)
    title = page.title()
    village.server.stop()
    try:
        page.goto(f"/p/{BIRTH}")
        assert page.title() == title
        expect(sign(page)).to_have_attribute("data-said", "offline")
    finally:
        village.server.start()
    page.goto("/help")
    expect(heading(page)).to_be_visible()
    context.close()


def _shown_ms(screen: Page, address: str) -> float:
    screen.goto(address, wait_until="commit")
    heading(screen).wait_for()
    screen.wait_for_function(f"() => {PAINTED}")
    return screen.evaluate(f"{PAINTED}.startTime")


def _missing_scripts(screen: Page) -> list[str]:
    return screen.evaluate(
        "[...document.querySelectorAll('[data-started]')].filter((one) => one.dataset.started !== 'done').map((one) => one.dataset.module)"
    )


def _wait(question, screen: Page) -> None:
    for _ in range(100):
        if question():
            return
        screen.wait_for_timeout(100)
    raise AssertionError("it never came")
