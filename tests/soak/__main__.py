"""`python -m tests.soak [CYCLES [SECONDS]]`: the long form of tests/browser/test_soak.py, by default 1,000 cycles."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.web import logs
from tests.bench import houses
from tests.browser.village import settle
from tests.server import ROOT, LiveServer
from tests.soak import editions
from tests.soak.cycles import Soak


def main(cycles: int, seconds: float) -> int:
    """Print what was done; an exception names the first fault and its cycle."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        first, second = lay_out(Path(folder))
        soak = Soak(playwright.chromium, Path(folder) / "phone", (first, second))
        started = time.monotonic()
        try:
            soak.run(cycles, seconds)
        finally:
            first.stop()
            second.stop()
            for what, count in sorted(soak.counts.items()):
                print(f"{count:>7,} {what}")
            print(f"{time.monotonic() - started:.0f} s")
    return 0


def lay_out(folder: Path) -> tuple[LiveServer, LiveServer]:
    """The village served by this program, and by its next version."""
    houses.furnish(folder / "furnished")
    with redirect_stdout(io.StringIO()):
        settle(folder / "data", folder / "furnished")
        logs.access.flush()
    newer = editions.next_program(folder / "newer")
    shutil.copytree(folder / "data", folder / "newer" / "data")
    editions.change(newer, newer / "data", newer.name)
    (folder / "first").mkdir()
    (folder / "data").rename(folder / "first" / "data")
    return LiveServer(folder / "first" / "data", ROOT), LiveServer(newer / "data", newer)


if __name__ == "__main__":
    asked = [float(one) for one in sys.argv[1:]]
    sys.exit(main(int(asked[0]) if asked else 1000, asked[1] if asked[1:] else 0))
