"""The cast and the houses: a house to look at (shared, nobody writes), a house of one's own (fresh database each test)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import delete

from app import create_app, demo
from app.config import Config, changed
from app.database import write
from app.extensions import db
from app.procedures import loading
from app.search import queries as search
from app.sync import seal_keys
from app.sync.models import SealKey
from app.web.clock import now
from tests.people import Visitor
from tests.postgres import PostgresServer
from tests.shared import once

PORT = 8000
# Each test has a house of its own; the templates need not be compiled anew for each.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache()}


def config_for(folder: Path, **values) -> Config:
    """Settings of a copy whose data lie in `folder`."""
    chosen = {"data_dir": folder, "database_url": f"sqlite:///{folder / 'gocua.sqlite3'}", "voice": False, **values}
    return changed(Config(testing=True, public_url=f"http://127.0.0.1:{PORT}"), **chosen)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory, worker_id) -> Path:
    """A data directory with the catalogue and the demo office, made once; copy it, do not write in it."""
    return once(tmp_path_factory, worker_id, "furnished", _lay_out)


def _lay_out(folder: Path) -> None:
    config = config_for(folder)
    app = create_app(config)
    with app.app_context():
        upgrade()
        loading.load_own_catalogue()
        demo.lay_out(config)
        search.index()
    close(app)


def close(app: Flask) -> None:
    """Let go of a house: what gathered is written, no connection stays open."""
    app.extensions["gocua.scans"].flush()
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def house(furnished, tmp_path_factory) -> Iterator[Flask]:
    """The whole house with the demo in it, for tests that only look."""
    folder = tmp_path_factory.mktemp("house") / "data"
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    yield app
    close(app)


@pytest.fixture
def app(furnished, tmp_path) -> Iterator[Flask]:
    """A house of one's own, with the demo in it, for tests that write."""
    folder = tmp_path / "data"
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    with app.app_context():
        yield app
    close(app)


@pytest.fixture
def empty_app(tmp_path) -> Iterator[Flask]:
    """A house with empty tables, as `GOCUA_DEMO=0` starts it, without the catalogue."""
    app = create_app(config_for(tmp_path / "data", demo=False))
    with app.app_context():
        upgrade()
        yield app
    close(app)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory) -> Iterator[PostgresServer]:
    """A real PostgreSQL for this run, with the furnished house as a template; skipped by name where it cannot start."""
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgres"))])
def storage(request, tmp_path) -> Iterator[Flask]:
    """A furnished house of one's own on SQLite, and again on PostgreSQL: for whatever touches storage."""
    if request.param == "sqlite":
        folder = tmp_path / "data"
        shutil.copytree(request.getfixturevalue("furnished"), folder)
        app = create_app(config_for(folder))
    else:
        server = request.getfixturevalue("postgres_server")
        app = create_app(config_for(tmp_path / "data", database_url=server.furnished_copy(_furnish)))
    with app.app_context():
        if request.param == "postgresql":
            _own_keys(app)  # the copied rows are sealed by keys of another folder
        yield app
    close(app)


def _own_keys(app: Flask) -> None:
    write(lambda session: session.execute(delete(SealKey)))
    seal_keys.ensure(app.extensions["gocua.keys"], [demo.OFFICE], now().date())


def _furnish(url: str, folder: Path) -> None:
    config = config_for(folder, database_url=url)
    app = create_app(config)
    with app.app_context():
        upgrade()
        loading.load_own_catalogue()
        demo.lay_out(config)
    close(app)


@pytest.fixture
def visit(house) -> Visitor:
    """`visit("/p/1.001193")`: opens a page as the stranger does, and checks what every page must be."""
    return Visitor(house)


@pytest.fixture
def citizen(app) -> Visitor:
    """Somebody at home with a phone, in a house of one's own."""
    return Visitor(app)


@pytest.fixture
def officer(app) -> Visitor:
    """Somebody at the machine itself, who may use the desk."""
    return Visitor(app, at_the_machine=True)
