"""Who may call what: the table beside this file is the whole truth; a change of rights shows in its diff."""

from pathlib import Path

from app.accounts.permissions import PERMISSIONS
from app.web.access import access_of

TABLE = Path(__file__).with_name("permissions.txt")


def table(app) -> str:
    lines = []
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        who = "everybody" if access == "public" else f"{PERMISSIONS.get(access, '?')} ({access})"
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        path = rule.rule if rule.endpoint != "static" else "/static/<version>/<path:filename>"
        lines.append(f"{methods:5} {path:45} {who}")
    return "\n".join(sorted(lines)) + "\n"


def test_the_table_of_rights_is_as_written(house):
    assert table(house) == TABLE.read_text("utf-8"), "rights changed: if that is meant, write the new table to permissions.txt"


def test_every_route_says_who_may_call_it(house):
    silent = [rule.rule for rule in house.url_map.iter_rules() if access_of(house, rule.endpoint) is None]
    assert not silent


def test_the_stranger_finds_no_desk(visit):
    for path in ("/desk", "/desk/catalogue", "/desk/posters", "/metrics", "/components"):
        visit(path, status=404)


def test_the_officer_behind_a_proxy_is_a_stranger(officer):
    officer.get("/desk")
    for header in ("X-Forwarded-For", "Forwarded", "X-Forwarded-Host"):
        officer.get("/desk", status=404, headers={header: "127.0.0.1"})
    officer.get("/desk", status=404, base_url="http://gocua.example.vn")
