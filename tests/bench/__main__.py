"""Measure everything in one run and say which budgets hold; exit status 1 when one does not."""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import brotli
from playwright.sync_api import Browser

from app.config import Config
from tests.bench import desk, finding, houses, load, offline, phone, tapping, typing
from tests.bench.figures import Row, median
from tests.bench.plain import PlainServer, plain_page
from tests.server import LiveServer

VISITS = 7
PROCEDURE = "1.001193"
FIRST_VIEW_BYTES = 12_000
SCRIPT_BYTES = 20_000
FIRST_VISIT_BYTES = 50_000
COLD_RATIO = 1.15
BLOCKED_RATIO = 1.3
ONE_TASK_MS = 50
HEAP_BYTES = 2_000_000
ELEMENTS = 300
WIZARD_ELEMENTS = 1_500


def main() -> int:
    """Print the table; 0 when all budgets hold."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder))
    for row in rows:
        print(row.line())
    over = [row for row in rows if not row.holds]
    print(f"{len(rows) - len(over)} of {len(rows)} budgets hold; measured in {time.monotonic() - started:.0f} s, with voice clips.")
    return 1 if over else 0


def measure(folder: Path) -> list[Row]:
    """All rows. folder: an empty directory."""
    houses.furnish(folder / "data")
    offline.build(folder / "data")
    live = LiveServer(folder / "data")
    (folder / "plain").mkdir()
    poster, ticket = live.demo["posters"][0], live.demo["tickets"][0]
    html = _get(f"{live.url}{poster}")
    (folder / "plain" / "words.br").write_bytes(brotli.compress(plain_page(html.decode())))
    (folder / "plain" / "kept.br").write_bytes(offline.page_for(html.decode()))
    (folder / "plain" / "page.br").write_bytes(brotli.compress(html))
    (folder / "plain" / "state").write_bytes(_get(f"{live.url}/d/{ticket}"))
    bare = PlainServer(folder / "plain", Config().threads)
    try:
        with phone.chromium() as browser:
            rows = first_visit(browser, f"{live.url}{poster}", f"{bare.url}/p/words.br")
            rows += sizes(browser, live)
            rows += tapping.rows(browser, live.url, PROCEDURE)
            rows += typing.rows(browser, live.url)
            rows += offline.rows(browser, live, bare.port, folder / "data")
        rows += load.rows(
            (f"{live.url}/p/{PROCEDURE}", f"{bare.url}/p/page.br"),
            (f"{live.url}/d/{ticket}", f"{bare.url}/d/state"),
            load.worker_of(live.port),
            load.worker_of(bare.port),
        )
        rows += desk.rows(live)
    finally:
        live.stop()
        bare.stop()
    return rows + finding.rows()


def first_visit(browser: Browser, ours: str, plain: str) -> list[Row]:
    """What happens after a scan, beside the plain page with the same words, in turns."""
    phone.visit(browser, ours)  # the server's first answer is made here
    pairs = [(phone.visit(browser, ours), phone.visit(browser, plain)) for _ in range(VISITS)]
    visits = [one for one, _ in pairs]
    fetched = visits[0].fetched
    usable = [median(one.usable_ms for one in side) for side in zip(*pairs, strict=True)]
    busy = [median(one.busy_ms for one in side) for side in zip(*pairs, strict=True)]
    blocked = [median(one.blocked_ms for one in side) for side in zip(*pairs, strict=True)]
    return [
        Row("requests until the first useful view after a scan", max(one.blocking_requests for one in visits), 1),
        Row("bytes of that answer, headers included", fetched.wire_bytes[ours], FIRST_VIEW_BYTES, "bytes"),
        Row(
            "scripts needed before it is useful",
            visits[0].blocking_scripts + (not phone.is_usable_without_script(browser, ours)),
            0,
        ),
        Row("scripts in all on a first visit", fetched.script_bytes, SCRIPT_BYTES, "bytes"),
        Row(
            "the whole first visit on the wire",
            fetched.all_bytes,
            FIRST_VISIT_BYTES,
            "bytes",
            beside=f"{len(fetched.wire_bytes)} requests",
        ),
        Row(
            "cold usable view / plain page",
            usable[0] / usable[1],
            COLD_RATIO,
            "times",
            beside=f"{usable[0]:.0f} / {usable[1]:.0f} ms",
        ),
        Row(
            "main thread blocked / plain page and minimal worker",
            max(blocked[0], ONE_TASK_MS) / max(blocked[1], ONE_TASK_MS),
            BLOCKED_RATIO,
            "times",
            beside=f"tasks over 50 ms: {blocked[0]:.0f} / {blocked[1]:.0f} ms; busy {busy[0]:.0f} / {busy[1]:.0f} ms",
        ),
    ]


def sizes(browser: Browser, live: LiveServer) -> list[Row]:
    """Elements, heap and scripts of a procedure's page and of every wizard."""
    elements, heap = phone.size_of(browser, f"{live.url}/p/{PROCEDURE}")
    wizards = {slug: phone.size_of(browser, f"{live.url}/p/{code}/start") for slug, code in live.demo["forms"].items()}
    largest = max(wizards, key=lambda slug: wizards[slug][0])
    scripts = {path: phone.visit_scripts(browser, live.url + path) for path in ("/", f"/p/{PROCEDURE}/start", "/search?q=con")}
    heaviest = max(scripts, key=lambda path: scripts[path])
    return [
        Row(f"elements on /p/{PROCEDURE}", elements, ELEMENTS),
        Row("elements in the largest wizard", wizards[largest][0], WIZARD_ELEMENTS, beside=largest),
        Row(f"JavaScript heap on /p/{PROCEDURE}", heap, HEAP_BYTES, "bytes"),
        Row("JavaScript heap in the heaviest wizard", max(size for _, size in wizards.values()), HEAP_BYTES, "bytes"),
        Row("scripts of the page that loads most", scripts[heaviest], SCRIPT_BYTES, "bytes", beside=heaviest),
    ]


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


if __name__ == "__main__":
    sys.exit(main())
