"""A phone that asked hears that something happened: never what was written, only through the four push services, and not for ever."""

import base64
import json
from datetime import timedelta

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select

from app.database import reading, release
from app.dossiers import service as dossiers
from app.dossiers.models import Dossier
from app.notices import push, rules, service
from app.notices.models import Notice, Subscription
from app.web.clock import now
from tests.builders import a_filled_form
from tests.people import Visitor

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc:def"
BROWSER = ec.generate_private_key(ec.SECP256R1())
AUTH = bytes(range(16))


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def a_subscription(endpoint: str = ENDPOINT) -> dict:
    point = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {"endpoint": endpoint, "expirationTime": None, "keys": {"p256dh": text(point), "auth": text(AUTH)}}


def count(table) -> int:
    release()
    return reading().scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def keys(storage):
    return storage.extensions["gocua.keys"]


@pytest.fixture
def dossier(storage, keys) -> str:
    """A dossier that one phone listens to."""
    receipt = dossiers.receive_form(keys, a_filled_form(), now())
    found = reading().scalar(select(Dossier.id).where(Dossier.ticket == receipt.ticket))
    service.subscribe(keys, found, f"/d/{receipt.ticket}", a_subscription(), "vi", now())
    return found


def test_a_change_reaches_the_phone_once_and_says_nothing_about_the_person(keys, dossier):
    said = []
    dossiers.move(dossier, "accepted", "officer", now())
    assert service.deliver(keys, lambda to, message: said.append((to, message)), now()) == 1
    assert service.deliver(keys, lambda to, message: said.append((to, message)), now()) == 0
    ((to, message),) = said
    assert to["endpoint"] == ENDPOINT and message["body"] == "Cán bộ đang làm hồ sơ của bạn."
    assert message["address"].startswith("/d/") and "Phạm" not in json.dumps(message)
    assert count(Notice) == 0


def test_two_workers_never_send_the_same(keys, dossier):
    dossiers.move(dossier, "accepted", "officer", now())
    said = []

    def slowly(to, message):
        said.append(message)
        if len(said) == 1:
            assert service.deliver(keys, slowly, now()) == 0

    service.deliver(keys, slowly, now())
    assert len(said) == 1


def test_what_a_dead_worker_left_is_taken_on_after_a_minute(keys, dossier):
    dossiers.move(dossier, "accepted", "officer", now())

    def die(to, message):
        raise SystemExit

    with pytest.raises(SystemExit):
        service.deliver(keys, die, now())
    said = []
    assert service.deliver(keys, lambda *one: said.append(one), now()) == 0
    assert service.deliver(keys, lambda *one: said.append(one), now() + timedelta(seconds=61)) == 1 and len(said) == 1


def test_a_phone_that_is_gone_is_forgotten(keys, dossier):
    def gone(to, message):
        raise push.Gone

    dossiers.move(dossier, "accepted", "officer", now())
    service.deliver(keys, gone, now())
    assert count(Subscription) == 0 and count(Notice) == 0


def test_five_failures_and_it_is_parked_where_one_sees_it(keys, dossier):
    def fail(to, message):
        raise push.Failed("answer 500")

    dossiers.move(dossier, "accepted", "officer", now())
    at = now()
    for _ in range(5):
        assert service.deliver(keys, fail, at) == 1
        assert service.deliver(keys, fail, at) == 0
        at += timedelta(hours=5)
    assert service.deliver(keys, fail, at) == 0
    row = reading().scalars(select(Notice)).one()
    assert (row.attempts, row.last_error) == (5, "answer 500")


def test_a_newer_state_takes_the_place_of_what_was_not_sent(keys, dossier):
    dossiers.move(dossier, "accepted", "officer", now())
    dossiers.move(dossier, "ready", "officer", now())
    said = []
    service.deliver(keys, lambda to, message: said.append(message["body"]), now())
    assert said == ["Xong rồi. Mời bạn đến lấy."]


def test_the_address_is_sealed_and_goes_with_the_dossier(keys, dossier):
    row = reading().scalars(select(Subscription)).one()
    assert b"fcm" not in row.sealed and ENDPOINT not in row.mark
    dossiers.move(dossier, "accepted", "officer", now())
    dossiers.forget(dossier)
    assert count(Subscription) == 0 and count(Notice) == 0


