"""A cheap phone: real Chromium, its processor slowed six times, on a line of 400 ms and 400 kbit/s, nothing in its cache."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.browser.conftest import FLAGS, PHONE
from tests.chromium import program

SLOWER = 6
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
QUIET_MS = 1000
# The moment after the first frame in which the button stands on the screen; and every task of more than 50 ms.
WATCH = """(() => {
  const seen = () => {
    const button = document.querySelector('a[href*="/start"]');
    if (!button || !button.getClientRects().length) return requestAnimationFrame(seen);
    requestAnimationFrame(() => setTimeout(() => { window.usableAt = performance.now(); }));
  };
  requestAnimationFrame(seen);
  window.longTasks = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((task) => { window.longTasks += task.duration; }))
    .observe({ type: "longtask", buffered: true });
})()"""


@dataclass
class Fetched:
    """What came over the wire by address: all of it, and without the headers."""

    wire_bytes: dict[str, int] = field(default_factory=dict)
    body_bytes: dict[str, int] = field(default_factory=dict)
    scripts: set[str] = field(default_factory=set)
    redirects: int = 0

    @property
    def all_bytes(self) -> int:
        return sum(self.wire_bytes.values())

    @property
    def script_bytes(self) -> int:
        """Bytes of scripts, compressed."""
        return sum(size for address, size in self.body_bytes.items() if address in self.scripts)


@dataclass(frozen=True)
class Visit:
    """One cold visit. usable_ms: until the start button is painted; blocked_ms: tasks of over 50 ms, added up."""

    usable_ms: float
    blocked_ms: float
    busy_ms: float
    fetched: Fetched
    blocking_requests: int
    blocking_scripts: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(is_whole=True), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def page_of(browser: Browser, slow_line: bool = True, script: bool = True) -> Iterator[tuple[Page, CDPSession]]:
    """A new phone with nothing in its cache."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=script, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Performance.enable")
    if slow_line:
        session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield page, session
    context.close()


def visit(browser: Browser, url: str, slow_line: bool = True) -> Visit:
    """Open `url` for the first time and wait until the phone is quiet."""
    with page_of(browser, slow_line) as (page, session):
        fetched = watched(session)
        page.add_init_script(WATCH)
        page.goto(url)
        page.wait_for_function("window.usableAt")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET_MS)
        busy = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}["TaskDuration"]
        blocking = page.evaluate(
            "performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking').map((one) => one.name)"
        )
        return Visit(
            usable_ms=page.evaluate("window.usableAt"),
            blocked_ms=page.evaluate("window.longTasks"),
            busy_ms=busy * 1000,
            fetched=fetched,
            blocking_requests=1 + fetched.redirects + len(blocking),
            blocking_scripts=len([one for one in blocking if one in fetched.scripts]),
        )


def watched(session: CDPSession) -> Fetched:
    """Count what the page fetches from now on."""
    fetched = Fetched()
    address: dict[str, str] = {}

    def sent(event):
        address[event["requestId"]] = event["request"]["url"]
        fetched.redirects += "redirectResponse" in event
        if event.get("type") == "Script" or event["request"]["url"].endswith(".js"):
            fetched.scripts.add(event["request"]["url"])

    def received(event):
        url = address.get(event["requestId"], "")
        fetched.body_bytes[url] = fetched.body_bytes.get(url, 0) + int(event["encodedDataLength"])

    def finished(event):
        url = address.get(event["requestId"], "")
        if url.startswith("http"):
            fetched.wire_bytes[url] = fetched.wire_bytes.get(url, 0) + int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.dataReceived", received)
    session.on("Network.loadingFinished", finished)
    return fetched


def size_of(browser: Browser, url: str) -> tuple[int, int]:
    """(elements, bytes of JavaScript heap after a collection) of a page that has settled."""
    with page_of(browser, slow_line=False) as (page, session):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        session.send("HeapProfiler.enable")
        session.send("HeapProfiler.collectGarbage")
        heap = int(session.send("Runtime.getHeapUsage")["usedSize"])
        return page.evaluate("document.querySelectorAll('*').length"), heap


def is_usable_without_script(browser: Browser, url: str) -> bool:
    """Whether the start button stands there with JavaScript off."""
    with page_of(browser, slow_line=False, script=False) as (page, _):
        page.goto(url)
        return page.locator('a[href*="/start"]').first.is_visible()


def visit_scripts(browser: Browser, url: str) -> int:
    """Bytes of all scripts that a page loads, compressed."""
    with page_of(browser, slow_line=False) as (page, session):
        fetched = watched(session)
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return fetched.script_bytes
