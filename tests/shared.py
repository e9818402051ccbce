"""A folder that is made once for a whole run, whichever worker comes first."""

from __future__ import annotations

import fcntl
import gc
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, filled by `make` in one worker while the others wait; copy it, do not write in it. worker: "master" without xdist."""
    base = factory.getbasetemp()
    root = base if worker == "master" else base.parent
    folder, done = root / f"shared-{name}", root / f"shared-{name}.done"
    with (root / f"shared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            gc.collect()  # a connection that nobody holds any more closes now, not while another worker copies its files
            left = [*folder.rglob("*-wal")]
            assert not left, f"still open: {left}"
            done.touch()
    return folder
