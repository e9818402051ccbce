"""Passkeys as the server sees them; a whole one, made and used, is in tests/browser/test_sign_in.py."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import passkeys, signing
from app.accounts.models import Challenge
from app.accounts.tries import NotLetIn
from app.database import reading, release
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.people import Visitor

SITE = passkeys.Site("localhost", "http://localhost:8000")
HERE = "http://localhost:8000"


def written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def answer_to(asked: str, **changes) -> dict:
    """What a key of nobody says to a challenge."""
    client = {"type": "webauthn.get", "challenge": json.loads(asked)["challenge"], "origin": SITE.origin}
    parts = {
        "clientDataJSON": written(json.dumps(client).encode()),
        "authenticatorData": written(b"x" * 37),
        "signature": written(b"x"),
    }
    return {"id": written(b"key"), "rawId": written(b"key"), "type": "public-key", "response": parts, **changes}


def challenges() -> list[Challenge]:
    release()
    return list(reading().scalars(select(Challenge)))


@pytest.mark.parametrize(
    ("scheme", "host", "public", "where"),
    [
        ("https", "gocua.example.vn", "gocua.example.vn", "gocua.example.vn"),
        ("http", "localhost:8000", "127.0.0.1:8000", "localhost"),
        ("http", "127.0.0.1:8000", "127.0.0.1:8000", None),
        ("https", "203.0.113.5", "203.0.113.5", None),
        ("https", "[2001:db8::1]:443", "[2001:db8::1]:443", None),
        ("http", "gocua.example.vn", "gocua.example.vn", None),
        ("https", "evil.example", "gocua.example.vn", None),
    ],
)
def test_passkeys_belong_to_the_host_that_posters_name_and_never_to_a_number(scheme, host, public, where):
    found = passkeys.site(scheme, host, public)
    assert (found.id if found else None) == where


def test_a_challenge_is_for_one_use_even_by_somebody_unknown(app):
    said = answer_to(passkeys.ask_to_sign(SITE, now()))
    assert len(challenges()) == 1
    for _ in range(2):
        with pytest.raises(NotLetIn):
            passkeys.sign_in(SITE, said, signing.Browser(), now())
        assert challenges() == []


def test_a_challenge_is_worth_nothing_after_five_minutes_and_is_swept_away(app):
    passkeys.ask_to_sign(SITE, now() - timedelta(minutes=6))
    assert len(challenges()) == 1
    passkeys.ask_to_sign(SITE, now())
    assert len(challenges()) == 1


def test_a_challenge_for_signing_in_makes_no_key_and_the_other_way_round(app):
    officer = signed_in(app)
    said = answer_to(passkeys.ask_to_sign(SITE, now()))
    with pytest.raises(passkeys.BadPasskey):
        passkeys.add(SITE, officer.opened.account_id, said, "?", now())
    said = answer_to(passkeys.ask_for_new(SITE, officer.opened.account_id, "x", now()))
    with pytest.raises(NotLetIn):
        passkeys.sign_in(SITE, said, signing.Browser(), now())
    assert len(challenges()) == 2


@pytest.mark.parametrize(
    "said", [{}, {"rawId": 1}, {"response": []}, {"response": {"clientDataJSON": "!!"}}, {"rawId": "a", "response": None}]
)
def test_nonsense_is_refused_like_a_wrong_key(app, said):
    answer = Visitor(app).post("/sign-in/passkey", status=422, base_url=HERE, json=said)
    assert not answer.headers.getlist("Set-Cookie")


def test_what_is_no_json_or_far_too_long_is_not_looked_at(app):
    Visitor(app).post("/sign-in/passkey", b"x", status=422, base_url=HERE)
    Visitor(app).post("/sign-in/passkey", status=413, base_url=HERE, json={"rawId": "x" * 30_000})


def test_the_browser_is_asked_to_check_the_person_and_to_keep_the_key(app):
    asked = json.loads(Visitor(app).post("/sign-in/passkey/ask", status=200, base_url=HERE).text)
    assert asked["userVerification"] == "required" and asked["rpId"] == "localhost" and not asked.get("allowCredentials")
    officer = signed_in(app)
    officer.client.set_cookie("gocua-staff", officer.opened.staff, domain="localhost")
    made = json.loads(officer.post("/desk/me/passkeys/ask", status=200, base_url=HERE).text)
    assert made["authenticatorSelection"]["residentKey"] == "required" and len(made["excludeCredentials"]) == 1
