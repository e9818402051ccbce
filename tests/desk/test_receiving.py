"""The officer types for the person at the counter: the same form, kept while it is half typed, received once, in the officer's hands."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image
from sqlalchemy import update

from app.accounts.models import AuditEntry
from app.database import reading, release, write
from app.dossiers import checks, counter, counter_drafts, queries, service
from app.dossiers.models import CounterDraft
from app.forms import queries as forms
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.builders import a_filled_form
from tests.dossiers.test_start import complete
from tests.people import Visitor

BIRTH, NAME = "1.001193", "Phạm Thị Quầy"
BORN = {"con_sinh_o_vien": "yes", "co_giay_chung_sinh": "yes"}


@pytest.fixture
def officer(app) -> Visitor:
    return signed_in(app)


def begun(officer: Visitor, code: str = BIRTH) -> str:
    """The address of a new form."""
    return officer.get(f"/desk/new/{code}", 303).headers["Location"]


def a_photo() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "#8a6").save(data, "JPEG")
    data.seek(0)
    return data, "giấy.jpg"


def answers(**more: str) -> dict[str, str]:
    return {**complete(BIRTH), "yeu_cau_ho_ten": NAME, "step": "send", **more}


def id_in(address: str) -> str:
    return re.search(r"[0-9a-f-]{36}", address)[0]


def test_the_officer_finds_the_procedure_by_a_few_letters(officer):
    first = officer.get("/desk/new")
    assert [link for link in first.links("/desk/new/")][0] == f"/desk/new/{BIRTH}"  # the most used
    assert len(first.links("/desk/new/")) == 14
    assert officer.get("/desk/new?q=khai sinh", 303).headers["Location"] == f"/desk/new/{BIRTH}"
    assert len(officer.get("/desk/new?q=khai").links("/desk/new/")) > 1
    assert "Không có thủ tục nào" in officer.get("/desk/new?q=zzz").words()


@pytest.mark.parametrize("code", sorted(forms.slugs().values()))
def test_each_form_is_asked_whole_and_received(house, officer_of_house, code):
    page = officer_of_house.get(begun(officer_of_house, code))
    form = forms.form_for(code)
    assert all(f'id="q-{question.id}"' in page.text for question in form.questions)
    assert all(str(question.label) in page.words() for question in form.questions)


@pytest.fixture(scope="module")
def officer_of_house(house) -> Visitor:
    return Visitor(house, at_the_machine=True)


def test_received_once_in_the_officers_hands_with_what_was_seen_and_agreed(storage):
    officer = signed_in(storage)
    address = begun(officer)
    page = officer.post(address, answers(**{"paper.1": "1", "anh_giay_chung_sinh.seen": "1", **BORN}), 303)
    dossier_id = id_in(page.headers["Location"])
    assert dossier_id == id_in(address)
    release()
    found = queries.opened(storage.extensions["gocua.keys"], dossier_id)
    actor = f"account-{officer.opened.account_id}"
    assert found.answers["yeu_cau_ho_ten"] == NAME and found.taken_by == actor and found.line.state == "received"
    assert [(state, who) for _, state, who in found.events] == [("received", actor), ("agreed", actor), ("taken", actor)]
    assert {target: one.is_there for target, one in checks.of(dossier_id).items()} == {
        "paper.1": True,
        "photo.anh_giay_chung_sinh": True,
    }
    made = officer.get(page.headers["Location"]).words()
    assert "Đã nhận hồ sơ. In giấy hẹn" in made and NAME in made and "Người làm: Tôi" in made
    assert id_in(officer.post(address, answers(), 303).headers["Location"]) == dossier_id  # the second press
    assert officer.get(address, 303).headers["Location"].endswith(f"/desk/d/{dossier_id}")
    officer.post(f"{address}/keep", {"yeu_cau_ho_ten": "Đinh Thị Khác"}, 409)  # another tab is told that nothing is kept there
    assert reading().query(AuditEntry).filter_by(action="dossier.received", subject=dossier_id).count() == 1


def test_two_presses_at_one_moment_make_one_dossier(storage):
    keys, filled, seen = storage.extensions["gocua.keys"], a_filled_form(), {"paper.1": True}
    at_counter = counter.AtCounter(service.uuid7(1, b"0123456789"), "account-1", seen)

    def press(number: int) -> tuple[str, bool]:
        with storage.app_context():
            changed = a_filled_form(answers={"ho_ten": NAME, "so_ban": number}) if number else filled
            receipt = counter.receive(keys, changed, at_counter, now())
            release()
            return receipt.ticket, receipt.is_new

    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(press, range(3)))
    assert len({ticket for ticket, _ in told}) == 1 and [is_new for _, is_new in told].count(True) == 1


def test_what_is_wrong_loses_nothing_not_even_the_photo(app, officer):
    address = begun(officer)
    page = officer.post(address, {"yeu_cau_ho_ten": NAME, "anh_giay_chung_sinh": a_photo(), "step": "send"}, 422)
    assert f'value="{NAME}"' in page.text and " data-held" in page.text and "Chưa nhận." in page.words()
    assert "Hỏi người dân" in officer.post(address, answers(consent="", **BORN), 422).words()
    officer.post(address, answers(**BORN), 303)
    release()
    found = queries.opened(app.extensions["gocua.keys"], id_in(address))
    assert found.files == ((0, "anh_giay_chung_sinh"),) and "anh_giay_chung_sinh" in found.answers


def test_without_their_yes_nothing_is_stored(officer):
    address = begun(officer)
    for consent in ("no", "", "on"):
        officer.post(address, answers(consent=consent), 422)
    assert queries.office_of(id_in(address)) is None


def test_a_form_half_typed_survives_sealed_and_is_nobody_elses(storage):
    officer = signed_in(storage)
    address = begun(officer)
    kept = officer.post(f"{address}/keep", {"yeu_cau_ho_ten": NAME, "anh_giay_chung_sinh": a_photo()}, 204)
    assert not kept.text
    assert f'value="{NAME}"' in officer.get(address).text and NAME in officer.get("/desk/new").words()
    row = reading().get(CounterDraft, id_in(address))
    assert NAME.encode() not in row.sealed and b"yeu_cau" not in row.sealed
    other = signed_in(storage, name="Lê Văn Khác")
    other.get(address, 404)
    other.post(address, answers(), 404)
    assert NAME not in other.get("/desk/new").words()
    officer.post(address, {"step": "forget"}, 303)
    assert NAME not in officer.get(address).text


def test_after_a_day_it_is_gone(officer):
    address = begun(officer)
    officer.post(f"{address}/keep", {"yeu_cau_ho_ten": NAME}, 204)
    old = update(CounterDraft).values(changed_at=now() - counter_drafts.LASTS * 1.01)
    write(lambda session: session.execute(old))
    release()
    assert NAME not in officer.get(address).text and NAME not in officer.get("/desk/new").words()
    assert counter_drafts.purge(now()) == 1


def test_more_people_are_asked_for_and_what_was_typed_stays(officer):
    address = begun(officer, "1.004222")
    people = {f"danh_sach_cung_di.{number}.ho_ten": f"Phạm Văn {word}" for number, word in ((1, "Một"), (2, "Hai"))}
    page = officer.post(address, {**people, "step": "more"}, 200)
    assert "Người thứ 4" in page.words() and 'value="Phạm Văn Hai"' in page.text


def test_another_communes_officer_types_for_their_own_office_only(app, officer):
    address = begun(officer)
    elsewhere = signed_in(app, scope="21490")
    assert elsewhere.get(address, None).status == 404
    assert elsewhere.get("/desk/new?o=21484").status == 200
    elsewhere.post(f"{address}?o=21484", answers(), 404)
