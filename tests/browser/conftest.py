"""A real Chromium and a real server for each worker; a failure leaves a screenshot in test-results/."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app import create_app
from tests.bench.houses import give_voice
from tests.browser.village import Village, settle
from tests.chromium import program
from tests.conftest import close, config_for
from tests.line import Line
from tests.server import LiveServer
from tests.shared import once

RESULTS = Path("test-results")
expect.set_options(timeout=15_000)  # a machine with other work takes three times as long as one without
PHONE = {"width": 360, "height": 640}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def live(furnished, tmp_path_factory) -> Iterator[LiveServer]:
    """A server with the demo, as `make run` starts it."""
    folder = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(furnished, folder)
    server = LiveServer(folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def spoken(furnished, tmp_path_factory, worker_id) -> Iterator[LiveServer]:
    """The demo with a clip for every sentence that wants one."""
    voiced = once(tmp_path_factory, worker_id, "voiced", lambda folder: _voiced(folder, furnished))
    folder = tmp_path_factory.mktemp("spoken") / "data"
    shutil.copytree(voiced, folder)
    server = LiveServer(folder)
    yield server
    server.stop()


def _voiced(folder: Path, furnished: Path) -> None:
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    with app.app_context():
        give_voice(app)
    close(app)


@pytest.fixture(scope="session")
def village(furnished, tmp_path_factory, worker_id) -> Iterator[Village]:
    """A server with packs to save; nobody changes what it serves."""
    settled = once(tmp_path_factory, worker_id, "village", lambda folder: settle(folder, furnished))
    folder = tmp_path_factory.mktemp("village") / "data"
    shutil.copytree(settled, folder)
    village = Village(folder)
    yield village
    village.stop()


@pytest.fixture
def line(village) -> Iterator[Line]:
    """The line between a phone and the village's server: an address that no phone has seen, and that can be cut."""
    line = village.new_line()
    yield line
    line.cut()


@pytest.fixture
def far(chromium, line, request) -> Iterator[BrowserContext]:
    """A phone at the end of the line."""
    yield from _context(chromium, line, request, True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium, live, request) -> Iterator[BrowserContext]:
    """A phone of 360 x 640; `@pytest.mark.parametrize("script", [False])` style: use `phone_without_script` for none."""
    yield from _context(chromium, live, request, True)


@pytest.fixture
def phone_without_script(chromium, live, request) -> Iterator[BrowserContext]:
    """The same phone with JavaScript off."""
    yield from _context(chromium, live, request, False)


def _context(chromium: Browser, live: LiveServer | Line, request, script: bool) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live.url, viewport=PHONE, java_script_enabled=script, locale="vi-VN")
    context.set_default_timeout(15_000)
    if script:
        context.on("page", _patient)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield context
    failed = getattr(request.node, "failed", False)
    if failed:
        RESULTS.mkdir(exist_ok=True)
        for number, page in enumerate(context.pages):
            name = re.sub(r"[^\w-]+", "-", request.node.name)[:80]
            page.screenshot(path=RESULTS / f"{name}-{number}.png")
    context.close()
    expected = {marker.args[0] for marker in request.node.iter_markers("expected_console")}
    left = [fault for fault in faults if not any(text in fault for text in expected)]
    if not failed:
        assert not left, f"the browser complained: {left[:3]}"


def _patient(page: Page) -> None:
    """`page.goto` returns once every module of the page has started: a tap before that is another journey."""
    go = page.goto

    def goto(address: str, **options):
        answer = go(address, **options)
        page.wait_for_function("() => !document.querySelector('[data-module]:not([data-started=done])')")
        return answer

    page.goto = goto  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True
    return report


@pytest.fixture
def screen(phone) -> Page:
    """A page on the phone."""
    return phone.new_page()


@pytest.fixture
def plain_screen(phone_without_script) -> Page:
    """A page on the phone without script."""
    return phone_without_script.new_page()
