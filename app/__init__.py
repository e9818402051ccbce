"""Gõ Cửa: the application factory, the one place that knows every room."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import config as settings
from . import database, rooms
from .config import Config
from .extensions import db, htmx, migrate
from .web import errors, languages, logs, pictures, published, security, shelf, styles

HERE = Path(__file__).parent
MOST_BODY_BYTES = 30 * 1024 * 1024
MOST_FORM_BYTES = 500 * 1024
MOST_PARTS = 200


class House(Flask):
    """Flask without the question, at each hook of each request, whether a function is asynchronous: none of ours is."""

    def ensure_sync(self, func):
        """The function itself."""
        return func


def create_app(config: Config | None = None) -> Flask:
    """Put the house together; `config` defaults to the environment. Raises config.BadSetting."""
    config = config or settings.from_environment()
    config.data_dir.mkdir(parents=True, exist_ok=True)
    version = fingerprint(HERE / "static")
    app = House(__name__, static_url_path=f"/static/{version}")
    app.config.update(
        TESTING=config.testing,
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_PARTS,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # an escaped letter is six bytes
    app.extensions["gocua.config"] = config
    app.jinja_env.globals["asset"] = lambda name: f"/static/{version}/{name}"
    app.jinja_env.globals["version"] = version

    database.init_app(app, config.database_url)

    migrate.init_app(app, db, directory=str(HERE.parent / "migrations"))
    htmx.init_app(app)
    logs.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    rooms.init_app(app, config)
    pictures.init_app(app)
    styles.init_app(app)
    shelf.init_app(app)
    app.extensions["gocua.program"] = program = fingerprint(HERE, HERE.parent / "translations")
    published.init_app(app, config.data_dir / "published", program)
    rooms.search_index(app, config, fingerprint(HERE / "search"))
    rooms.count_scans(app)
    rooms.spoken_pages(app)
    rooms.public_addresses(app)
    languages.init_app(app)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.proxies, config.proxies, config.proxies, config.proxies)  # type: ignore
    return app


def fingerprint(*folders: Path) -> str:
    """12 hex digits that change whenever a file below `folders` does."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
