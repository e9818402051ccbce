"""Scopes: what another office's people cannot see or do; leaders and admins and the people whom they may manage."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from app import demo
from app.accounts import invented
from app.accounts.models import Account, Invitation
from app.config import changed
from app.database import reading
from app.dossiers import queries, service
from app.forms import places
from app.offices import service as offices_service
from app.web.clock import now
from tests.accounts.staff import OFFICE, an_account, signed_in
from tests.builders import a_filled_form
from tests.people import Visitor


@pytest.fixture
def other_office(app) -> str:
    """A second office of the same province."""
    province = places.communes()[OFFICE].province_code
    code = next(one.code for one in places.communes_of(province) if one.code != OFFICE)
    offices_service.add_office(code, hotline="0255 000 0001", hours="sáng", counter="Quầy 1")
    return code


@pytest.fixture
def dossier(app) -> str:
    """The id of a dossier with a photo, sent to the demo's office."""
    receipt = service.receive_form(app.extensions["gocua.keys"], a_filled_form(files=(("anh", b"\xff\xd8 photo"),)), now())
    return queries.by_ticket(receipt.ticket).id


def test_an_officer_of_the_office_reads_the_dossier_and_its_photo(app, dossier):
    officer = signed_in(app)
    assert "Ảnh: 1" in officer.get(f"/desk/d/{dossier}").words()
    assert officer.get(f"/desk/d/{dossier}/files/0").headers["Content-Type"] == "image/jpeg"
    assert dossier in officer.get("/desk").text


@pytest.mark.parametrize("path", ["", "/files/0", "/return", "/form.pdf", "/slip.pdf", "/copy", "/fee"])
def test_another_offices_officer_finds_no_page_of_it(app, dossier, other_office, path):
    officer = signed_in(app, scope=other_office)
    officer.get(f"/desk/d/{dossier}{path}", status=404)


@pytest.mark.parametrize("path", ["", "/return", "/take", "/fee"])
def test_another_offices_officer_changes_nothing_of_it(app, dossier, other_office, path):
    officer = signed_in(app, scope=other_office)
    officer.post(
        f"/desk/d/{dossier}{path}", {"state": "accepted", "photo.0": "blurred", "amount": "5000", "entry": "1"}, status=404
    )
    assert queries.opened(app.extensions["gocua.keys"], dossier).line.state == "received"


def test_another_offices_officer_sees_it_in_no_list_and_by_no_code(app, dossier, other_office):
    officer = signed_in(app, scope=other_office)
    assert dossier not in officer.get("/desk").text
    ticket = queries.opened(app.extensions["gocua.keys"], dossier).line.ticket
    found = officer.post("/desk/find", {"code": ticket}, status=None)
    assert found.status != 303 and dossier not in found.text


def test_another_offices_posters_and_records_are_not_theirs(app, other_office):
    officer = signed_in(app, scope=other_office)
    assert officer.get("/desk/posters").words().count("Ba Tơ") == 0
    officer.get(f"/desk/posters?o={OFFICE}", status=404)
    poster = signed_in(app).get("/desk/posters").links("/q/")[0].removeprefix("/q/")
    officer.post(f"/desk/posters/{poster}/retire", status=404)
    officer.post("/desk/catalogue/1.001193", {"o": OFFICE}, status=404)


def test_a_provinces_officer_sees_all_its_offices(app, dossier, other_office):
    province = places.communes()[OFFICE].province_code
    assert dossier in signed_in(app, scope=f"p{province}").get("/desk").text
    far = signed_in(app, scope="p1")
    far.get(f"/desk/d/{dossier}", status=404)
    assert dossier not in far.get("/desk").text


def test_what_an_officer_does_carries_their_number(app, dossier):
    officer = signed_in(app)
    officer.post(f"/desk/d/{dossier}", {"state": "accepted"})
    events = queries.opened(app.extensions["gocua.keys"], dossier).events
    assert events[-1][1:] == ("accepted", f"account-{officer.opened.account_id}")


def test_a_leader_sees_and_invites_the_people_of_the_own_office_only(app, other_office):
    an_account(app, scope=other_office, name="Người Xã Khác")
    leader = signed_in(app, "leader", name="Võ Thị Lãnh")
    words = leader.get("/desk/staff").words()
    assert "Võ Thị Lãnh" in words and "Người Xã Khác" not in words
    page = leader.post("/desk/staff/invite", {"role": "officer", "scope": OFFICE, "name": "Cao Văn Mới"}, status=200)
    link = page.text.split("http://127.0.0.1:8000")[1].split("<")[0]
    assert "Cao Văn Mới" in Visitor(app).get(link).words()


@pytest.mark.parametrize(
    ("role", "scope"),
    [("officer", "other"), ("admin", OFFICE), ("leader", OFFICE), ("officer", "all"), ("officer", ""), ("king", OFFICE)],
)
def test_a_leader_invites_nobody_beyond_that(app, other_office, role, scope):
    leader = signed_in(app, "leader")
    scope = other_office if scope == "other" else scope
    leader.post("/desk/staff/invite", {"role": role, "scope": scope, "name": "Ai Đó"}, status=422)
    assert reading().scalars(select(Invitation)).all() == []


def test_a_leader_touches_nobody_of_another_office_and_no_admin(app, other_office):
    leader = signed_in(app, "leader")
    for account_id in (an_account(app, scope=other_office), an_account(app, "admin", "all"), an_account(app, "leader"), 9999):
        leader.post(f"/desk/staff/{account_id}/end", status=404)
        leader.post(f"/desk/staff/{account_id}/invite", status=404)
        leader.post(f"/desk/staff/{account_id}/devices/1/revoke", status=404)
    assert reading().scalars(select(Account).where(Account.ended_at.is_not(None))).all() == []


def test_a_device_of_somebody_else_cannot_be_named_through_ones_own_page(app):
    mine, theirs = signed_in(app), signed_in(app)
    device = theirs.get("/desk/me").text.split('id="device-')[1].split('"')[0]
    mine.post(f"/desk/me/devices/{device}/revoke", status=404)
    mine.post(f"/desk/staff/{theirs.opened.account_id}/devices/{device}/revoke", status=404)
    theirs.get("/desk")


def test_who_leaves_is_out_at_once_everywhere(app):
    officer, admin = signed_in(app, name="Người Nghỉ"), signed_in(app, "admin", "all")
    admin.post(f"/desk/staff/{officer.opened.account_id}/end")
    officer.get("/desk", status=303)
    assert "Người Nghỉ" not in admin.get("/desk/staff").words()
    admin.post(f"/desk/staff/{admin.opened.account_id}/end", status=422)


def test_the_demo_has_a_link_for_each_role_that_one_press_opens(app):
    demo.lay_out(app.extensions["gocua.config"])
    links = invented.links(app.extensions["gocua.keys"], 8000)
    assert json.loads((app.extensions["gocua.config"].data_dir / "demo.json").read_text())["sign_in"] == links
    for role, link in links.items():
        visitor, path = Visitor(app), link.removeprefix("http://localhost:8000")
        visitor.get(path)
        assert invented.NAMES[role] in visitor.get("/desk/me").words()


def test_without_the_demo_no_such_link_opens_and_its_people_are_nobody(app, monkeypatch):
    path = invented.links(app.extensions["gocua.keys"], 8000)["admin"].removeprefix("http://localhost:8000")
    inside = Visitor(app)
    inside.get(path)
    monkeypatch.setitem(app.extensions, "gocua.config", changed(app.extensions["gocua.config"], demo=False))
    Visitor(app).get(path, status=404)
    inside.get("/desk/staff", status=303)
