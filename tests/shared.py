"""A folder that is made once for a whole run, whichever worker comes first."""

from __future__ import annotations

import fcntl
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
            done.touch()
    return folder
