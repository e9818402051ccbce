"""A real server in a process of its own, as `make run` starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LiveServer:
    """`url`, `demo` (what demo.json says), `stop()`. lines: what it printed until it was ready."""

    def __init__(self, data_dir: Path, root: Path = ROOT, **environment: str):
        self.port = free_port()
        self.data_dir = data_dir
        self.root = root
        self.log = data_dir.parent / "server.log"
        self._environment = {
            "GOCUA_VOICE": "0",
            "GOCUA_PACKS": "0",
            "GOCUA_NOTICES": "0",
            "GOCUA_DEMO_DOSSIERS": "0",
            "GOCUA_HOOKS": "0",
            **environment,
            "PORT": str(self.port),
            "GOCUA_DATA_DIR": str(data_dir),
        }
        self.start()

    def start(self) -> None:
        """Start (again, after `stop`), and wait until it says that it is ready."""
        command = [sys.executable, "-m", "app", "serve"]
        self._out = self.log.open("w")
        self._process = subprocess.Popen(
            command,
            cwd=self.root,
            env={**os.environ, **self._environment},
            stdout=self._out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + READY_SECONDS
        while "Ready: " not in self.log.read_text():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text()[-3000:])
            time.sleep(0.05)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def lines(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if not line.startswith("{")]

    @property
    def demo(self) -> dict:
        return json.loads((self.data_dir / "demo.json").read_text("utf-8"))

    def stop(self, kill: bool = False) -> float:
        """End it by SIGTERM to its group (or SIGKILL); returns the seconds that took."""
        started = time.monotonic()
        try:
            os.killpg(self._process.pid, signal.SIGKILL if kill else signal.SIGTERM)
        except ProcessLookupError:
            pass
        self._process.wait(timeout=15)
        self._out.close()
        return time.monotonic() - started
