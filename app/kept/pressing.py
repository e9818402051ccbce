"""Pressing a pack's bytes: nearly a fifth less than LZMA. The model is the phone's own script, walked once more by Node (press.cjs)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("press.cjs")
TIMEOUT_SECONDS = 300


class NoNode(Exception):
    """The program that presses is not installed."""


def pressed(data: bytes) -> bytes:
    """The stream that `static/js/unpacker.js` turns into `data` again. Raises NoNode."""
    done = subprocess.run([node(), str(SCRIPT)], input=data, capture_output=True, timeout=TIMEOUT_SECONDS, check=True)  # noqa: S603
    return done.stdout


def node() -> str:
    """Node's program: the system's, else the one that set-up put beside Python. Raises NoNode."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if found is None:
        raise NoNode("packs need Node (docs/deploy.md): set-up installs it")
    return found
