"""Starting up: the database in order, the catalogue loaded, the demo laid out, then granian (docs/adr/0003)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces

from . import create_app, demo
from .config import Config
from .procedures import loading
from .search import queries as search

READY_SECONDS = 60


def application():
    """What each server process runs; made after the fork, so that engines are its own."""
    return create_app()


def serve(config: Config) -> None:
    """Prepare and serve in the foreground until SIGTERM or SIGINT."""
    os.environ.setdefault("GOCUA_PUBLIC_URL", config.public_url)
    posters = prepare(config)
    server = Granian(
        "app.server:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=config.host,
        port=config.port,
        workers=config.workers,
        blocking_threads=config.threads,
        websockets=False,
        log_level="warning",
        workers_kill_timeout=3,
        respawn_failed_workers=True,
    )
    threading.Thread(target=_say_ready, args=(config, posters), daemon=True).start()
    voices = _build_voices() if config.voice else None
    try:
        server.serve()
    finally:
        if voices:
            voices.terminate()


def prepare(config: Config) -> list[str]:
    """Bring the database up to date and load what belongs there; returns the demo's poster paths."""
    app = create_app(config)
    with app.app_context():
        upgrade()
        loading.load_own_catalogue()
        search.index()
        return demo.lay_out(config) if config.demo else []


def _build_voices() -> subprocess.Popen:
    """Speak the sentences in a process of its own, with low priority; loudspeakers appear as clips come."""
    command = [sys.executable, "-m", "app", "voice", "build"]
    folder = Path(__file__).resolve().parent.parent
    return subprocess.Popen(  # noqa: S603
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=lambda: os.nice(15)
    )


def _say_ready(config: Config, posters: list[str]) -> None:
    here = f"http://127.0.0.1:{config.port}"
    for _ in range(READY_SECONDS * 20):
        try:
            with urllib.request.urlopen(f"{here}/healthz", timeout=2) as answer:  # noqa: S310
                if answer.status == 200:
                    break
        except OSError:
            time.sleep(0.05)
    else:
        print("Not ready: the server does not answer.", file=sys.stderr, flush=True)
        return
    if posters:
        print(f"Poster: {here}{posters[0]}", flush=True)
    print(f"Ready: {here}", flush=True)

