"""Which Chromium drives the tests: the same engine without a window of its own where it is installed, three times as quick to open a page."""

from __future__ import annotations

import shutil

LIGHT = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome")


def program(is_whole: bool = False) -> str | None:
    """The system's Chromium, or None: Playwright then takes its own. is_whole: with all that a browser has around its pages, a camera among it."""
    names = WHOLE if is_whole else (LIGHT, *WHOLE)
    return next((found for name in names if (found := shutil.which(name))), None)
