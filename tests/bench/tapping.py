"""From the tap to the frame that shows the next question, with the processor slowed six times."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.bench.figures import Row, median
from tests.bench.phone import page_of, watched
from tests.browser.pages.wizard import Wizard

WALKS = 3
TAPS = 12
LIMIT_MS = 50
# The message is handled after the frame that the tap brought about has been laid out and painted.
TIMES = """(() => {
  window.times = [];
  addEventListener("click", () => {
    const start = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.times.push(performance.now() - start);
      after.port2.postMessage(0);
    });
  }, true);
})()"""


def rows(browser: Browser, url: str, code: str) -> list[Row]:
    """The first questions of a form, answered one after the other; other work on the machine only ever adds time."""
    walks = [_walk(browser, f"{url}/p/{code}/start") for _ in range(WALKS)]
    waits = [min(same) for same in zip(*(waits for waits, _ in walks), strict=True)]
    said = f"median of {len(waits)} taps, each the best of {WALKS} walks; worst {max(waits):.0f} ms"
    return [
        Row("next question shown after a tap", median(waits), LIMIT_MS, "ms", beside=said),
        Row("requests that a tap causes", max(requests for _, requests in walks), 0),
    ]


def _walk(browser: Browser, address: str) -> tuple[list[float], int]:
    with page_of(browser, slow_line=False) as (page, session):
        page.add_init_script(TIMES)
        page.goto(address)
        page.wait_for_selector(".wizard--on")
        page.wait_for_load_state("networkidle")
        fetched, wizard = watched(session), Wizard(page)
        for _ in range(TAPS):
            wizard.answer_and_go_on()
        return page.evaluate("window.times"), len(fetched.wire_bytes)
