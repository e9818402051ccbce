"""Counting posters without a write per request: numbers gather in memory and go to the database every few seconds.

A killed server loses at most the last few seconds of counts, and never anything about who scanned: nothing is kept of that.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

Save = Callable[[dict[tuple[str, date], int]], None]


class ScanCounter:
    """Adds up showings; `flush` hands them to `save`, and keeps them when saving fails."""

    def __init__(self, save: Save, today: Callable[[], date], every_seconds: float = 5.0):
        self._save = save
        self._today = today
        self._every = every_seconds
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, date]] = Counter()
        self._timer: threading.Timer | None = None
        atexit.register(self.flush)

    def add(self, poster_id: str) -> None:
        """Count one showing of a poster."""
        with self._lock:
            self._counts[poster_id, self._today()] += 1
            if self._timer is None:
                self._timer = threading.Timer(self._every, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what gathered; on failure it stays for the next time."""
        with self._lock:
            counts, self._counts, self._timer = dict(self._counts), Counter(), None
        if not counts:
            return
        try:
            self._save(counts)
        except Exception:  # noqa: BLE001 - a locked or full database must not lose the numbers, nor end the thread
            with self._lock:
                self._counts.update(counts)
