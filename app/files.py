"""Writing files that nobody reads half of."""

from __future__ import annotations

import json
import os
from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it there. Raises OSError, with nothing left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with scratch.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.rename(path)
    finally:
        scratch.unlink(missing_ok=True)


def write_json(path: Path, data: object) -> None:
    """The same for data as JSON."""
    write_bytes(path, json.dumps(data, ensure_ascii=False, indent=1).encode())
