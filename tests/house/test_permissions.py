"""Who may call what: the table beside this file is the whole truth; a change of rights shows in its diff."""

import re
import shutil
from pathlib import Path

import pytest

from app import create_app
from app.accounts.models import ROLES
from app.accounts.permissions import PERMISSIONS
from app.web.access import KEY, access_of
from tests.accounts.staff import signed_in
from tests.conftest import config_for
from tests.people import Visitor

TABLE = Path(__file__).with_name("permissions.txt")


def table(app) -> str:
    lines = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        who = "everybody" if access == "public" else f"{_holders(access)} ({access})"
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        path = rule.rule if rule.endpoint != "static" else "/static/<version>/<path:filename>"
        lines.append(f"{methods:5} {path:45} {who}")
    return "\n".join(sorted(lines)) + "\n"


def _holders(access: str) -> str:
    return "a system" if access.startswith(KEY) else ", ".join(PERMISSIONS.get(access, "?"))


def test_the_table_of_rights_is_as_written(house):
    assert table(house) == TABLE.read_text("utf-8"), "rights changed: if that is meant, write the new table to permissions.txt"


def test_every_route_says_who_may_call_it(house):
    silent = [rule.rule for rule in house.url_map.iter_rules() if access_of(house, rule.endpoint) is None]
    assert not silent


@pytest.fixture(scope="module")
def doors(furnished, tmp_path_factory):
    """A house in which every route only says that it was reached."""
    folder = tmp_path_factory.mktemp("doors") / "data"
    shutil.copytree(furnished, folder)
    app = create_app(config_for(folder))
    for endpoint, view in list(app.view_functions.items()):
        if getattr(view, "access", "public") != "public":
            app.view_functions[endpoint] = _only_says_so(view.access)
    return app


def _only_says_so(access: str):
    def view(**_):
        return "reached"

    view.access = access
    return view


def _reached(visitor: Visitor, app) -> set[tuple[str, str]]:
    """Method and rule of each staff route that somebody gets behind, tried one by one."""
    found = set()
    for rule in app.url_map.iter_rules():
        if access_of(app, rule.endpoint) != "public":
            path = _example(rule.rule)
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                asked = visitor._options({"method": method, "headers": {"Sec-Fetch-Site": "same-origin"}})
                if visitor.client.open(path, **asked).get_data() == b"reached":
                    found.add((method, rule.rule))
    return found


def _example(rule: str) -> str:
    """An address that fits a rule: a 1 for a number, an x for anything else."""
    return re.sub(r"<[^>]*>", "x", re.sub(r"<int:[^>]*>", "1", rule))


def _granted(role: str) -> set[tuple[str, str]]:
    """The same, as permissions.txt has it."""
    rows = [line.split(maxsplit=2) for line in TABLE.read_text("utf-8").splitlines()]
    return {(method, rule) for method, rule, whose in rows if role in whose.split(" (")[0].split(", ")}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_behind_the_doors_of_the_table_and_no_other(doors, role):
    assert _reached(signed_in(doors, role), doors) == _granted(role) != set()


def test_the_stranger_gets_behind_none(doors):
    assert _reached(Visitor(doors), doors) == set()


def test_the_stranger_finds_no_desk(visit):
    for path in ("/desk", "/desk/catalogue", "/desk/posters", "/metrics", "/components"):
        visit(path, status=404)


def test_the_officer_behind_a_proxy_is_a_stranger(officer):
    officer.get("/desk")
    for header in ("X-Forwarded-For", "Forwarded", "X-Forwarded-Host"):
        officer.get("/desk", status=404, headers={header: "127.0.0.1"})
    officer.get("/desk", status=404, base_url="http://gocua.example.vn")
