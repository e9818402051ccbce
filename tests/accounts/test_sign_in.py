"""Officers, leaders, admins sign in: password and code, sessions, the locked screen, and what strangers cannot do."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, update

from app.accounts import proofs, signing
from app.accounts.models import Account, Device, SignIn
from app.accounts.who import hashed
from app.database import reading, release, write
from app.web import logs
from app.web.clock import now
from tests.accounts.staff import PASSWORD, an_account, signed_in, wear, with_code
from tests.people import Visitor

LOGIN = "le-thi-thu"


@pytest.fixture
def officer_with_code(app):
    """(number, TOTP secret) of an officer who signs in by password and code."""
    account_id = an_account(app, login=LOGIN)
    return account_id, with_code(app, account_id)


def words(secret: str, steps: int = 0, **changes) -> dict[str, str]:
    """What the form sends; steps: half minutes from now whose code it is."""
    right = proofs.pyotp.HOTP(secret).at(signing.rules.step_of(now()) + steps)
    return {"login": LOGIN, "password": PASSWORD, "code": right, **changes}


def age(visitor: Visitor, **columns) -> None:
    """Make a session older: `seen_at=timedelta(...)`."""
    token = hashed(visitor.opened.staff)
    values = {name: now() - ago for name, ago in columns.items()}
    write(lambda session: session.execute(update(SignIn).where(SignIn.token_hash == token).values(**values)))


def test_an_officer_signs_in_by_password_and_code_and_reaches_the_desk(app, officer_with_code):
    visitor = Visitor(app)
    visitor.get("/desk", status=404)
    answer = visitor.post("/sign-in", words(officer_with_code[1], next="/desk/posters"))
    assert answer.headers["Location"] == "/desk/posters"
    assert "Lê Thị Thử" in visitor.get("/desk").words()


def test_the_cookies_are_for_no_script_and_no_other_site(app, officer_with_code):
    plain = Visitor(app).post("/sign-in", words(officer_with_code[1])).headers.getlist("Set-Cookie")
    assert all("HttpOnly" in one and "Path=/" in one and "Domain" not in one for one in plain)
    assert "gocua-staff" in plain[0] and "SameSite=Strict" in plain[0] and "SameSite=Lax" in plain[1]
    secure = Visitor(app).post("/sign-in", words(officer_with_code[1], 1), base_url="https://gocua.example.vn")
    for one in secure.headers.getlist("Set-Cookie"):
        assert one.startswith("__Host-gocua-") and "Secure" in one


@pytest.mark.parametrize("wrong", [{"password": "sai"}, {"code": "000000"}, {"login": "khong-co"}, {"code": ""}, {"password": ""}])
def test_whatever_was_wrong_the_answer_is_the_same(app, officer_with_code, wrong):
    page = Visitor(app).post("/sign-in", words(officer_with_code[1], **wrong), status=422)
    assert "Chưa đúng, hoặc mã đã dùng rồi. Thử lại." in page.words()
    assert not page.headers.getlist("Set-Cookie") and PASSWORD not in page.text


def test_a_code_is_used_once(app, officer_with_code):
    sent = words(officer_with_code[1])
    Visitor(app).post("/sign-in", sent)
    Visitor(app).post("/sign-in", sent, status=422)
    Visitor(app).post("/sign-in", words(officer_with_code[1], -1), status=422)
    Visitor(app).post("/sign-in", words(officer_with_code[1], 1))


def test_a_password_alone_lets_nobody_in(app):
    an_account(app, login=LOGIN)
    Visitor(app).post("/sign-in", {"login": LOGIN, "password": PASSWORD, "code": "123456"}, status=422)


def test_a_token_from_before_is_worth_nothing_after_signing_in(app, officer_with_code):
    visitor = Visitor(app)
    visitor.client.set_cookie("gocua-staff", "planted-by-somebody", domain="127.0.0.1")
    visitor.client.set_cookie("gocua-device", "planted-as-well", domain="127.0.0.1")
    answer = visitor.post("/sign-in", words(officer_with_code[1]))
    assert "planted" not in " ".join(answer.headers.getlist("Set-Cookie"))
    thief = Visitor(app)
    thief.client.set_cookie("gocua-staff", "planted-by-somebody", domain="127.0.0.1")
    assert thief.get("/desk", status=303).headers["Location"].startswith("/sign-in")
    assert reading().scalar(select(Device.id).where(Device.token_hash == hashed("planted-as-well"))) is None


def test_a_stolen_table_opens_nothing(app):
    officer = signed_in(app)
    row = reading().scalars(select(SignIn)).one()
    assert row.token_hash == hashed(officer.opened.staff) != officer.opened.staff
    thief = Visitor(app)
    thief.client.set_cookie("gocua-staff", row.token_hash, domain="127.0.0.1")
    thief.get("/desk", status=303)


def test_wrong_tries_wait_longer_and_longer_but_only_from_that_address(app, officer_with_code):
    stranger = Visitor(app)
    for _ in range(3):
        stranger.post("/sign-in", words(officer_with_code[1], password="đoán mò lần này"), status=None)
    page = stranger.post("/sign-in", words(officer_with_code[1]), status=429)
    assert "Sai nhiều lần. Chờ 30 giây rồi thử lại." in page.words() and 0 < int(page.headers["Retry-After"]) <= 30
    elsewhere = {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
    Visitor(app).post("/sign-in", words(officer_with_code[1]), **elsewhere)


def test_strangers_at_the_same_address_do_not_lock_out_a_known_device(app, officer_with_code):
    officer = Visitor(app)
    officer.post("/sign-in", words(officer_with_code[1]))
    officer.post("/sign-out")
    stranger = Visitor(app)
    for _ in range(4):
        stranger.post("/sign-in", words(officer_with_code[1], password="đoán mò lần này"), status=None)
    stranger.post("/sign-in", words(officer_with_code[1], 1), status=429)
    officer.post("/sign-in", words(officer_with_code[1], 1))


def test_signing_out_ends_the_session_on_the_server(app):
    officer = signed_in(app)
    officer.get("/desk")
    officer.post("/sign-out")
    wear(officer, officer.opened)
    assert officer.get("/desk", status=303).headers["Location"] == "/sign-in?next=/desk"


@pytest.mark.parametrize(
    "ago", [{"seen_at": timedelta(minutes=61)}, {"made_at": timedelta(hours=10, minutes=1)}, {"seen_at": timedelta(days=3)}]
)
def test_a_session_ends_by_itself(app, ago):
    officer = signed_in(app)
    age(officer, **ago)
    assert officer.get("/desk/posters", status=303).headers["Location"] == "/sign-in?next=/desk/posters"


def test_a_screen_that_was_left_locks_and_shows_nothing_until_the_password(app, officer_with_code):
    officer = signed_in(app, account_id=officer_with_code[0])
    age(officer, seen_at=timedelta(minutes=11))
    assert officer.get("/desk", status=303).headers["Location"] == "/locked?next=/desk"
    page = officer.get("/locked?next=/desk")
    assert "Màn hình đã khóa" in page.words() and "/desk/d/" not in page.text and "Nhật ký" not in page.words()
    officer.post("/desk/posters", {"what": "office"}, status=303)
    officer.post("/locked", {"password": "không phải đâu"}, status=422)
    assert officer.post("/locked", {"password": PASSWORD, "next": "/desk"}).headers["Location"] == "/desk"
    officer.get("/desk")


def test_the_lock_button_locks_at_once_and_the_pin_opens_with_growing_waits(app):
    officer = signed_in(app)
    officer.post("/desk/me/pin", {"pin": "402917", "again": "402917"})
    officer.post("/lock")
    officer.get("/desk", status=303)
    for pin in ("111222", "222333", "333444"):
        officer.post("/locked", {"pin": pin}, status=None)
    officer.post("/locked", {"pin": "402917"}, status=429)
    device = reading().scalars(select(Device)).one()
    write(lambda session: session.execute(update(Device).values(wait_until=now() - timedelta(seconds=1))))
    officer.post("/locked", {"pin": "402917"})
    officer.get("/desk")
    assert device.failed == 3 and reading().scalars(select(Device)).one().failed == 0


def test_whoever_walks_up_to_an_open_screen_changes_no_key(app, officer_with_code):
    officer = signed_in(app, account_id=officer_with_code[0])
    age(officer, proved_at=timedelta(minutes=16))
    officer.get("/desk")
    age(officer, proved_at=timedelta(minutes=16))
    answer = officer.post("/desk/me/pin", {"pin": "402917", "again": "402917"})
    assert answer.headers["Location"] == "/locked?next=/desk/me"
    officer.get("/desk", status=303)
    officer.post("/locked", {"password": PASSWORD})
    officer.post("/desk/me/pin", {"pin": "402917", "again": "402917"})
    assert officer.get("/desk/me")


def test_a_page_that_refreshes_itself_keeps_no_screen_open_but_a_person_does(app):
    officer = signed_in(app)
    for ask, is_open in (
        (lambda: officer.client.get("/desk", headers={"HX-Request-Type": "partial"}, **officer._options({})), False),
        (lambda: officer.post("/here", status=204), True),
    ):
        age(officer, seen_at=timedelta(minutes=9))
        ask()
        seen = reading().scalars(select(SignIn.seen_at)).one()
        assert (now() - seen < timedelta(minutes=1)) is is_open
        release()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}, {}]
)
@pytest.mark.parametrize("address", ["/sign-out", "/lock", "/desk/me/end-others", "/desk/me/password", "/sign-in/passkey/ask"])
def test_other_sites_send_nothing_in_the_officers_name(app, address, headers):
    officer = signed_in(app)
    officer.post(address, {}, status=403, headers=headers)
    officer.get("/desk")


def test_a_new_password_ends_every_other_session_and_asks_for_the_old_one(app, officer_with_code):
    here, there = (signed_in(app, account_id=officer_with_code[0]) for _ in range(2))
    new = "chim sâu đậu cành tre"
    sent = {"login": LOGIN, "password": new, "old": "không nhớ nữa rồi"}
    assert "Mật khẩu đang dùng chưa đúng." in here.post("/desk/me/password", sent, status=422).words()
    here.post("/desk/me/password", {**sent, "old": PASSWORD})
    here.get("/desk")
    there.get("/desk", status=303)
    Visitor(app).post("/sign-in", words(officer_with_code[1], password=new))


def test_a_word_that_somebody_has_already_is_said_to_be_taken(app, officer_with_code):
    other = signed_in(app, name="Hồ Văn Mẫu")
    other.post("/desk/me/password", {"login": LOGIN, "password": PASSWORD}, status=409)


def test_the_code_counts_once_the_app_has_shown_it(app):
    officer = signed_in(app)
    page = officer.get("/desk/me/code")
    secret = page.text.split('name="secret" value="')[1].split('"')[0]
    assert 'class="code"' in page.text
    officer.post("/desk/me/code", {"secret": secret, "code": "000000"}, status=422)
    officer.post("/desk/me/code", {"secret": "A" * 31, "code": "000000"}, status=422)
    officer.post("/desk/me/code", {"secret": secret, "code": pyotp.TOTP(secret).now()})
    row = reading().get_one(Account, officer.opened.account_id)
    assert secret.encode() not in row.totp_secret and signing.totp_secret(app.extensions["gocua.keys"], row) == secret


def test_where_passkeys_cannot_work_the_page_says_why_and_offers_the_password(app):
    page = Visitor(app).get("/sign-in")
    assert "không phải dãy số" in page.words() and "Mã 6 chữ số trong ứng dụng" in page.words()
    Visitor(app).post("/sign-in/passkey/ask", {}, status=404)
    there = Visitor(app).get("/sign-in", base_url="http://localhost:8000")
    assert "không phải dãy số" not in there.words() and 'data-module="passkey"' in there.text


def test_logs_know_no_name_word_or_token(app, officer_with_code, capfd):
    visitor = Visitor(app)
    visitor.post("/sign-in", words(officer_with_code[1], password="mật khẩu gõ nhầm"), status=422)
    sent = words(officer_with_code[1])
    cookies = " ".join(visitor.post("/sign-in", sent).headers.getlist("Set-Cookie"))
    visitor.get("/desk/me")
    logs.access.flush()
    written = "".join(capfd.readouterr())
    tokens = [part.split("=")[1].split(";")[0] for part in cookies.split("gocua-")[1:]]
    for secret in (*sent.values(), "mật khẩu gõ nhầm", "Lê Thị Thử", officer_with_code[1], *tokens):
        assert secret not in written
    assert '"route": "accounts.send_sign_in"' in written


def test_after_the_first_account_the_machine_itself_must_sign_in_too(empty_app):
    machine = Visitor(empty_app, at_the_machine=True)
    assert machine.get("/desk/staff").status == 200
    an_account(empty_app, "admin", "all")
    machine.get("/desk/staff", status=404)
    machine.get("/metrics")


def test_in_the_demo_the_machine_itself_stays_open_but_a_sign_in_decides(app):
    an_account(app)
    machine = Visitor(app, at_the_machine=True)
    machine.get("/desk")
    wear(machine, signed_in(app, "volunteer").opened)
    machine.get("/desk", status=404)
