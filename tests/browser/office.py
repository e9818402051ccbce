"""What lies at the commune while a server runs: read beside it, from the same files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.database import reading, release
from app.dossiers import queries
from app.dossiers.models import Dossier, DossierFile
from app.extensions import db
from app.sync.models import Item
from tests.conftest import config_for


@contextmanager
def office(data_dir: Path) -> Iterator[Flask]:
    """The house whose data lie in `data_dir`."""
    app = create_app(config_for(data_dir))
    with app.app_context():
        yield app
        release()
        for engine in db.engines.values():
            engine.dispose()


def dossiers(app: Flask) -> dict[str, queries.Opened]:
    """Id -> dossier, opened, of all that devices sent."""
    release()
    ids = reading().scalars(select(Dossier.id).join(Item, Item.id == Dossier.id)).all()
    return {one: queries.opened(app.extensions["gocua.keys"], one) for one in ids}


def photos(app: Flask) -> dict[str, list[int]]:
    """Id -> numbers of the photos that are held, of all dossiers that have one."""
    release()
    found: dict[str, list[int]] = {}
    for dossier_id, number in reading().execute(select(DossierFile.dossier_id, DossierFile.number).order_by(DossierFile.number)):
        found.setdefault(dossier_id, []).append(number)
    return found
