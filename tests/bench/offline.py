"""What the network's absence costs: later visits, a line that is cut or dead, the pack, its news, and what the worker fetches by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench import phone
from tests.bench.figures import Row, median
from tests.bench.plain import plain_page
from tests.browser.keeper import saved, settled, until
from tests.browser.village import COPIES, OFFICE, house_in, tell
from tests.line import Line
from tests.server import ROOT, LiveServer

VISITS = 7
QUIET_SECONDS = 3
LATER_MS = 800
RATIO = 1.3
PACK_BYTES = 100_000
MORE_BYTES = 1_000
FIRST_VISIT_BYTES = 50_000
PROCEDURE = "1.001193"
UNSEEN = "1.000894"
USABLE = "() => [window.usableAt, performance.timeOrigin + window.usableAt]"
IS_ACTIVE = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
IS_KEPT = "async () => navigator.serviceWorker.controller && Boolean(await caches.match(location.href))"


def rows(browser: Browser, live: LiveServer, bare_port: int, folder: Path) -> list[Row]:
    """All of them. live: with packs (`build`); bare_port: of the bare application, which has `page_for` as kept.br; folder: live's data."""
    found = first_visit(browser, live.port)
    with _line(live.port) as line, _line(bare_port) as plain:
        ours, theirs = _phone(browser, line), _phone(browser, plain)
        page = ours.new_page()
        page.goto(f"/p/{PROCEDURE}")
        settled(page)
        other = theirs.new_page()
        other.goto("/p/kept.br")
        until(other, IS_ACTIVE)
        other.reload()
        until(other, IS_KEPT)
        found += later_visit(ours, line)
        found.append(beside(ours, line, theirs, plain, "cut", f"/p/{PROCEDURE}", "network off: a page seen"))
        found.append(beside(ours, line, theirs, plain, "deaden", f"/p/{PROCEDURE}", "a dead line: a page seen"))
        saved(page)
        found.append(beside(ours, line, theirs, plain, "cut", f"/p/{UNSEEN}", "network off: a page of the pack never seen"))
        found += [pack_bytes(live.url, tag) for tag in ("vi", "en")]
        found.append(news(page, line, live, folder))
    return found


