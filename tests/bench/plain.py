"""What we are measured against: a bare Flask application that answers given bytes, on the server that we use.

`python -m tests.bench.plain FOLDER PORT THREADS`: FOLDER/<name> is answered at /p/<name> and /d/<name>, brotli if it ends so.
Two workers: /sw.js does nothing, /keeper.js keeps the page that it was registered from and answers from the phone first.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from flask import Flask, Response
from granian import Granian
from granian.constants import Interfaces

from tests.server import ROOT, free_port

FOLDER = "BENCH_FOLDER"
REGISTER = "addEventListener('load', () => navigator.serviceWorker.register('{worker}'))"
KEEPER = """
self.addEventListener('install', (event) => event.waitUntil(caches.open('plain').then((cache) => cache.add('/p/kept.br'))));
self.addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request))));
"""
KEPT_TAGS = r"(?:h1|h2|h3|p|ul|ol|li|a|dl|dt|dd|details|summary|main|title|body|head|html|meta|form|input|label|button)"


def application() -> Flask:
    """The bare application: bytes from memory, the headers that they need, and a service worker that does nothing."""
    app = Flask(__name__)
    pages = {path.name: path.read_bytes() for path in Path(os.environ[FOLDER]).iterdir()}

    @app.get("/sw.js")
    def worker():
        return Response("self.addEventListener('fetch', () => {});", mimetype="text/javascript")

    @app.get("/keeper.js")
    def keeper():
        return Response(KEEPER, mimetype="text/javascript")

    @app.get("/p/<name>")
    @app.get("/d/<name>")
    def page(name: str):
        answer = Response(pages[name], mimetype="text/html")
        if name.endswith("br"):
            answer.headers["Content-Encoding"] = "br"
        return answer

    return app


class PlainServer:
    """The bare application in a process of its own: `url`, `pid`, `stop()`."""

    def __init__(self, folder: Path, threads: int):
        self.port = free_port()
        command = [sys.executable, "-m", "tests.bench.plain", str(folder), str(self.port), str(threads)]
        self._process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/sw.js", timeout=1)
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the bare server does not answer")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it."""
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=15)


def plain_page(html: str, worker: str = "/sw.js") -> bytes:
    """The same words and links as a plain page: no style, no pictures, no classes; only the minimal worker at its end."""
    html = re.sub(r"<(style|script|svg|datalist)\b.*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r"<(?!/?" + KEPT_TAGS + r"\b|!doctype)[^>]*>", "", html)
    html = re.sub(r'\s(?:class|id|data-[\w-]+|aria-[\w-]+|role|lang|dir|tabindex)(?:="[^"]*")?(?=[\s>])', "", html)
    html = re.sub(r"\s*\n\s*", "\n", html)
    assert "</body>" in html
    return html.replace("</body>", f"<script>{REGISTER.format(worker=worker)}</script></body>").encode()


if __name__ == "__main__":
    os.environ[FOLDER] = sys.argv[1]
    Granian(
        "tests.bench.plain:application",
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1",
        port=int(sys.argv[2]),
        workers=1,
        blocking_threads=int(sys.argv[3]),
        websockets=False,
        log_level="error",
    ).serve()
