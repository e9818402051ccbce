"""Volunteers, translators, reviewers: a link binds their device, six digits let them in; guessing helps nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts import service
from app.accounts.models import Account, Device, Invitation
from app.accounts.who import hashed
from app.database import reading, release, write
from app.web import logs
from app.web.clock import now
from tests.accounts.staff import OFFICE, PIN, signed_in
from tests.people import Visitor

NAME = "Đinh Thị Gõ"
PINS = {"pin": PIN, "again": PIN}


def a_link(role: str = "volunteer", **more) -> str:
    return "/invite/" + service.invite(role, OFFICE, NAME, now(), **more)


def bound(app, **more) -> Visitor:
    """A volunteer whose phone is bound."""
    phone = Visitor(app)
    phone.post(a_link(**more), PINS)
    return phone


def test_a_chat_that_previews_the_link_spends_nothing(app):
    link, phone = a_link(), Visitor(app)
    for _ in range(3):
        page = phone.get(link)
        assert NAME in page.words() and "Tình nguyện viên" in page.words() and not page.headers.getlist("Set-Cookie")
    assert phone.post(link, PINS).headers["Location"] == "/desk/me"
    assert NAME in phone.get("/desk/me").words()


def test_a_link_is_used_once(app):
    link = a_link()
    Visitor(app).post(link, PINS)
    stranger = Visitor(app)
    assert "không còn dùng được" in stranger.get(link, status=404).words()
    stranger.post(link, PINS, status=404)
    assert not stranger.client.get_cookie("gocua-staff", "127.0.0.1")
    assert reading().scalar(select(func.count()).select_from(Account).where(Account.name == NAME)) == 1


def test_a_link_is_worth_nothing_after_a_day(app):
    link = a_link()
    write(lambda session: session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1))))
    Visitor(app).get(link, status=404)
    Visitor(app).post(link, PINS, status=404)
    Visitor(app).get("/invite/guessed", status=404)


def test_the_link_lies_in_the_table_as_a_hash_only(app):
    token = a_link().removeprefix("/invite/")
    assert [row.token_hash for row in reading().scalars(select(Invitation))] == [hashed(token)]


@pytest.mark.parametrize("pins", [{"pin": "123456", "again": "123456"}, {"pin": PIN, "again": "402918"}, {}])
def test_a_pin_that_is_easy_or_mistyped_is_asked_for_again_and_the_link_stays(app, pins):
    link, phone = a_link(), Visitor(app)
    phone.post(link, pins, status=422)
    phone.post(link, PINS)


def test_the_volunteer_comes_back_by_six_digits_on_that_phone_only(app):
    phone = bound(app)
    phone.post("/sign-out")
    account_id = reading().scalar(select(Account.id).where(Account.name == NAME))
    page = phone.get("/sign-in")
    assert NAME in page.words()
    assert phone.post("/sign-in", {"account": account_id, "pin": PIN}).headers["Location"] == "/desk/me"
    other = Visitor(app)
    assert NAME not in other.get("/sign-in").words()
    other.post("/sign-in", {"account": account_id, "pin": PIN}, status=422)


def test_two_who_share_a_phone_have_a_pin_each(app):
    phone = bound(app)
    phone.post("/invite/" + service.invite("translator", OFFICE, "Hồ Thị Dịch", now()), {"pin": "718203", "again": "718203"})
    phone.post("/sign-out")
    ids = {name: number for number, name in reading().execute(select(Account.id, Account.name)).all()}
    page = phone.get("/sign-in").words()
    assert NAME in page and "Hồ Thị Dịch" in page
    phone.post("/sign-in", {"account": ids[NAME], "pin": "718203"}, status=422)
    phone.post("/sign-in", {"account": ids["Hồ Thị Dịch"], "pin": "718203"})
    assert "Hồ Thị Dịch" in phone.get("/desk/me").words()


def test_guessing_a_pin_waits_longer_each_time_and_a_leader_ends_the_wait(app):
    phone = bound(app)
    phone.post("/sign-out")
    device = reading().scalars(select(Device)).one()
    sent = {"account": device.account_id, "pin": "918273"}
    waits = []
    for _ in range(6):
        waits.append(int(phone.post("/sign-in", sent, status=None).headers.get("Retry-After", 0)))
        phone.post("/sign-in", {**sent, "pin": PIN}, status=429) if waits[-1] else None
        write(lambda session: session.execute(update(Device).values(wait_until=now() - timedelta(seconds=1))))
    assert waits == [0, 0, 30, 120, 480, 1800]
    phone.post("/sign-in", sent, status=429)
    leader = signed_in(app, "leader")
    assert "sai mã số, đang chờ" in leader.get("/desk/staff").words()
    leader.post(f"/desk/staff/{device.account_id}/devices/{device.id}/unlock")
    phone.post("/sign-in", {**sent, "pin": PIN})


def test_many_guesses_at_once_are_counted_each(storage):
    from concurrent.futures import ThreadPoolExecutor

    phone = bound(storage)
    device = reading().scalars(select(Device)).one()
    release()

    def guess(number: int) -> int:
        visitor = Visitor(storage)
        visitor.client.set_cookie("gocua-device", phone.client.get_cookie("gocua-device", "127.0.0.1").value, domain="127.0.0.1")
        return visitor.post("/sign-in", {"account": device.account_id, "pin": f"91827{number}"}, status=None).status

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(guess, range(8)))
    assert answers.count(422) == 2 and answers.count(429) == 6
    release()
    assert reading().scalars(select(Device.failed)).one() == 3


def test_a_stranger_without_the_phone_locks_nobody_out(app):
    phone = bound(app)
    phone.post("/sign-out")
    account_id = reading().scalar(select(Account.id).where(Account.name == NAME))
    stranger = Visitor(app)
    for _ in range(10):
        stranger.post("/sign-in", {"account": account_id, "pin": "918273"}, status=422)
    phone.post("/sign-in", {"account": account_id, "pin": PIN})


def test_a_revoked_phone_is_out_at_once_and_its_pin_is_gone(app):
    phone = bound(app)
    device = reading().scalars(select(Device)).one()
    signed_in(app, "leader").post(f"/desk/staff/{device.account_id}/devices/{device.id}/revoke")
    phone.get("/desk/me", status=303)
    phone.post("/sign-in", {"account": device.account_id, "pin": PIN}, status=422)


def test_who_lost_a_phone_gets_a_link_that_binds_another_to_the_same_account(app):
    bound(app)
    account_id = reading().scalar(select(Account.id).where(Account.name == NAME))
    page = signed_in(app, "leader").post(f"/desk/staff/{account_id}/invite", status=200)
    link = page.text.split("http://127.0.0.1:8000")[1].split("<")[0]
    assert link.startswith("/invite/") and 'class="code"' in page.text
    other = Visitor(app)
    other.post(link, PINS)
    assert NAME in other.get("/desk/me").words()
    assert reading().scalar(select(func.count()).where(Device.account_id == account_id)) == 2


def test_an_invited_officer_can_do_nothing_before_there_is_a_key_to_come_back_with(app):
    officer = Visitor(app)
    officer.post(a_link("officer"), {})
    assert officer.get("/desk", status=303).headers["Location"] == "/desk/me"
    assert "Chưa có thì lần sau không vào được." in officer.get("/desk/me").words()
    officer.post("/desk/me/password", {"login": "dinh-thi-go", "password": "bảy con gà trống xám"})
    officer.get("/desk", status=303)


def test_the_command_prints_the_link_and_its_code(app):
    run = app.test_cli_runner().invoke
    from app.cli import group

    done = run(group, ["invite", "leader", "--office", OFFICE, "--name", NAME])
    link = next(line for line in done.output.splitlines() if line.startswith("http://127.0.0.1:8000/invite/"))
    assert done.exit_code == 0 and "█" in done.output
    assert "Lãnh đạo" in Visitor(app).get(link.removeprefix("http://127.0.0.1:8000")).words()
    assert run(group, ["invite", "leader", "--office", "1", "--name", NAME]).exit_code == 1
    assert run(group, ["invite", "leader", "--name", NAME]).exit_code == 1
    assert run(group, ["invite", "king", "--everywhere", "--name", NAME]).exit_code == 2


def test_purge_forgets_what_its_time_is_up_for(app):
    a_link()
    bound(app)
    assert service.purge(now()) == 0
    assert service.purge(now() + timedelta(days=40)) == 3


def test_logs_know_no_link_and_no_pin(app, capfd):
    link, phone = a_link(), Visitor(app)
    phone.get(link)
    phone.post(link, PINS)
    logs.access.flush()
    written = "".join(capfd.readouterr())
    assert '"route": "accounts.invitation"' in written
    assert link.removeprefix("/invite/") not in written and PIN not in written and NAME not in written
