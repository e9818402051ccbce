"""Logs as JSON lines and figures for Prometheus: route names, states and times; never what people typed, never a ticket."""

from __future__ import annotations

import atexit
import json
import logging
import re
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import structlog
from flask import Flask, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
REQUESTS = Counter("gocua_requests_total", "Answers by route and status.", ["route", "status"], registry=REGISTRY)
SECONDS = Histogram("gocua_request_seconds", "Time to answer, in seconds.", ["route"], registry=REGISTRY)
LATE_SECONDS = 0.5
LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{9}|(?:0|\+84)\d{9,10})(?!\d)")


class Lines:
    """Lines that go out together, half a second late: a write at each answer would make the threads wait for each other."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._timer: threading.Timer | None = None
        self._is_silent = False
        atexit.register(self.flush)

    def add(self, line: str) -> None:
        """Keep a line, line break included, for the next writing."""
        if self._is_silent:
            return
        self._lines.append(line)
        if self._timer is None:
            self._timer = threading.Timer(LATE_SECONDS, self.flush)
            self._timer.daemon = True
            self._timer.start()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Keep nothing for a while: a command that asks the house for thousands of pages is nobody's visit."""
        self._is_silent = True
        try:
            yield
        finally:
            self._is_silent = False

    def flush(self) -> None:
        """Write what gathered."""
        self._timer = None
        gathered = []
        with suppress(IndexError):
            while True:
                gathered.append(self._lines.popleft())
        with suppress(OSError, ValueError):  # a log that nobody reads any more must not cost anybody an answer
            sys.stdout.write("".join(gathered))
            sys.stdout.flush()


access = Lines()


def drop_numbers(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The last net: whatever looks like a citizen's number or a phone number is cut out of every line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = LONG_NUMBER.sub("[number]", value)
    return event


def init_app(app: Flask) -> None:
    """Log each request once, with its route's name instead of its address."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response):
    """One line and two figures an answer; all that it tells is ours but the method, so no net has to go over it."""
    route, status = request.endpoint or "none", response.status_code
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    answers, times = _meters(route, status)
    answers.inc()
    times.observe(seconds)
    when, method = datetime.now(UTC).isoformat(), json.dumps(request.method)
    line = f'"route": "{route}", "method": {method}, "status": {status}, "ms": {seconds * 1000:.1f}, "event": "request"'
    access.add(f'{{{line}, "level": "info", "timestamp": "{when}"}}\n')
    return response


@lru_cache(2000)
def _meters(route: str, status: int):
    return REQUESTS.labels(route, status), SECONDS.labels(route)


def figures() -> bytes:
    """This process's figures in Prometheus' text format."""
    return generate_latest(REGISTRY)
