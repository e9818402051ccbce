"""From the tap to the next question on the glass, as Chromium's own event timing sees it."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.bench.figures import Row, median
from tests.bench.phone import page_of, watched
from tests.browser.pages.wizard import Wizard

TAPS = 12
LIMIT_MS = 50
EVENTS = """(() => {
  window.taps = [];
  new PerformanceObserver((list) => list.getEntries()
    .filter((one) => one.name === "click")
    .forEach((one) => window.taps.push(one.duration)))
    .observe({ type: "event", durationThreshold: 16 });
})()"""


def rows(browser: Browser, url: str, code: str) -> list[Row]:
    """The first questions of a form, answered one after the other with the processor slowed six times."""
    with page_of(browser, slow_line=False) as (page, session):
        page.add_init_script(EVENTS)
        page.goto(f"{url}/p/{code}/start")
        page.wait_for_selector(".wizard--on")
        page.wait_for_load_state("networkidle")
        fetched, wizard = watched(session), Wizard(page)
        for _ in range(TAPS):
            wizard.answer_and_go_on()
            page.wait_for_timeout(250)
        waits = page.evaluate("window.taps")
    worst = f"worst {max(waits):.0f} of {len(waits)}"
    return [
        Row("next question shown after a tap, processor slowed 6 times", median(waits), LIMIT_MS, "ms", beside=worst),
        Row("requests that a tap causes", len(fetched.wire_bytes), 0),
    ]
