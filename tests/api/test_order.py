"""Reading in order of change: while dossiers change and slow transactions commit late, each reader meets every last version, none twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.api import dossiers, rules
from app.database import reading, release, write
from app.dossiers import service
from app.dossiers.models import Dossier
from app.dossiers.rules import later
from tests.api.conftest import OFFICE, a_dossier

DAY = timedelta(days=1)
SLOWEST_SECONDS = 59  # a transaction that commits later than this has failed (app/database.py)
STEPS = st.one_of(
    st.tuples(st.just("change"), st.integers(0, 2), st.sampled_from((0, 1, 30, SLOWEST_SECONDS))),
    st.tuples(st.just("wait"), st.sampled_from((1, 20, 35, 61)), st.just(0)),
    st.tuples(st.just("read"), st.integers(1, 3), st.just(0)),
)


@dataclass
class Village:
    """Three dossiers, transactions on their way, a reader. A change has its stamp now and is seen `slow` seconds later."""

    ids: list[str]
    now: datetime
    cursor: str
    coming: list[tuple[datetime, str, datetime]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def change(self, which: int, slow: int) -> None:
        self.touched.add(self.ids[which])
        self.coming.append((self.now + timedelta(seconds=slow), self.ids[which], self.now))

    def wait(self, seconds: int, _: int) -> None:
        self.now += timedelta(seconds=seconds)
        for due in sorted(one for one in self.coming if one[0] <= self.now):
            self.coming.remove(due)
            write(lambda session, due=due: _commit(session.get_one(Dossier, due[1]), due[2]))

    def read(self, limit: int, _: int) -> bool:
        release()
        found = dossiers.changed(OFFICE, rules.Page(rules.place(self.cursor), limit, None), self.now)
        self.cursor = found["cursor"]
        self.seen += [(one["id"], one["changed_at"]) for one in found["dossiers"]]
        return found["more"]


def _commit(row: Dossier, stamp: datetime) -> None:
    row.changed_at = later(row.changed_at, stamp)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=24))
@example([("change", 0, 59), ("wait", 1, 0), ("change", 1, 0), ("wait", 20, 0), ("wait", 35, 0), ("read", 3, 0)])
def test_no_last_version_is_missed_and_none_comes_twice(app, steps):
    village = app.extensions.setdefault("village", {"ids": [a_dossier(app) for _ in range(3)], "day": datetime(2027, 1, 1)})
    village["day"] += DAY
    here = Village(village["ids"], village["day"], rules.Place(village["day"] - timedelta(seconds=1)).written())
    for what, first, second in steps:
        getattr(here, what)(first, second)
    here.wait(SLOWEST_SECONDS, 0)
    here.wait(61, 0)
    while here.read(2, 0):
        pass
    last = {row.id: rules.stamp(row.changed_at) for row in reading().scalars(select(Dossier).where(Dossier.id.in_(here.ids)))}
    assert len(here.seen) == len(set(here.seen))
    assert all((one, last[one]) in here.seen for one in here.touched)


def test_a_clock_that_goes_back_moves_no_dossier_back(app):
    mine = a_dossier(app)
    before = reading().get_one(Dossier, mine).changed_at
    service.move(mine, "accepted", "desk", before - DAY)
    release()
    assert reading().get_one(Dossier, mine).changed_at > before


def test_a_reader_keeps_its_place_where_nothing_is_new(app, program):
    mine = a_dossier(app)
    _, first = program.get("/api/v1/dossiers")
    assert mine in [one["id"] for one in first["dossiers"]] and not first["more"]
    _, again = program.get(f"/api/v1/dossiers?cursor={first['cursor']}")
    assert again == {"dossiers": [], "cursor": first["cursor"], "more": False}


def test_what_changed_a_moment_ago_waits_a_minute_in_the_list_and_is_there_by_its_id(app, program):
    fresh = a_dossier(app, age=timedelta())
    assert fresh not in [one["id"] for one in program.get("/api/v1/dossiers")[1]["dossiers"]]
    assert program.get(f"/api/v1/dossiers/{fresh}")[0] == 200


def test_a_list_is_narrowed_by_state_and_time(app, program):
    old, new = a_dossier(app, age=3 * DAY), a_dossier(app, answers={"ho_ten": "Phạm Văn Thử", "so_ban": 1})
    since = rules.stamp(datetime.now() - DAY)
    ids = lambda query: [one["id"] for one in program.get(f"/api/v1/dossiers?{query}")[1]["dossiers"]]  # noqa: E731
    assert new in ids(f"changed_since={since}") and old not in ids(f"changed_since={since}")
    assert old in ids("state=received") and ids("state=ready") == []
    assert ids("limit=1") == [old]
