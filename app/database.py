"""The two doors to the database: `db.session` reads, `writing()` writes.

SQLite gets two engines on one file (docs/adr/0002): the writing one takes the write lock at BEGIN, so that a read followed
by a write cannot fail half way; the reading one cannot write at all. PostgreSQL gets the same two doors.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Dialect, Engine, Select, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from .extensions import db

Answer = TypeVar("Answer")
TRIES = 3
SQLITE_TIMEOUT_SECONDS = 10


class Busy(Exception):
    """The database stayed locked through every try; nothing was written. Answer 503 and ask to try again."""


def init_app(app: Flask, url: str) -> None:
    """Bind the writing engine (default) and the reading one (`read`); engines are made after a fork, on first use."""
    options: dict[str, Any] = {"url": url, "hide_parameters": True}  # what people typed is in no log and no error message
    if url.startswith("sqlite"):
        options["connect_args"] = {"isolation_level": None, "timeout": SQLITE_TIMEOUT_SECONDS, "check_same_thread": False}
    else:
        options["pool_pre_ping"] = True
    reading_only = {"execution_options": {"postgresql_readonly": True}} if "pool_pre_ping" in options else {}
    app.config["SQLALCHEMY_BINDS"] = {None: dict(options), "read": {**options, **reading_only}}
    db.init_app(app)
    with app.app_context():
        _listen(db.engines[None], "BEGIN IMMEDIATE", read_only=False)
        _listen(db.engines["read"], "BEGIN", read_only=True)


def _listen(engine: Engine, begin: str, read_only: bool) -> None:
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if read_only:
            connection.connection.driver_connection.execute(begin)  # takes no lock yet, so it cannot fail
        else:
            connection.exec_driver_sql(begin)


def reading() -> Session:
    """The request's session on the reading engine; it sees one state of the database until `release()`."""
    return db.session()


def release() -> None:
    """Let go of the reading session's snapshot, so that the next read sees what was just written."""
    db.session.remove()


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction that commits at the end of the block, or rolls back whole. SQL only inside: no files, no network."""
    with Session(db.engines[None], expire_on_commit=False) as session, session.begin():
        yield session
    release()


def write(work: Callable[[Session], Answer]) -> Answer:
    """Run `work` in a transaction of its own, again from the start when the database was locked; raises Busy in the end."""
    for attempt in range(TRIES):
        try:
            with writing() as session:
                return work(session)
        except OperationalError:
            if attempt == TRIES - 1:
                raise Busy from None
            time.sleep(random.uniform(0, 0.2 * 2**attempt))
    raise AssertionError("unreachable")


class Prepared:
    """A query that is asked again and again: compiled once for each kind of database, then given straight to its driver.

    What SQLAlchemy does around an execution costs four times the query itself; its types still read the answer.
    """

    def __init__(self, statement: Select):
        self._statement = statement

    def first(self, **values: object) -> tuple | None:
        """The first row, or None, through the reading engine and outside of the request's session."""
        engine = db.engines["read"]
        sql, names, readers = self._compiled(engine.dialect)
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(sql, [values[name] for name in names] if names else values)
            row = cursor.fetchone()
        finally:
            connection.close()
        return row and tuple(read(value) if read else value for read, value in zip(readers, row, strict=True))

    @lru_cache(4)  # noqa: B019 - these live as long as the program
    def _compiled(self, dialect: Dialect):
        compiled = self._statement.compile(dialect=dialect)
        types = [column.type.dialect_impl(dialect) for column in self._statement.selected_columns]
        return str(compiled), compiled.positiontup, [kind.result_processor(dialect, None) for kind in types]
