"""A dossier goes back once with everything that is missing, says so to its holder alone, and comes again mended."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import text

from app.database import reading, release
from app.dossiers import queries, returns, service
from app.dossiers.models import DossierReturn
from app.dossiers.reasons import REASONS, Finding, NoFinding
from app.dossiers.service import WrongState
from app.forms.photos import shrink
from app.web.clock import now
from tests.builders import a_filled_form
from tests.people import Visitor

PHOTO = "anh_giay_chung_sinh"
FOUND = [Finding("photo", "0", "cut", (900, 120)), Finding("paper", "1", "original"), Finding("answer", "con_ho_ten", "differs")]


def a_photo(colour: str = "#8a6") -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(data, "JPEG")
    return data.getvalue()


def a_birth(keys):
    """A birth registration with a photo, and its receipt."""
    answers = {"con_ho_ten": "Phạm Thị Bé", "yeu_cau_ho_ten": "Phạm Thị Thử", PHOTO: True}
    filled = a_filled_form(procedure_code="1.001193", form_slug="khai-sinh", answers=answers, files=((PHOTO, shrink(a_photo())),))
    receipt = service.receive_form(keys, filled, now())
    return queries.by_ticket(receipt.ticket).id, receipt


@pytest.fixture
def keys(storage):
    return storage.extensions["gocua.keys"]


@pytest.fixture
def returned(keys):
    """A dossier that went back for three reasons: (id, receipt)."""
    dossier, receipt = a_birth(keys)
    returns.give_back(keys, dossier, FOUND, "desk", now())
    release()
    return dossier, receipt


def state(dossier: str) -> str:
    release()
    return reading().execute(text("SELECT state FROM dossiers WHERE id = :id"), {"id": dossier}).scalar_one()


def test_all_that_is_missing_goes_back_at_once_and_lies_sealed(keys, returned):
    dossier, _ = returned
    assert returns.open_findings(keys, dossier) == tuple(FOUND) and state(dossier) == "returned"
    row = reading().query(DossierReturn).filter_by(dossier_id=dossier).one()
    assert b"con_ho_ten" not in row.sealed and b"cut" not in row.sealed


def test_nothing_goes_back_for_no_reason_or_twice(keys, returned):
    dossier, _ = returned
    with pytest.raises(returns.NothingFound):
        returns.give_back(keys, dossier, [], "desk", now())
    with pytest.raises(WrongState):
        returns.give_back(keys, dossier, FOUND, "desk", now())


@pytest.mark.parametrize(
    "kind, target, reason, place",
    [
        ("photo", "0", "ugly", None),
        ("soul", "0", "cut", None),
        ("photo", "", "cut", None),
        ("photo", "0", "cut", (1001, 5)),
        ("paper", "1", "missing", (5, 5)),
        ("answer", "x" * 65, "empty", None),
    ],
)
def test_only_what_is_on_the_list_is_a_finding(kind, target, reason, place):
    with pytest.raises(NoFinding):
        Finding(kind, target, reason, place)


def test_mended_it_waits_for_an_officer_with_the_new_answer_and_photo(keys, returned):
    dossier, _ = returned
    before = queries.photo(keys, dossier, 0)
    returns.mend(keys, dossier, {"con_ho_ten": "Phạm Thị Bé Hai"}, {0: shrink(a_photo("#26c"))}, now())
    release()
    found = queries.opened(keys, dossier)
    assert found.answers["con_ho_ten"] == "Phạm Thị Bé Hai" and found.answers["yeu_cau_ho_ten"] == "Phạm Thị Thử"
    assert queries.photo(keys, dossier, 0) != before and found.files == ((0, PHOTO),)
    assert state(dossier) == "received" and returns.open_findings(keys, dossier) == ()
    with pytest.raises(WrongState):
        returns.mend(keys, dossier, {}, {0: shrink(a_photo())}, now())


def test_a_second_return_is_told_instead_of_the_first(keys, returned):
    dossier, _ = returned
    returns.mend(keys, dossier, {"con_ho_ten": "Phạm Thị Bé Hai"}, {}, now())
    returns.give_back(keys, dossier, FOUND[1:2], "desk", now())
    release()
    assert returns.open_findings(keys, dossier) == (FOUND[1],)


@pytest.fixture
def at_home(storage):
    return Visitor(storage)


def test_the_holder_reads_each_reason_and_nobody_else_does(at_home, storage, returned):
    _, receipt = returned
    address = f"/d/{receipt.ticket}"
    stranger = at_home.get(address)
    words = [REASONS[one.kind][one.reason] for one in FOUND]
    assert not any(word in stranger.words() for word in words)
    assert at_home._alone(at_home.client.get, f"{address}/photos/0", {}).status_code == 404
    assert at_home.get(f"{address}/mend", 303).headers["Location"].endswith(address)
    at_home.post(address, {"secret": receipt.secret})
    mine = at_home.get(address)
    assert all(word in mine.words() for word in words) and "Bé tên đầy đủ là gì?" in mine.words()
    assert re.search(r'<ellipse cx="900" cy="120"', mine.text)
    assert at_home._alone(at_home.client.get, f"{address}/photos/0", {}).mimetype == "image/jpeg"


def test_the_holder_sends_what_was_missing_without_script(at_home, keys, returned):
    dossier, receipt = returned
    address = f"/d/{receipt.ticket}"
    at_home.post(address, {"secret": receipt.secret})
    page = at_home.get(f"{address}/mend")
    assert 'name="photo.0"' in page.text and 'name="con_ho_ten"' in page.text and 'name="yeu_cau_ho_ten"' not in page.text
    assert "Chưa có gì để gửi" in at_home.post(f"{address}/mend", {}, 422).words()
    wrong = {"photo.0": (io.BytesIO(b"no picture"), "a.jpg")}
    assert "question__error" in at_home.post(f"{address}/mend", wrong, 422, content_type="multipart/form-data").text
    assert state(dossier) == "returned"
    right = {"photo.0": (io.BytesIO(a_photo("#26c")), "a.jpg"), "con_ho_ten": "Phạm Thị Bé Hai", "yeu_cau_ho_ten": "Ai Đó"}
    at_home.post(f"{address}/mend", right, 303, content_type="multipart/form-data")
    release()
    found = queries.opened(keys, dossier)
    assert (found.answers["con_ho_ten"], found.answers["yeu_cau_ho_ten"]) == ("Phạm Thị Bé Hai", "Phạm Thị Thử")
    assert "Còn thiếu" not in at_home.get(address).words()


def test_the_officer_marks_several_things_and_returns_them_once(storage, keys):
    dossier, _ = a_birth(keys)
    officer = Visitor(storage, at_the_machine=True)
    page = officer.get(f"/desk/d/{dossier}/return")
    assert 'name="photo.0"' in page.text and 'name="answer.con_ho_ten"' in page.text and 'name="paper.1"' in page.text
    officer.post(f"/desk/d/{dossier}/return", {"photo.0": "", "answer.con_ho_ten": ""}, 422)
    officer.post(f"/desk/d/{dossier}/return", {"photo.0": "so ugly"}, 422)
    marked = {"photo.0": "cut", "photo.0.x": "900", "photo.0.y": "120", "paper.1": "original", "answer.con_ho_ten": "differs"}
    officer.post(f"/desk/d/{dossier}/return", marked, 303)
    release()
    assert set(returns.open_findings(keys, dossier)) == set(FOUND)
    officer.post(f"/desk/d/{dossier}/return", marked, 409)
