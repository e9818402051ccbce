"""Hooks: told of each new state in order and until they listen; signed; sent to public addresses only; nothing about the person."""

from __future__ import annotations

import base64
import json
import re
import socket
import ssl
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import func, select

from app.api import calling, hooks, queries, service
from app.api.models import Hook, HookMessage
from app.cli import group
from app.database import reading, release
from app.dossiers import returns
from app.dossiers import service as dossiers
from app.dossiers.reasons import Finding
from app.web.clock import now
from tests.api.conftest import OFFICE, Program, a_dossier, a_system, changed_system

URL = "https://tinh.example.vn/hook"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"
INSIDE = (ip_network("127.0.0.0/8"),)


class Receiver:
    """Another system's end: `post` as hooks.deliver wants it; got: what came; says: an exception to raise instead, or none."""

    def __init__(self):
        self.got: list[dict] = []
        self.whole: list[tuple[str, bytes, dict[str, str]]] = []
        self.says: Exception | None = None

    def post(self, url, body, headers):
        if self.says:
            raise self.says
        self.whole.append((url, body, headers))
        self.got.append(json.loads(body))

    def states(self, dossier: str) -> list[str]:
        return [one["state"] for one in self.got if one["dossier"] == dossier]


@pytest.fixture
def keys(storage):
    return storage.extensions["gocua.keys"]


@pytest.fixture
def program(storage) -> Program:
    return a_system(storage)


@pytest.fixture
def secret(keys, program) -> str:
    """The secret of the one hook that listens."""
    return hooks.add(keys, program.id, OFFICE, URL, (), now())[1]


def waiting() -> int:
    release()
    return reading().scalar(select(func.count()).select_from(HookMessage)) or 0


