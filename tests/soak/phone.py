"""A phone of one's own: Chromium with a profile on disk, whose process can be killed at any moment and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from threading import Timer

from playwright.sync_api import BrowserType, Error, Page

from tests.browser.conftest import FLAGS, PHONE
from tests.chromium import program

READY_SECONDS = 30
STEP_MS = 15_000


class Phone:
    """`page`, `start()`, `kill()`, `kill_in(seconds)`; is_dead: whether it was killed. What it kept stays in `folder`."""

    def __init__(self, kind: BrowserType, folder: Path):
        self._kind, self._folder = kind, folder
        self._program = program() or kind.executable_path
        self._timer: Timer | None = None
        self.is_dead = True
        self.page: Page

    def start(self) -> Page:
        """Start the browser on what it kept; returns its one page."""
        told = self._folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        command = [
            self._program,
            *FLAGS,
            "--headless",
            "--remote-debugging-port=0",
            f"--user-data-dir={self._folder}",
            "about:blank",
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + READY_SECONDS
        while not (told.exists() and told.read_text().count("\n")):
            assert self._process.poll() is None and time.monotonic() < deadline, "the browser does not start"
            time.sleep(0.02)
        browser = self._kind.connect_over_cdp(f"http://127.0.0.1:{told.read_text().split()[0]}")
        context = browser.contexts[0]
        context.set_default_timeout(STEP_MS)
        self._browser, self.page = browser, context.pages[0] if context.pages else context.new_page()
        self.is_dead = False
        self.page.set_viewport_size(PHONE)
        return self.page

    def kill_in(self, seconds: float) -> None:
        """The battery falls out so many seconds from now, whatever the phone is doing then."""
        self._timer = Timer(seconds, self.drop)
        self._timer.start()

    def kill(self) -> None:
        """The battery falls out now."""
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        self.drop()
        self._process.wait()
        with suppress(Error):
            self._browser.close()

    def drop(self) -> None:
        """The same, from any thread; `kill` still has to be called."""
        self.is_dead = True
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
