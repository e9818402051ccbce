"""The system's nginx as a person's own process: no root, no files outside its folder. Skipped by name where it is missing."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

FRAME = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
access_log off;
{servers}
}}
"""
READY_SECONDS = 20


class Nginx:
    """`Nginx(folder, "server { listen 127.0.0.1:8081; ... }", 8081)` runs until `stop()`."""

    def __init__(self, folder: Path, servers: str, port: int):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if program is None:
            pytest.skip("nginx is not installed here: the configuration files are not run")
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "error.log"
        path = folder / "nginx.conf"
        path.write_text(FRAME.format(folder=folder, servers=servers), "utf-8")
        self._process = subprocess.Popen([program, "-c", path, "-e", self.log], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers(port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text()[-2000:] if self.log.exists() else "nginx did not start")
            time.sleep(0.05)

    def _answers(self, port: int) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(timeout=15)