def checker():
    """The receiver's check, as docs/api.md shows it to everybody."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    names: dict = {}
    exec(code, names)  # noqa: S102
    return names["is_ours"]


def test_each_new_state_is_told_arrival_included_and_nothing_about_the_person(storage, keys, secret):
    there, dossier = Receiver(), a_dossier(storage)
    dossiers.move(dossier, "accepted", "desk", now())
    returns.give_back(keys, dossier, [Finding("paper", "1", "missing")], "desk", now())
    while hooks.deliver(keys, there.post, now()):
        pass
    assert there.states(dossier) == ["received", "accepted", "returned"] and waiting() == 0
    assert set(there.got[0]) == {"id", "type", "at", "dossier", "state"} and there.got[0]["type"] == "dossier.state"
    assert "Phạm" not in str(there.whole) and len({one["id"] for one in there.got}) == 3


def test_a_change_that_is_rolled_back_tells_nobody(storage, keys, secret):
    dossier = a_dossier(storage)
    before = waiting()
    with pytest.raises(dossiers.WrongState):
        dossiers.move(dossier, "done", "desk", now())
    assert waiting() == before


def test_the_command_tells_what_is_due(storage, keys, secret, monkeypatch):
    a_dossier(storage)
    asked = []
    monkeypatch.setattr(calling, "post", lambda *message: asked.append(message))
    done = storage.test_cli_runner().invoke(group, ["hooks", "send"])
    assert done.output == "1 messages\n" and asked[0][0] == URL and asked[0][3] == ()


def test_another_office_and_an_ended_system_hear_nothing(storage, keys, program, secret):
    changed_system(program.id, expires_at=now() - timedelta(days=1))
    a_dossier(storage)
    assert waiting() == 0


def test_messages_of_a_dossier_wait_for_each_other_and_others_do_not(storage, keys, secret):
    there, one, other = Receiver(), a_dossier(storage), a_dossier(storage)
    dossiers.move(one, "accepted", "desk", now())
    there.says = calling.NotTaken("answer 500")
    hooks.deliver(keys, there.post, now())
    there.says = None
    dossiers.move(other, "accepted", "desk", now())
    assert hooks.deliver(keys, there.post, now()) == 0  # the first of each was put off
    for _ in range(2):
        hooks.deliver(keys, there.post, now() + timedelta(minutes=2))
    assert there.states(one) == there.states(other) == ["received", "accepted"]


def test_five_failures_over_hours_then_parked_until_somebody_presses(storage, keys, program, secret):
    there, dossier = Receiver(), a_dossier(storage)
    there.says = calling.NotTaken("answer 500")
    tries, at = [], now()
    for _ in range(24 * 60):
        if hooks.deliver(keys, there.post, at):
            tries.append(at)
        at += timedelta(minutes=10 if len(tries) > 2 else 1)
        if len(tries) == 5:
            break
    assert tries[-1] - tries[0] > timedelta(hours=7) and hooks.deliver(keys, there.post, at + timedelta(days=2)) == 0
    (view,) = queries.hooks([program.id])
    assert (view.parked, view.waiting, view.why) == (1, 0, "answer 500")
    there.says = None
    hooks.try_again(program.id, view.id, OFFICE, now())
    assert hooks.deliver(keys, there.post, now()) == 1 and there.states(dossier) == ["received"]


def test_two_workers_never_send_the_same(storage, keys, secret):
    a_dossier(storage)
    there = Receiver()

    def slowly(*message):
        there.post(*message)
        assert hooks.deliver(keys, there.post, now()) == 0

    assert hooks.deliver(keys, slowly, now()) == 1 and len(there.got) == 1


def test_what_is_sent_is_signed_and_a_receiver_tells_ours_from_forged_old_and_repeated(storage, keys, secret):
    a_dossier(storage)
    there, is_ours = Receiver(), checker()
    hooks.deliver(keys, there.post, now())
    ((url, body, headers),) = there.whole
    seen: set[str] = set()
    assert url == URL and is_ours(secret, headers, body, seen)
    assert not is_ours(secret, headers, body, seen)  # once more
    assert not is_ours(secret, headers, body.replace(b"received", b"ready"), set())
    assert not is_ours(secret, {**headers, "webhook-id": "another"}, body, set())
    assert not is_ours(secret, {**headers, "webhook-timestamp": str(int(time.time()) + 1)}, body, set())
    assert not is_ours(calling.written_secret(b"another"), headers, body, set())
    assert not is_ours(secret, {}, body, set())
    old = calling.signed(b"x", "name", now() - timedelta(minutes=6), body)
    assert not is_ours(calling.written_secret(b"x"), old, body, set())


def test_the_signature_is_the_standards_own_example():
    secret, at = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), datetime(2021, 2, 25, 15, 2, 10)
    headers = calling.signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_system_registers_and_removes_its_hooks_and_sees_nobody_elses(storage, keys, program):
    status, made = program.post("/api/v1/hooks", {"url": URL})
    assert status == 201 and made["secret"].startswith("whsec_")
    listed = program.get("/api/v1/hooks")[1]["hooks"]
    assert [one["url"] for one in listed] == [URL] and "secret" not in listed[0]
    row = reading().get_one(Hook, made["id"])
    assert made["secret"].encode() not in row.secret and len(row.secret) > 24
    other = a_system(storage, name="Khác")
    assert other.get("/api/v1/hooks")[1] == {"hooks": []} and other.ask("DELETE", f"/api/v1/hooks/{made['id']}")[0] == 404
    assert program.ask("DELETE", f"/api/v1/hooks/{made['id']}")[0] == 204
    for url in ("http://tinh.example.vn/", "https://127.0.0.1/", "https://169.254.169.254/", "https://localhost/", 5):
        assert program.post("/api/v1/hooks", {"url": url})[0] == 422
    assert [program.post("/api/v1/hooks", {"url": URL})[0] for _ in range(6)] == [201] * 5 + [409]


def test_a_revoked_system_is_told_no_more(storage, keys, program, secret):
    a_dossier(storage)
    service.revoke(program.id, now())
    assert waiting() == 0 and hooks.deliver(keys, Receiver().post, now()) == 0


def test_a_name_that_leads_inside_is_not_called_even_if_only_one_of_its_addresses_does(monkeypatch):
    asked, called = [], []

    def resolve(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("203.162.0.1", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", lambda *to: called.append(to))
    with pytest.raises(calling.NotTaken, match="address"):
        calling.post(URL, b"{}", {})
    assert asked == ["tinh.example.vn"] and called == []


def test_the_address_that_was_looked_at_is_the_one_that_is_called(monkeypatch):
    answers, called = ["203.162.0.1", "127.0.0.1"], []

    def connect(to, *_):
        called.append(to)
        raise ConnectionRefusedError

    found = lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(calling.NotTaken, match="ConnectionRefusedError"):
        calling.post(URL, b"{}", {})
    assert called == [("203.162.0.1", 443)] and answers == ["127.0.0.1"]


class There(BaseHTTPRequestHandler):
    """A receiver on the network: answers by its path."""

    def do_POST(self):  # noqa: N802 - http.server's name
        self.server.got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        if self.path == "/slow":
            self.server.cut.append(self.rfile.read(1))  # until the other side hangs up
            return
        self.send_response({"/gone": 410, "/moved": 302}.get(self.path, 204))
        self.send_header("Location", f"https://127.0.0.1:{self.server.server_port}/followed")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def receiver(tmp_path_factory):
    """A TLS server of our own with a certificate for 127.0.0.1, and what trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now() - timedelta(days=1), now() + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    path.write_bytes(certificate + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    server = HTTPServer(("127.0.0.1", 0), There)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.got, server.cut, server.trust = [], [], ssl.create_default_context(cafile=path)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def sent(receiver, path: str, inside=INSIDE, trusted: bool = True) -> None:
    calling.post(f"https://127.0.0.1:{receiver.server_port}{path}", b"{}", {}, inside, receiver.trust if trusted else None)


def test_a_message_goes_over_tls_to_a_network_that_the_setting_names(receiver):
    sent(receiver, "/taken?a=1")
    assert receiver.got[-1] == ("/taken?a=1", b"{}")


@pytest.mark.parametrize(("path", "why"), [("/gone", "answer 410"), ("/moved", "answer 302")])
def test_a_refusal_is_a_failure_and_a_redirect_is_not_followed(receiver, path, why):
    with pytest.raises(calling.NotTaken, match=why):
        sent(receiver, path)
    assert receiver.got[-1][0] == path


def test_a_certificate_that_nobody_trusts_is_not_spoken_to(receiver):
    before = len(receiver.got)
    with pytest.raises(calling.NotTaken, match="certificate"):
        sent(receiver, "/", trusted=False)
    with pytest.raises(calling.NotTaken, match="address"):
        sent(receiver, "/", inside=())
    assert len(receiver.got) == before


def test_a_receiver_that_says_nothing_is_hung_up_on(receiver, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    with pytest.raises(calling.NotTaken):
        sent(receiver, "/slow")
