"""Whose key opens what: tried on each route of the table; wrong, ended, revoked and foreign keys all meet the same wall."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts import audit
from app.accounts.models import AuditEntry
from app.api import service
from app.api.models import SystemKey
from app.cli import group
from app.config import changed
from app.database import reading, write
from app.dossiers import queries
from app.web import logs
from app.web.access import KEY, access_of
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.api.conftest import OFFICE, PHOTO, Program, a_dossier, a_system, changed_system

RIGHTS = ("read", "files", "write", "hooks")


def routes(app) -> list[tuple[str, str, str]]:
    """(method, rule, right) of each route that asks for a key."""
    found = [
        (method, rule.rule, (access_of(app, rule.endpoint) or "").removeprefix(KEY))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]
    assert len(found) == 7 and all(right in RIGHTS for _, _, right in found)
    return found


def example(rule: str, dossier: str) -> str:
    """An address of a rule, about a dossier that is there."""
    return re.sub(r"<int[^>]*>", "0", re.sub(r"<uuid[^>]*>", dossier, rule))


def called(program: Program, app, dossier: str) -> dict[tuple[str, str], int]:
    """The status of each route, with a body that says nothing."""
    options = {"POST": {"data": "{}", "content_type": "application/json"}}
    return {(one, rule): program.ask(one, example(rule, dossier), **options.get(one, {}))[0] for one, rule, _ in routes(app)}


@pytest.fixture
def dossier(app) -> str:
    return a_dossier(app, files=(("anh", PHOTO),))


def test_without_a_key_that_opens_all_routes_answer_alike(app, dossier):
    good, ended, revoked = a_system(app), a_system(app), a_system(app)
    changed_system(ended.id, expires_at=now() - timedelta(seconds=1))
    service.revoke(revoked.id, now())
    officer = Program(app)
    officer.client = signed_in(app, "officer").client
    local = {"environ_base": {"REMOTE_ADDR": "127.0.0.1"}}
    others = [
        Program(app),
        ended,
        revoked,
        Program(app, "gc_" + "x" * 43),
        Program(app, good.key + "x"),
        Program(app, "Basic"),
        officer,
    ]
    wall = Program(app).get("/api/v1/hooks")[1]
    for program in others:
        for (method, rule), status in called(program, app, dossier).items():
            assert status == (403 if program is officer and method != "GET" else 401), (method, rule)
        status, said = program.get("/api/v1/hooks", **local)
        assert (status, said) == (401, wall) and program.last.headers["WWW-Authenticate"].startswith("Bearer")
    assert Program(app).get(f"/api/v1/dossiers?key={good.key}&access_token={good.key}")[0] == 401
    assert 401 not in called(good, app, dossier).values()


def test_a_key_opens_only_what_its_rights_say(app, dossier):
    for right in RIGHTS:
        program = a_system(app, right)
        for (method, rule), status in called(program, app, dossier).items():
            needed = next(needs for one, path, needs in routes(app) if (one, path) == (method, rule))
            assert (status == 403) is (needed != right), (method, rule, right)


def test_another_offices_dossier_is_as_if_it_never_was(app, dossier, other_office):
    there = a_system(app, office=other_office)
    nowhere = "00000000-0000-7000-8000-000000000000"
    move = {"state": "accepted"}
    for address in (f"/api/v1/dossiers/{{}}{tail}" for tail in ("", "/attachments/0")):
        assert there.get(address.format(dossier)) == there.get(address.format(nowhere)) == (404, there.last.get_json())
    assert there.post(f"/api/v1/dossiers/{dossier}/state", move) == there.post(f"/api/v1/dossiers/{nowhere}/state", move)
    assert there.last.status_code == 404 and there.get("/api/v1/dossiers")[1]["dossiers"] == []
    assert queries.opened(app.extensions["gocua.keys"], dossier).line.state == "received"


def test_a_new_key_and_the_old_one_for_seven_days(app, program):
    old, keys = Program(app, program.key), app.extensions["gocua.keys"]
    new = Program(app, service.rotate(keys, program.id, now()))
    assert old.get("/api/v1/hooks")[0] == new.get("/api/v1/hooks")[0] == 200
    newest = Program(app, service.rotate(keys, program.id, now() - timedelta(days=8)))
    assert [one.get("/api/v1/hooks")[0] for one in (old, new, newest)] == [401, 401, 200]


def test_no_key_lies_in_the_table(app, program):
    marks = list(reading().scalars(select(SystemKey.mark)))
    assert len(marks) == 1 and program.key not in marks[0]


def test_no_key_and_no_person_is_in_any_log(app, program, capfd, caplog, dossier, monkeypatch):
    caplog.set_level(logging.DEBUG)
    program.get(f"/api/v1/dossiers/{dossier}")
    program.get("/api/v1/dossiers?state=Phạm")
    program.post(f"/api/v1/dossiers/{dossier}/state", {"state": "Phạm Thị Thử"}, Idempotency_Key="051190001234")
    monkeypatch.setattr(queries, "opened", lambda *_: {}["Phạm Thị Thử"])
    assert program.get(f"/api/v1/dossiers/{dossier}")[0] == 500
    logs.access.flush()
    said = "".join(capfd.readouterr()) + caplog.text
    assert "api.show_dossier" in said
    assert not [one for one in (program.key, "Phạm", "051190001234", dossier) if one in said]


def test_a_key_that_asks_too_fast_waits_and_another_does_not(app, dossier):
    app.extensions["gocua.config"] = changed(app.extensions["gocua.config"], api_calls=3)
    fast, other = a_system(app), a_system(app, name="Khác")
    assert [fast.get("/api/v1/hooks")[0] for _ in range(4)] == [200, 200, 200, 429]
    assert 1 <= int(fast.last.headers["Retry-After"]) <= 20 and fast.last.mimetype == "application/problem+json"
    assert other.get("/api/v1/hooks")[0] == 200
    changed_system(fast.id, free_at=now() - timedelta(seconds=1))
    assert fast.get("/api/v1/hooks")[0] == 200


def test_what_a_system_reads_and_sets_is_in_the_audit_under_its_name(app, program, dossier):
    program.get("/api/v1/dossiers")
    program.get(f"/api/v1/dossiers/{dossier}")
    program.get(f"/api/v1/dossiers/{dossier}/attachments/0")
    program.post(f"/api/v1/dossiers/{dossier}/state", {"state": "accepted"})
    rows = reading().execute(select(AuditEntry.action, AuditEntry.account_id).where(AuditEntry.system_id == program.id)).all()
    actions = ["dossier.listed", "dossier.read", "dossier.photo_read", "dossier.accepted"]
    assert rows == [(action, None) for action in actions] and audit.first_broken()[0] is None
    words = signed_in(app, "leader").get("/desk/audit").words()
    assert words.count("Một cửa điện tử tỉnh hệ thống") == len(actions)
    assert queries.opened(app.extensions["gocua.keys"], dossier).events[-1][2] == f"system:{program.id}"
    assert "Một cửa điện tử tỉnh" in signed_in(app).get(f"/desk/d/{dossier}").words()


def test_a_system_that_is_forged_into_the_audit_is_found(app, program, dossier):
    program.get(f"/api/v1/dossiers/{dossier}")
    write(lambda session: session.execute(update(AuditEntry).values(system_id=program.id + 1)))
    assert audit.first_broken()[0] is not None


def test_every_error_is_a_problem_and_nothing_is_ever_stored(app, program, dossier):
    large = {"state": "ready", "if_state": "x" * 70_000}
    deep = {"data": "[" * 60_000, "content_type": "application/json"}
    found = {
        404: program.get("/api/v1/nothing"),
        405: program.ask("PUT", "/api/v1/hooks"),
        413: program.post("/api/v1/hooks", large),
        415: program.ask("POST", "/api/v1/hooks", data="url=x", content_type="text/plain"),
        400: program.ask("POST", "/api/v1/hooks", **deep),
        422: program.post("/api/v1/hooks", {"url": "http://x"}),
    }
    for status, (answered, said) in found.items():
        assert answered == status == said["status"] and {"type", "title"} <= set(said), (status, said)
    program.get(f"/api/v1/dossiers/{dossier}")
    assert program.last.headers["Cache-Control"] == "no-store" and "Authorization" in program.last.headers["Vary"]


def test_a_fault_of_ours_is_a_problem_with_a_number(app, program, dossier, monkeypatch):
    monkeypatch.setattr(queries, "opened", lambda *_: 1 / 0)
    status, said = program.get(f"/api/v1/dossiers/{dossier}")
    assert status == 500 and len(said["reference"]) == 8 and program.last.mimetype == "application/problem+json"


def test_the_command_prints_a_key_that_works(app):
    run = app.test_cli_runner().invoke
    done = run(group, ["api-key", "add", OFFICE, "Kho dữ liệu", "--scope", "read", "--scope", "hooks"])
    program = Program(app, next(line for line in done.output.splitlines() if line.startswith("gc_")))  # the log may speak between
    assert program.get("/api/v1/dossiers")[0] == program.get("/api/v1/hooks")[0] == 200
    assert run(group, ["api-key", "add", "99999", "x", "--scope", "read"]).exit_code == 1
    assert run(group, ["api-key", "add", OFFICE, " ", "--scope", "read"]).exit_code == 1


def test_a_body_in_parts_is_limited_too(program):
    large = io.BytesIO(json.dumps({"url": "x" * 80_000}).encode())
    options = {"input_stream": large, "content_type": "application/json", "environ_overrides": {"wsgi.input_terminated": True}}
    assert program.ask("POST", "/api/v1/hooks", **options)[0] == 413
