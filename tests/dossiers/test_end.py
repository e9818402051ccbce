"""The holder of a receipt withdraws, or has everything deleted; nobody else can."""

import json

import pytest
from sqlalchemy import func, select

from app.database import reading, release
from app.dossiers import service
from app.dossiers.calendar import now
from app.dossiers.models import Dossier, DossierEvent, DossierFile
from app.sync.models import Item
from tests.people import Visitor
from tests.phone import sealed
from tests.sync.test_items import a_photo, photo_questions, photo_sent, sent

OFFICE = "21484"


def count(table) -> int:
    release()
    return reading().scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def item(citizen):
    """A dossier with a photo, at the commune; its holder has opened the receipt."""
    listing = json.loads(citizen.get(f"/offices/{OFFICE}/keys.json").text)
    found = sealed(listing, photos={photo_questions()[0]: 0})
    found.ticket = sent(citizen, found)["code"]
    photo_sent(citizen, found, 0, a_photo())
    citizen.post(f"/d/{found.ticket}", {"secret": found.secret.hex()})
    return found


def state(item) -> str:
    release()
    return reading().get(Dossier, item.id).state


def test_the_holder_withdraws_and_still_sees_the_receipt(citizen, item):
    page = citizen.get(f"/d/{item.ticket}/end")
    assert "Rút hồ sơ" in page.words() and "Xóa hết" in page.words()
    citizen.post(f"/d/{item.ticket}/end", {"what": "withdraw"})
    assert state(item) == "withdrawn"
    assert citizen.get(f"/d/{item.ticket}").status == 200


def test_the_holder_deletes_and_nothing_is_left_and_it_never_comes_back(citizen, item):
    before = count(Dossier)
    assert "Xã đã xóa hết" in citizen.post(f"/d/{item.ticket}/end", {"what": "delete"}, 200).words()
    assert count(Dossier) == before - 1 and count(DossierFile) == 0
    assert not reading().scalar(select(DossierEvent).where(DossierEvent.dossier_id == item.id))
    citizen.get(f"/d/{item.ticket}", 404)
    assert sent(citizen, item, 200)["code"] == item.ticket  # a phone that sends again hears the same, and makes nothing
    assert count(Dossier) == before - 1 and count(Item) == 1
    photo_sent(citizen, item, 0, a_photo(), 422)
    assert count(DossierFile) == 0


@pytest.mark.parametrize("cookie", ["", "0" * 32])
def test_a_stranger_with_the_ticket_can_end_nothing(app, item, cookie):
    stranger = Visitor(app)
    if cookie:
        stranger.client.set_cookie("receipt", cookie, path=f"/d/{item.ticket}", domain="127.0.0.1")
    stranger.get(f"/d/{item.ticket}/end", 303)
    stranger.post(f"/d/{item.ticket}/end", {"what": "delete"})
    assert state(item) == "received"


def test_what_is_neither_is_refused(citizen, item):
    citizen.post(f"/d/{item.ticket}/end", {"what": "burn"}, 422)
    assert state(item) == "received"


def test_what_lies_ready_cannot_be_withdrawn_but_deleted(app, citizen, item):
    service.move(item.id, "accepted", "officer", now())
    service.move(item.id, "ready", "officer", now())
    assert "Rút: xã không làm nữa" not in citizen.get(f"/d/{item.ticket}/end").words()
    citizen.post(f"/d/{item.ticket}/end", {"what": "withdraw"}, 409)
    assert state(item) == "ready"