def test_ten_phones_listen_and_the_eleventh_does_not(keys, dossier):
    for number in range(9):
        service.subscribe(keys, dossier, "/d/x", a_subscription(f"{ENDPOINT}{number}"), "vi", now())
    service.subscribe(keys, dossier, "/d/x", a_subscription(ENDPOINT), "en", now())  # the same phone again
    with pytest.raises(service.TooManyPhones):
        service.subscribe(keys, dossier, "/d/x", a_subscription(f"{ENDPOINT}-11"), "vi", now())
    assert count(Subscription) == 10


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://.push.apple.com/x",
        "https://push.apple.com/x",
        "https://fcm.googleapis.com:99999/x",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "x" * 2000,
        "",
    ],
)
def test_nothing_but_the_four_push_services_is_ever_asked(storage, keys, dossier, endpoint):
    with pytest.raises(service.NoPushService):
        service.subscribe(keys, dossier, "/d/x", a_subscription(endpoint), "vi", now())
    with pytest.raises(push.Gone):
        push.send(a_subscription(endpoint), {"body": "x"}, keys.own("push"), "mailto:a@xa.vn")


@pytest.mark.parametrize(
    "endpoint",
    [
        ENDPOINT,
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://sg2p.notify.windows.com/w/?token=x",
    ],
)
def test_the_four_push_services_are(endpoint):
    assert rules.is_push_service(endpoint)


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"endpoint": ENDPOINT},
        {"endpoint": ENDPOINT, "keys": {"p256dh": "AA", "auth": "AA"}},
        {"endpoint": 5, "keys": {}},
    ],
)
def test_what_is_no_subscription_is_refused(said):
    assert rules.read(said) is None


class Service:
    """A push service that keeps what it gets."""

    def __init__(self, status: int = 201):
        self.status = status
        self.got: list[tuple[str, bytes, dict]] = []

    def post(self, url, data=None, headers=None, timeout=None):
        self.got.append((url, data, dict(headers)))
        answer = requests.Response()
        answer.status_code, answer._content = self.status, b""
        return answer


def test_what_is_sent_opens_with_the_phones_own_key_and_names_no_one(keys):
    there = Service()
    message = service.message("ready", "vi", "/d/7K3F9QXM")
    push.send(a_subscription(), message, keys.own("push"), "mailto:a@xa.vn", there)
    ((url, data, headers),) = there.got
    assert url == ENDPOINT and headers["authorization"].startswith("vapid t=")
    assert push.server_key(keys.own("push")) in headers["authorization"]
    assert json.loads(http_ece.decrypt(data, private_key=BROWSER, auth_secret=AUTH)) == message


@pytest.mark.parametrize(
    ("status", "error"), [(404, push.Gone), (410, push.Gone), (500, push.Failed), (429, push.Failed), (301, push.Failed)]
)
def test_answers_of_a_push_service(keys, status, error):
    with pytest.raises(error):
        push.send(a_subscription(), {"body": "x"}, keys.own("push"), "mailto:a@xa.vn", Service(status))


def test_only_the_holder_of_the_receipt_may_listen(storage, keys):
    receipt = dossiers.receive_form(keys, a_filled_form(), now())
    release()
    holder, stranger = Visitor(storage), Visitor(storage)
    address = f"/d/{receipt.ticket}/notices"
    headers = {"Sec-Fetch-Site": "same-origin"}
    stranger.post(address, json.dumps(a_subscription()), 404, content_type="application/json", headers=headers)
    holder.post(f"/d/{receipt.ticket}", {"secret": receipt.secret})
    assert push.server_key(keys.own("push")) in holder.get(f"/d/{receipt.ticket}").text
    holder.post(address, json.dumps(a_subscription()), 201, content_type="application/json", headers=headers)
    holder.post(address, "{", 422, content_type="application/json", headers=headers)
    assert count(Subscription) == 1


@pytest.mark.parametrize(("tag", "body"), [("en", "Something is missing. Tap to see."), ("hre", "Hồ sơ còn thiếu. Bấm để xem.")])
def test_a_message_speaks_the_phones_language_else_vietnamese(storage, tag, body):
    assert service.message("returned", tag, "/d/x")["body"] == body
