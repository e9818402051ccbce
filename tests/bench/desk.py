"""Fifty desks at one server: each asks every ten seconds whether anything changed, among 10,000 open dossiers."""

from __future__ import annotations

import html
import http.client
import re
from pathlib import Path

from sqlalchemy import insert

from app.database import reading, release, write
from app.dossiers.models import Dossier
from tests.bench.figures import Row, median
from tests.bench.load import cpu_ms, worker_of
from tests.browser.office import office
from tests.server import LiveServer

DESKS = 50
EVERY_SECONDS = 10
DOSSIERS = 10_000
ROUNDS = 5
POLLS_IN_A_ROUND = 200
CORE_PERCENT = 5.0
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
POLL = re.compile(r'data-hx-get="([^"]+seen=[^"]+)"')


def rows(live: LiveServer) -> list[Row]:
    """One row: the share of a core that the desks' questions take while nothing changes."""
    fill(live.data_dir)
    session = _signed_in(live)
    address = html.unescape(POLL.search(_ask(live, "/desk", session)).group(1))  # type: ignore[union-attr]
    worker, shares = worker_of(live.port), []
    _polls(live, address, session)
    for _ in range(ROUNDS):
        before = cpu_ms(worker)
        _polls(live, address, session)
        shares.append((cpu_ms(worker) - before) / POLLS_IN_A_ROUND)
    each = median(shares)
    share = each * DESKS / EVERY_SECONDS / 1000 * 100
    return [Row("50 desks asking every 10 s: of one core", share, CORE_PERCENT, "%", beside=f"{each:.1f} ms for an answer of 204")]


def fill(folder: Path) -> None:
    """10,000 more dossiers like the demo's first one."""
    with office(folder):
        first = reading().query(Dossier).first()
        assert first is not None
        values = {column.name: getattr(first, column.name) for column in Dossier.__table__.columns}
        release()
        many = [{**values, "id": f"{number:036d}", "ticket": f"{number:08d}"} for number in range(DOSSIERS)]
        write(lambda session: session.execute(insert(Dossier), many))


def _signed_in(live: LiveServer) -> str:
    address = live.demo["sign_in"]["officer"].partition(f":{live.port}")[2]
    line = http.client.HTTPConnection("localhost", live.port)
    line.request("GET", address)
    answer = line.getresponse()
    answer.read()
    return "; ".join(value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")


def _ask(live: LiveServer, path: str, session: str) -> str:
    line = http.client.HTTPConnection("localhost", live.port)
    line.request("GET", path, headers={"Cookie": session})
    answer = line.getresponse()
    assert answer.status == 200, (path, answer.status)
    return answer.read().decode()


def _polls(live: LiveServer, address: str, session: str) -> None:
    line = http.client.HTTPConnection("localhost", live.port)
    for _ in range(POLLS_IN_A_ROUND):
        line.request("GET", address, headers={**PART, "Cookie": session})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 204, answer.status
