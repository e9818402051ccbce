"""Starting up: the database in order, the catalogue loaded, the demo laid out, then granian (docs/adr/0003)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from . import create_app, demo
from .config import Config
from .offices import queries as offices
from .procedures import loading
from .search import queries as search
from .sync import seal_keys
from .web.clock import now

HERE = Path(__file__).resolve().parent


def application():
    """What each server process runs; made after the fork, so that engines are its own."""
    return create_app()


def serve(config: Config) -> None:
    """Prepare and serve in the foreground until SIGTERM or SIGINT."""
    os.environ.setdefault("GOCUA_PUBLIC_URL", config.public_url)
    write_in_passing(config.data_dir / "tmp")
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
        log_level=LogLevels.warning,
        workers_kill_timeout=3,
        respawn_failed_workers=True,
    )
    subprocess.Popen([sys.executable, HERE / "ready.py", f"http://127.0.0.1:{config.port}", *posters[:1]])  # noqa: S603
    work = [("kept", config.packs), ("voice", config.voice)]
    helpers = [_in_background(name, "build") for name, is_wanted in work if is_wanted]
    if config.notices:
        helpers.append(_in_background("notices", "send", "--keep-on"))
    if config.hooks:
        helpers.append(_in_background("hooks", "send", "--keep-on"))
    try:
        server.serve()
    finally:
        for helper in helpers:
            helper.terminate()


def write_in_passing(folder: Path) -> None:
    """Let everything that is written for a moment, a large upload or a spreadsheet, lie in this folder of the data directory.

    What a killed server left there goes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)


def prepare(config: Config) -> list[str]:
    """Bring the database up to date and load what belongs there; returns the demo's poster paths."""
    app = create_app(config)
    with app.app_context():
        upgrade()
        loading.load_own_catalogue()
        search.index()
        seal_keys.ensure(app.extensions["gocua.keys"], [office.code for office in offices.offices()], now().date())
        return demo.lay_out(config) if config.demo else []


def _in_background(*command: str) -> subprocess.Popen:
    """A command of ours in a process of its own, with low priority: packs to save; sentences spoken, which appear as they come."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "app", *command],
        cwd=HERE.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.nice(15),
    )
