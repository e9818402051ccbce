"""`/admin/systems`: leaders and admins make keys for their own offices, shown once; hooks that do not answer are seen there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import SignIn
from app.api import calling, hooks, queries, service
from app.api.models import Hook, System
from app.database import reading, release, write
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.api.conftest import OFFICE, Program, a_dossier, a_system

FORM = {"name": "Một cửa điện tử tỉnh", "office": OFFICE, "rights": ["read", "hooks"], "days": "365"}


@pytest.fixture
def leader(app):
    """The leader of the demo's office."""
    return signed_in(app, "leader")


def secret_on(page) -> str:
    return re.search(r'<code class="door__secret">([^<]+)</code>', page.text).group(1)


def only_system() -> System:
    release()
    return reading().scalars(select(System)).one()


def test_a_key_is_made_shown_once_used_and_revoked(app, leader):
    program = Program(app, secret_on(leader.post("/admin/systems", FORM, 200)))
    assert program.get("/api/v1/dossiers")[0] == 200 and program.get("/api/v1/hooks")[0] == 200
    page = leader.get("/admin/systems")
    assert program.key not in page.text and "Một cửa điện tử tỉnh" in page.words() and "chưa dùng" not in page.words()
    address = f"/admin/systems/{only_system().id}"
    new = Program(app, secret_on(leader.post(f"{address}/rotate", {}, 200)))
    assert new.get("/api/v1/hooks")[0] == program.get("/api/v1/hooks")[0] == 200
    assert "khóa cũ còn dùng đến" in leader.get("/admin/systems").words()
    leader.post(f"{address}/revoke")
    assert new.get("/api/v1/hooks")[0] == 401 and "Chưa có hệ thống nào." in leader.get("/admin/systems").words()
    leader.post(f"{address}/rotate", {}, 404)


@pytest.mark.parametrize("wrong", [{"name": " "}, {"rights": []}, {"rights": ["all"]}, {"days": "9999"}, {"days": "x"}])
def test_what_cannot_be_made_is_said(leader, wrong):
    assert "Ghi tên và chọn ít nhất một quyền." in leader.post("/admin/systems", {**FORM, **wrong}, 422).words()


def test_another_offices_leader_sees_and_touches_nothing_of_ours(app, leader, other_office):
    program = a_system(app)
    hook_id, _ = hooks.add(app.extensions["gocua.keys"], program.id, OFFICE, "https://tinh.example.vn/", (), now())
    there = signed_in(app, "leader", scope=other_office)
    assert "tinh.example.vn" not in there.get("/admin/systems").text
    there.post("/admin/systems", FORM, 404)
    for tail in ("/rotate", "/revoke", "/hooks", f"/hooks/{hook_id}/remove", f"/hooks/{hook_id}/again"):
        there.post(f"/admin/systems/{program.id}{tail}", {"url": "https://x.example.vn/"}, 404)
    assert program.get("/api/v1/hooks")[1]["hooks"][0]["id"] == hook_id
    leader.post(f"/admin/systems/{a_system(app, name='Khác').id}/hooks/{hook_id}/remove", {}, 404)


def test_a_hook_is_added_seen_when_it_fails_sent_again_and_removed(app, leader):
    program = a_system(app)
    address, keys = f"/admin/systems/{program.id}/hooks", app.extensions["gocua.keys"]
    assert secret_on(leader.post(address, {"url": "https://tinh.example.vn/hook"}, 200)).startswith("whsec_")
    assert "Không nhận địa chỉ này." in leader.post(address, {"url": "https://127.0.0.1/"}, 422).words()
    a_dossier(app)

    def refuse(*_):
        raise calling.NotTaken("answer 500")

    for tries in range(5):
        hooks.deliver(keys, refuse, now() + timedelta(hours=tries * 7))
    (hook,) = queries.hooks([program.id])
    assert "không tới: 1 (answer 500)" in leader.get("/admin/systems").words()
    leader.post(f"{address}/{hook.id}/again")
    assert "đang gửi: 1" in leader.get("/admin/systems").words()
    leader.post(f"{address}/{hook.id}/remove")
    release()
    assert reading().scalars(select(Hook)).all() == []


def test_who_showed_no_key_for_a_while_makes_none(app, leader):
    write(lambda session: session.execute(update(SignIn).values(proved_at=now() - timedelta(hours=1))))
    release()
    assert leader.post("/admin/systems", FORM).headers["Location"] == "/locked?next=/admin/systems"
    release()
    assert reading().scalars(select(System)).all() == []


def test_nobody_else_finds_the_page(app):
    for role in ("officer", "volunteer", "translator", "reviewer"):
        signed_in(app, role).get("/admin/systems", 404)


def test_a_key_of_a_year_ends_by_itself(app):
    program = a_system(app)
    row = only_system()
    assert row.expires_at - row.made_at == timedelta(days=365)
    mark = service.mark_of(app.extensions["gocua.keys"], program.key)
    assert queries.by_key(mark, row.expires_at - timedelta(seconds=1)) and queries.by_key(mark, row.expires_at) is None
