"""Other systems in tests: a key with rights, and a program that calls with it."""

from __future__ import annotations

import itertools
import json
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from app.api import service
from app.api.models import System
from app.database import release, write
from app.dossiers import queries
from app.dossiers import service as dossiers
from app.dossiers.models import Dossier
from app.offices import service as offices
from app.web.clock import now
from tests.builders import a_filled_form

OFFICE, OTHER_OFFICE = "21484", "21490"
ALL = ("read", "files", "write", "hooks")
PHOTO = b"\xff\xd8\xff\xe0 a photo"
PAGES = itertools.count(1)
LONG_AGO = timedelta(hours=1)


class Program:
    """Another system: `get`, `post`, `delete` give (status, what was said). last: the whole answer."""

    def __init__(self, app: Flask, key: str = "", system_id: int = 0):
        self.client, self.key, self.id = app.test_client(), key, system_id

    def ask(self, method: str, address: str, **options):
        """One call, outside of the test's own context, as in production."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        options["headers"] = {**headers, **options.get("headers", {})}
        options.setdefault("environ_base", {"REMOTE_ADDR": "203.0.113.20"})
        self.last = Context().run(self.client.open, address, method=method, base_url="http://127.0.0.1:8000", **options)
        release()
        return self.last.status_code, self.last.get_json(silent=True)

    def get(self, address: str, **options):
        """GET."""
        return self.ask("GET", address, **options)

    def post(self, address: str, said: object, **headers: str):
        """POST of JSON; headers with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", address, data=json.dumps(said), content_type="application/json", headers=named)


def a_system(app: Flask, *rights: str, office: str = OFFICE, name: str = "Một cửa điện tử tỉnh") -> Program:
    """A system of an office that holds a key with these rights."""
    system_id, key = service.make(app.extensions["gocua.keys"], office, name, rights or ALL, 365, now())
    release()
    return Program(app, key, system_id)


def a_dossier(app: Flask, age: timedelta = LONG_AGO, **changes) -> str:
    """The id of a new dossier that came a while ago, so that lists show it; no two have the same answers."""
    changes.setdefault("answers", {"ho_ten": "Phạm Thị Thử", "so_ban": 2, "so_trang": next(PAGES)})
    receipt = dossiers.receive_form(app.extensions["gocua.keys"], a_filled_form(**changes), now() - age)
    release()
    return queries.by_ticket(receipt.ticket).id


def stamped(dossier_id: str, **values) -> None:
    """Set columns of a dossier."""
    write(lambda session: session.execute(update(Dossier).where(Dossier.id == dossier_id).values(**values)))
    release()


def changed_system(system_id: int, **values) -> None:
    """Set columns of a system."""
    write(lambda session: session.execute(update(System).where(System.id == system_id).values(**values)))
    release()


@pytest.fixture
def other_office(app) -> str:
    """A second office of the same server."""
    offices.add_office(OTHER_OFFICE, hotline="0255 000 0001", hours="Thứ Hai", counter="Quầy 1", address="Ủy ban xã")
    return OTHER_OFFICE


@pytest.fixture
def program(app) -> Program:
    """A system that may do everything in the demo's office."""
    return a_system(app)