def build(folder: Path) -> None:
    """The packs of every language, as `gocua kept build` makes them."""
    environment = {**os.environ, "GOCUA_DATA_DIR": str(folder), "GOCUA_VOICE": "0"}
    subprocess.run([sys.executable, "-m", "app", "kept", "build"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def page_for(html: str) -> bytes:
    """kept.br: the plain page with the same words that a minimal worker keeps."""
    return brotli.compress(plain_page(html, "/keeper.js"))


def first_visit(browser: Browser, port: int) -> list[Row]:
    """Everything that a new phone fetches until it is quiet, the worker's own fetches too; and when the worker begins."""
    with _line(port) as line, phone.page_of(browser) as (page, _):
        page.add_init_script(phone.WATCH)
        page.goto(f"{line.url}/p/{PROCEDURE}")
        page.wait_for_function("() => window.usableAt")
        usable_at = page.evaluate(USABLE)[1]
        _quiet(line)
        began = next(at for at, path, _ in line.times if path == "/sw.js")
        before = {path for at, path, size in line.times if not size and at * 1000 < usable_at} - {f"/p/{PROCEDURE}"}
        size = sum(line.carried.values())
    return [
        Row(
            "the whole first visit, all that the worker fetches too",
            size,
            FIRST_VISIT_BYTES,
            "bytes",
            beside=f"{len(line.asked)} requests",
        ),
        Row(
            "from the usable page to the worker's registration",
            began * 1000 - usable_at,
            0,
            "ms",
            at_least=True,
            beside=_other(before),
        ),
    ]


def later_visit(ours: BrowserContext, line: Line) -> list[Row]:
    """A page seen before, on a whole line: no byte comes before it is usable."""
    times, before = [], 0
    for _ in range(VISITS):
        time.sleep(QUIET_SECONDS)  # the visit before asks behind its page
        began = time.time()
        usable, at = _usable(ours, f"/p/{PROCEDURE}")
        times.append(usable)
        before = max(before, sum(size for when, _, size in line.times if began <= when < at / 1000))
    shown = median(times)
    return [
        Row("a later visit usable", shown, LATER_MS, "ms", beside=f"{min(times):.0f} to {max(times):.0f} ms"),
        Row("bytes that come before it", before, 0, "bytes"),
    ]


def beside(ours: BrowserContext, line: Line, theirs: BrowserContext, plain: Line, fault: str, path: str, what: str) -> Row:
    """The same fault for us and for the plain page with a minimal worker, in turns."""
    for one in (line, plain):
        getattr(one, fault)()
    pairs = [(_usable(ours, path)[0], _usable(theirs, "/p/kept.br")[0]) for _ in range(VISITS)]
    for one in (line, plain):
        one.mend()
    mine, plainest = (median(side) for side in zip(*pairs, strict=True))
    return Row(f"{what} / plain page and minimal worker", mine / plainest, RATIO, "times", beside=f"{mine:.0f} / {plainest:.0f} ms")


def pack_bytes(url: str, tag: str) -> Row:
    """All procedures, forms and the search in one language, without sound: its bundles and their list."""
    prefix = "" if tag == "vi" else f"/{tag}"
    with urllib.request.urlopen(
        urllib.request.Request(f"{url}{prefix}/offices/{OFFICE}/pack.json", headers={"Accept-Encoding": "br"})
    ) as answer:
        body = answer.read()
    told = json.loads(brotli.decompress(body))
    size = sum(one["bytes"] for one in told["bundles"]) + len(body)
    return Row(f"the pack in {tag}, without sound: bundles and list", size, PACK_BYTES, "bytes", beside=f"{told['pages']} pages")


def news(page: Page, line: Line, live: LiveServer, folder: Path) -> Row:
    """What travels to a phone with the pack after the note on one fee changed."""
    with house_in(folder):
        tell(COPIES, fee_note_vi="Từ hôm nay: 3.000 đồng một trang.")
    build(folder)
    until(
        page,
        "(path) => fetch(path, { cache: 'no-store' }).then((one) => one.text()).then((text) => text.includes('Từ hôm nay'))",
        f"/p/{COPIES}",
    )
    line.carried.clear()
    page.evaluate("(path) => fetch(path, { cache: 'no-store' }).then((one) => one.text())", f"/p/{COPIES}")
    whole = line.carried[f"/p/{COPIES}"]
    page.evaluate("sessionStorage.clear()")
    page.goto(f"/p/{COPIES}/papers")
    page.wait_for_selector("#line[data-said=changed]")
    travelled = sum(size for path, size in line.carried.items() if path.startswith("/kept/"))
    return Row("news after one fee changed", travelled, whole + MORE_BYTES, "bytes", beside=f"the procedure's page: {whole:,}")


def _usable(context: BrowserContext, path: str) -> tuple[float, float]:
    """(milliseconds until usable, that moment since 1970) of a new page on a slow processor, the worker asleep."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.send("Emulation.setCPUThrottlingRate", {"rate": phone.SLOWER})
    page.add_init_script(phone.WATCH)
    page.goto(path, wait_until="commit")
    page.wait_for_function("() => window.usableAt")
    usable, at = page.evaluate(USABLE)
    page.close()
    return usable, at


def _phone(browser: Browser, line: Line) -> BrowserContext:
    context = browser.new_context(base_url=line.url, viewport=phone.PHONE, locale="vi-VN")
    context.set_default_timeout(60_000)
    return context


@contextmanager
def _line(port: int) -> Iterator[Line]:
    line = Line(port)
    yield line
    line.cut()


def _quiet(line: Line) -> None:
    while not line.times or time.time() - line.times[-1][0] < QUIET_SECONDS:
        time.sleep(0.1)


def _other(paths: set[str]) -> str:
    return f"asked for before: {', '.join(sorted(paths)) or 'the page alone'}"
