"""The house that is measured: the demo as `make run` starts it, with a clip for every sentence that wants one."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

from flask_migrate import upgrade

from app import create_app, demo
from app.extensions import db
from app.packs import sentences, speech
from app.procedures import loading
from app.web import logs
from tests.conftest import config_for


def furnish(folder: Path) -> None:
    """Catalogue, demo office and clips in a data directory."""
    config = config_for(folder)
    app = create_app(config)
    with app.app_context():
        upgrade()
        loading.load_own_catalogue()
        demo.lay_out(config)
        with redirect_stdout(io.StringIO()):  # what it logs is no part of the table
            give_voice(app)
            logs.access.flush()
        for engine in db.engines.values():
            engine.dispose()


def give_voice(app) -> int:
    """An empty clip for every sentence that a page asks for, so that each loudspeaker stands; returns how many."""
    folder = speech.folder()
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for language, sentence in sentences.asked_for(app):
        for kind in ("opus", "mp3"):
            (folder / f"{speech.key(sentence, language)}.{kind}").touch()
        count += 1
    return count
