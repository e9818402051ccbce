"""A device's way in: whatever comes, and however often, one item is one dossier, and nobody is told what is not so."""

import base64
import hashlib
import io
import json
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image
from sqlalchemy import func, select

from app.database import reading, release
from app.dossiers import queries
from app.dossiers.models import Dossier, DossierFile
from app.dossiers.service import uuid7
from app.forms import queries as forms
from app.sync import envelope, intake, key_rules, scanned, seal_keys
from app.sync.models import Item, SealKey
from app.web.clock import now
from tests.people import Visitor
from tests.phone import BIRTH, point, sealed

OFFICE = "21484"
BYTES = "application/octet-stream"


def listing(citizen) -> dict:
    return json.loads(citizen.get(f"/offices/{OFFICE}/keys.json").text)


def sent(citizen, item, status=201, **headers):
    told = {"Idempotency-Key": f'"{item.id}"', "X-Fingerprint": item.fingerprint, "Sec-Fetch-Site": "same-origin", **headers}
    return json.loads(citizen.post("/api/items", item.blob, status, content_type=BYTES, headers=told).text)


def photo_sent(citizen, item, number, picture, status=201, **changes):
    blob, headers = item.photo(number, picture)
    told = {"Sec-Fetch-Site": "same-origin", **headers, **changes}
    response = citizen._alone(
        citizen.client.put, f"/api/items/{item.id}/files/{number}", {"data": blob, "content_type": BYTES, "headers": told}
    )
    page = citizen._seen(response, status)
    return json.loads(page.text), blob, told


def a_photo() -> bytes:
    """A small invented picture."""
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "#8a6").save(data, "JPEG")
    return data.getvalue()


def photo_questions() -> list[str]:
    return [one.id for one in forms.form("khai-sinh").questions if one.type == "photo"]


def count(table) -> int:
    release()
    return reading().scalar(select(func.count()).select_from(table)) or 0


def opened(app, item):
    release()
    return queries.opened(app.extensions["gocua.keys"], item.id)


@pytest.fixture
def phone(storage):
    """A stranger's phone, on SQLite and on PostgreSQL."""
    return Visitor(storage)


