"""Who does not know yet is on a list to be called; whoever looked or was called is not; the loudspeaker says no name."""

import pytest

from app.database import release
from app.dossiers import queries, returns, service, telling
from app.dossiers.reasons import Finding
from app.notices import service as notices
from app.web.clock import now
from tests.builders import a_filled_form
from tests.notices.test_notices import a_subscription
from tests.people import Visitor

NAME, NUMBER = "Phạm Thị Thử", "0912345678"


@pytest.fixture
def keys(storage):
    return storage.extensions["gocua.keys"]


@pytest.fixture
def returned(keys):
    """A dossier that was given back: (id, receipt)."""
    receipt = service.receive_form(keys, a_filled_form(answers={"ho_ten": NAME, "dien_thoai": NUMBER}), now())
    dossier = queries.by_ticket(receipt.ticket).id
    returns.give_back(keys, dossier, [Finding("paper", "1", "missing")], "desk", now())
    release()
    return dossier, receipt


def on_the_list(keys) -> list[str]:
    release()
    return [one.ticket for one in telling.unreached(keys, None)]


def test_who_was_not_told_is_to_be_called_and_the_loudspeaker_says_no_name(storage, returned):
    page = Visitor(storage, at_the_machine=True).get("/desk/tell")
    assert NAME in page.words() and NUMBER in page.words() and "không nhận báo" in page.words()
    aloud = page.words().split("Đọc trên loa thôn")[1]
    assert NAME not in aloud and returned[1].ticket[:4] in aloud


def test_whoever_opens_the_receipt_is_off_the_list_until_the_next_change(storage, keys, returned):
    dossier, receipt = returned
    assert on_the_list(keys) == [receipt.ticket]
    home = Visitor(storage)
    home.get(f"/d/{receipt.ticket}")  # a stranger, or she herself without the secret: does not count
    assert on_the_list(keys) == [receipt.ticket]
    home.post(f"/d/{receipt.ticket}", {"secret": receipt.secret})
    home.get(f"/d/{receipt.ticket}")
    assert on_the_list(keys) == []
    for state in ("accepted", "ready"):
        service.move(dossier, state, "desk", now())
    assert on_the_list(keys) == [receipt.ticket]


def test_looking_again_and_again_is_noted_once(storage, keys, returned):
    dossier, _ = returned
    assert telling.note(dossier, telling.SEEN, "holder", now()) is True
    release()
    assert telling.note(dossier, telling.SEEN, "holder", now()) is False


def test_whoever_was_called_is_off_the_list(storage, keys, returned):
    officer = Visitor(storage, at_the_machine=True)
    officer.post(f"/desk/d/{returned[0]}/called", {}, 303)
    assert on_the_list(keys) == []
    assert "Đã gọi" in officer.get(f"/desk/d/{returned[0]}").words()


def test_a_phone_that_listens_is_told_apart(keys, returned):
    dossier, receipt = returned
    notices.subscribe(keys, dossier, f"/d/{receipt.ticket}", a_subscription(), "vi", now())
    release()
    assert [one.push for one in telling.unreached(keys, None)] == ["sent"]
    assert telling.unreached(keys, []) == [] and telling.unreached(keys, ["99999"]) == []
