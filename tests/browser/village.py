"""A village: the demo with clips and built packs, on a server of its own, behind a line that can be cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask

from app import create_app
from app.database import reading
from app.extensions import db
from app.kept import service
from app.packs import sentences, speech
from app.procedures import service as procedures
from app.procedures.models import Procedure
from app.web import site
from tests.conftest import config_for
from tests.line import Line
from tests.server import LiveServer
from tests.sounds import a_tone

OFFICE = "21484"
BIRTH, COPIES, MARRIAGE = "1.001193", "2.000815", "1.000894"
SPOKEN = (
    "/",
    "/help",
    "/my-phone",
    f"/p/{BIRTH}",
    f"/p/{BIRTH}/papers",
    f"/p/{COPIES}/start",
)  # enough to hear; thousands of clips take minutes
WHOLE = (BIRTH, COPIES, MARRIAGE, "1.000656", "1.004222", "2.000635", "1.004873")  # of the others the pack has the rows


@contextmanager
def house_in(folder: Path) -> Iterator[Flask]:
    """The application over a data directory, within an app context."""
    app = create_app(config_for(folder))
    with app.app_context():
        yield app
        app.extensions["gocua.scans"].flush()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def settle(folder: Path, furnished: Path) -> None:
    """Lay the village out: the demo, a short clip for some sentences, packs in both languages."""
    shutil.copytree(furnished, folder)
    with house_in(folder) as app:
        speech.folder().mkdir(parents=True, exist_ok=True)
        tone = a_tone(0.5)
        for address in SPOKEN:
            for language, sentence in sentences.sentences_of(app, address):
                for kind, data in tone.items() if language == "vi" else ():
                    (speech.folder() / f"{speech.key(sentence, language)}.{kind}").write_bytes(data)
    pack(folder, "vi", "en")


def pack(folder: Path, *languages: str, program: str = "the first") -> None:
    """Build packs as the server's helper does, with fewer procedures, so that it takes seconds."""
    with house_in(folder) as app:
        all_addresses = site.addresses

        def fewer(house: Flask) -> list[site.Address]:
            return [one for one in all_addresses(house) if _is_taken(str(one))]

        site.addresses = fewer
        try:
            for language in languages:
                service.build(app, OFFICE, language, program)
        finally:
            site.addresses = all_addresses


def _is_taken(address: str) -> bool:
    return not address.startswith("/p/") or address.endswith("/row") or any(code in address for code in WHOLE)


def tell(code: str, **facts: str) -> None:
    """Change facts of a procedure, as an import does; within an app context."""
    record = reading().get_one(Procedure, code).record
    entry = procedures.Entry(1, "curated", code, {**record, **facts})
    assert procedures.import_entries([entry], "a change", datetime(2026, 11, 1)).counts["changed"] == 1


class Village:
    """`server`, and `line` before it: phones know only the line's address."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.server = LiveServer(folder)
        self.line = Line(self.server.port)

    def new_line(self) -> Line:
        """A line of one's own: an address that no phone has seen."""
        return Line(self.server.port)

    def stop(self) -> None:
        """The server is gone."""
        self.server.stop()