def verifies(key: dict, signature: str, text: str) -> bool:
    raw = base64.urlsafe_b64decode(signature + "==")
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        point(key["point"]).verify(der, text.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def test_what_was_sealed_arrives_once_and_says_the_same_each_time(phone, storage):
    keys = listing(phone)
    item = sealed(keys)
    first = sent(phone, item)
    again = sent(phone, item, 200)
    assert first == again and first["id"] == item.id and first["fingerprint"] == item.fingerprint
    assert count(Dossier) == 2 and count(Item) == 1  # one is the demo's
    found = opened(storage, item)
    assert found.answers["con_ho_ten"] == "Phạm Thị Bé" and found.answers["con_ngay_sinh"] == "2026-11-03"
    assert found.line.ticket == first["code"]


def test_a_receipt_is_signed_by_a_key_of_the_signed_list(phone, storage):
    keys = listing(phone)
    receipt = sent(phone, sealed(keys))
    signer = next(key for key in keys["keys"] if key["use"] == "receipt")
    text = key_rules.receipt_text(receipt["id"], receipt["fingerprint"], receipt["code"], receipt["received_at"])
    assert receipt["kid"] == signer["id"] and verifies(signer, receipt["sig"], text)
    assert not verifies(signer, receipt["sig"], text.replace(receipt["code"], "2" * 8))
    rows = [key_rules.PublicKey(k["id"], k["use"], k["point"], k["since"], k["until"]) for k in keys["keys"]]
    root = {"point": seal_keys.root_point(storage.extensions["gocua.keys"])}
    assert verifies(root, keys["signature"], key_rules.written(OFFICE, rows))
    assert not verifies(root, keys["signature"], key_rules.written("99999", rows))


def test_the_same_name_with_other_bytes_changes_nothing(phone, storage):
    keys = listing(phone)
    item = sealed(keys)
    first = sent(phone, item)
    other = sealed(keys, item_id=item.id, values={**BIRTH, "con_ho_ten": "Ai Đó"})
    assert sent(phone, other, 422)["error"] == "key_reuse"
    assert opened(storage, item).answers["con_ho_ten"] == "Phạm Thị Bé" and sent(phone, item, 200) == first


def test_the_phone_can_open_its_receipt_with_the_secret_that_both_sides_know(phone):
    item = sealed(listing(phone))
    ticket = sent(phone, item)["code"]
    phone.post(f"/d/{ticket}", {"secret": item.secret.hex()})
    assert ticket[:4] in phone.get(f"/d/{ticket}").words() and "Phạm" not in phone.get(f"/d/{ticket}").text


@pytest.mark.parametrize("place", [0, 1, 3, 25, 40, 80, -1])
def test_a_changed_byte_is_refused_with_the_reason(phone, place):
    item = sealed(listing(phone))
    blob = bytearray(item.blob)
    blob[place] ^= 1
    item.blob = bytes(blob)
    answer = sent(phone, item, 422)
    assert answer["error"] == "invalid" and answer["why"] in ("version", "key", "point", "tag")
    assert count(Item) == 0


@pytest.mark.parametrize("body", [b"", b"x", bytes(75), b"\x01\x01" + bytes(100)])
def test_what_is_no_sealed_dossier_is_refused(phone, body):
    told = {"Idempotency-Key": '"x"', "X-Fingerprint": hashlib.sha256(body).hexdigest(), "Sec-Fetch-Site": "same-origin"}
    assert phone.post("/api/items", body, None, content_type=BYTES, headers=told).status in (400, 422)


def test_a_wrong_name_or_fingerprint_is_refused(phone):
    item = sealed(listing(phone))
    assert sent(phone, item, 422, **{"X-Fingerprint": "0" * 64})["why"] == "fingerprint"
    assert sent(phone, item, 400, **{"Idempotency-Key": '"0192f0c1-2345-7000-8000-000000000000"'})["why"] == "id"


def test_another_site_can_bring_nothing(phone):
    item = sealed(listing(phone))
    told = {"Idempotency-Key": f'"{item.id}"', "X-Fingerprint": item.fingerprint, "Sec-Fetch-Site": "cross-site"}
    assert phone.post("/api/items", item.blob, None, content_type=BYTES, headers=told).status == 403


def test_a_wrong_answer_is_kept_and_looked_at_by_a_person(phone, storage):
    item = sealed(listing(phone), values={**BIRTH, "yeu_cau_so_dinh_danh": "12", "con_ngay_sinh.month": "13"})
    sent(phone, item)
    found = opened(storage, item)
    assert reading().get(Dossier, item.id).needs_review
    assert found.unread == {
        "yeu_cau_so_dinh_danh": "12",
        "con_ngay_sinh.day": "3",
        "con_ngay_sinh.month": "13",
        "con_ngay_sinh.year": "2026",
    }


def test_photos_travel_apart_once_each_and_are_counted(phone, storage):
    form_photos = photo_questions()
    photos = {name: place for place, name in enumerate(form_photos[:2])}
    item = sealed(listing(phone), photos=photos)
    assert sent(phone, item)["held"] == []
    first, blob, told = photo_sent(phone, item, len(photos) - 1, a_photo())
    assert first["held"] == [len(photos) - 1]
    address = f"/api/items/{item.id}/files/{len(photos) - 1}"
    again = phone._alone(phone.client.put, address, {"data": blob, "content_type": BYTES, "headers": told})
    assert again.status_code == 200 and count(DossierFile) == 1
    row = reading().get(DossierFile, (item.id, len(photos) - 1))
    assert row.question_id == form_photos[len(photos) - 1]
    assert queries.photo(storage.extensions["gocua.keys"], item.id, len(photos) - 1).startswith(b"\xff\xd8")
    assert sent(phone, item, 200)["held"] == [len(photos) - 1]


def test_a_photo_of_nobody_of_another_or_of_nothing_is_refused(phone):
    keys = listing(phone)
    name = photo_questions()[0]
    item, other = sealed(keys, photos={name: 0}), sealed(keys, photos={name: 0})
    assert photo_sent(phone, item, 0, a_photo(), 404)[0]["error"] == "missing"
    sent(phone, item)
    sent(phone, other)
    assert photo_sent(phone, item, 1, a_photo(), 404)
    assert photo_sent(phone, item, 0, a_photo(), 422, **{"X-Proof": "0" * 64})[0]["why"] == "proof"
    assert photo_sent(phone, item, 0, b"no picture", 422)[0]["why"] == "photo"
    assert count(DossierFile) == 0
    photo_sent(phone, item, 0, a_photo())
    assert photo_sent(phone, item, 0, a_photo(), 422)[0]["error"] == "key_reuse"  # sealed anew: other bytes


def test_a_code_held_before_the_camera_and_then_sent_is_one_dossier(phone, storage):
    item = sealed(listing(phone))
    keys = storage.extensions["gocua.keys"]
    codes = scanned.Reading()
    texts = scanned.parts_of(item.blob)
    assert [codes.add(text) for text in reversed(texts)] == [False] * (len(texts) - 1) + [True]
    by_hand = intake.receive(keys, codes.blob, "code", now(), office_code=OFFICE)
    release()
    assert sent(phone, item, 200)["code"] == by_hand.receipt["code"] and count(Item) == 1


def test_another_offices_dossier_and_an_old_one_need_a_person(storage):
    keys = storage.extensions["gocua.keys"]
    item = sealed(seal_keys.listed(keys, OFFICE, now().date()))
    with pytest.raises(intake.BadItem, match="office"):
        intake.receive(keys, item.blob, "code", now(), office_code="20194")
    long_ago = now() - timedelta(days=31)
    name = uuid7(int((long_ago - datetime(1970, 1, 1)).total_seconds() * 1000), bytes(10))
    old = sealed(seal_keys.listed(keys, OFFICE, now().date()), item_id=name)
    with pytest.raises(intake.BadItem, match="old"):
        intake.receive(keys, old.blob, "code", now())
    assert intake.receive(keys, old.blob, "code", now(), reason="the bridge was out").is_new


def test_a_phone_whose_clock_is_a_year_wrong_sends(phone, storage):
    name = uuid7(int((now().timestamp() - 366 * 86400) * 1000), bytes(10))
    assert sent(phone, sealed(listing(phone), item_id=name))["code"]


def test_a_key_is_made_before_the_old_one_ends_and_opens_for_half_a_year_more(storage):
    keys, today = storage.extensions["gocua.keys"], now().date()
    assert seal_keys.ensure(keys, [OFFICE], today) == 0
    item = sealed(seal_keys.listed(keys, OFFICE, today))
    ahead = today + key_rules.VALID - timedelta(days=60)
    assert seal_keys.ensure(keys, [OFFICE], ahead) == 2
    release()
    assert len(seal_keys.listed(keys, OFFICE, ahead)["keys"]) == 4
    late = now() + key_rules.VALID + timedelta(days=170)
    intake.purge(late.date(), late)
    release()
    assert intake.receive(keys, item.blob, "device", late).is_new
    over = late + timedelta(days=20)
    assert intake.purge(over.date(), over)["seal keys"] == 2
    release()
    private = reading().scalars(select(SealKey.private).order_by(SealKey.since)).all()
    assert private[:2] == [None, None] and None not in private[2:]
    with pytest.raises(intake.BadItem, match="key"):
        intake.receive(keys, sealed(seal_keys.listed(keys, OFFICE, today), item_id="").blob, "device", over)


def test_one_address_cannot_flood_the_office(phone, monkeypatch):
    keys = listing(phone)
    monkeypatch.setattr(intake, "MOST_AN_HOUR", 2)
    assert [sent(phone, sealed(keys), None).get("code", "no") == "no" for _ in range(3)] == [False, False, True]
    assert count(Item) == 2


def test_the_envelope_is_bound_to_its_header():
    key = ec.generate_private_key(envelope.CURVE)
    header = envelope.Header("01020304", uuid7(1, bytes(10)), 5, 1)
    blob, secret = envelope.seal(key.public_key(), header, b"plain")
    assert envelope.unseal(key, blob) == (b"plain", secret) and envelope.header_of(blob) == header
    with pytest.raises(envelope.Broken, match="tag"):
        envelope.unseal(key, blob, envelope.FILE)
