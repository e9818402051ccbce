"""Work that waits in a table: looked for again and again beside the server, until the server ends."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime

import click
import structlog

from ..database import Busy, release
from .clock import now

EVERY_SECONDS = 5
log = structlog.get_logger("errands")


def run(deliver: Callable[[datetime], int], what: str, keep_on: bool) -> None:
    """Call `deliver`, which says how much it took on, once or until the process that started this one is gone. what: for the line."""
    parent = os.getppid()
    while True:
        try:
            count = deliver(now())
        except Busy:
            count = 0
        except Exception as error:  # one message that breaks must not end the sending of all others
            if not keep_on:
                raise
            log.error("broken", what=what, kind=type(error).__name__)
            count = 0
        release()
        if count:
            click.echo(f"{count} {what}")
        if not keep_on or os.getppid() != parent:
            return
        time.sleep(0 if count else EVERY_SECONDS)  # there may be more
