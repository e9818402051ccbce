"""The desk's list: who waits, soonest due first; it costs nothing while nothing changes; two officers never take the same one."""

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, text, update

from app.database import reading, release, write
from app.dossiers import queries, queue, returns, service
from app.dossiers.calendar import today
from app.dossiers.models import Dossier
from app.dossiers.reasons import Finding
from app.dossiers.service import WrongState
from app.extensions import db
from app.sync import scanned
from app.web.clock import now
from tests.builders import a_filled_form
from tests.people import Visitor
from tests.phone import FULL_BIRTH, sealed
from tests.sync.test_items import a_photo, listing, photo_questions, photo_sent, sent

PART = {"HX-Request-Type": "partial"}


@pytest.fixture
def keys(storage):
    return storage.extensions["gocua.keys"]


@pytest.fixture
def officer(storage) -> Visitor:
    return Visitor(storage, at_the_machine=True)


def a_dossier(keys, name: str = "Phạm Thị Thử", **values) -> str:
    receipt = service.receive_form(keys, a_filled_form(answers={"ho_ten": name, "so_ban": len(name)}), now())
    found = queries.by_ticket(receipt.ticket).id
    if values:
        write(lambda session: session.execute(update(Dossier).where(Dossier.id == found).values(**values)))
        release()
    return found


def order(page) -> list[str]:
    return re.findall(r"<td>(Phạm [^<]+?)(?: <b|</td>)", page.text)


def test_the_soonest_due_stands_first_and_what_is_late_is_seen(officer, keys):
    a_dossier(keys, "Phạm Thị Mai", due_on=today() + timedelta(days=3))
    a_dossier(keys, "Phạm Thị Không Hạn", due_on=None)
    a_dossier(keys, "Phạm Thị Trễ", due_on=today() - timedelta(days=2))
    page = officer.get("/desk")
    assert order(page) == ["Phạm Thị Trễ", "Phạm Thị Mai", "Phạm Thị Không Hạn"]
    assert "trễ 2 ngày" in page.words() and "Trễ hạn: 1" in page.words() and "còn 3 ngày" in page.words()


def test_a_list_that_did_not_change_costs_an_empty_answer(officer, keys):
    address = re.search(r'data-hx-get="([^"]+)"', officer.get("/desk").text).group(1).replace("&amp;", "&")
    quiet = officer._alone(officer.client.get, address, {"headers": PART})
    assert quiet.status_code == 204 and not quiet.data
    a_dossier(keys)
    news = officer._alone(officer.client.get, address, {"headers": PART})
    assert news.status_code == 200 and "Phạm Thị Thử" in news.text and "<html" not in news.text


def test_a_photo_that_comes_later_is_news(storage, officer, keys):
    phone = Visitor(storage)
    item = sealed(listing(phone), photos={photo_questions()[0]: 0})
    sent(phone, item)
    before = queue.mark(None, today())
    photo_sent(phone, item, 0, a_photo())
    release()
    assert queue.mark(None, today()) != before and "1</td>" in officer.get("/desk").text


def test_a_mended_dossier_is_marked(officer, keys):
    dossier = a_dossier(keys)
    returns.give_back(keys, dossier, [Finding("paper", "1", "missing")], "desk", now())
    returns.mend(keys, dossier, {}, {}, now())
    assert "đã bổ sung" in officer.get("/desk").words()


def test_two_officers_never_take_the_same_and_taking_over_says_from_whom(keys):
    dossier = a_dossier(keys)
    service.take(dossier, "account-1", None, now())
    with pytest.raises(WrongState):
        service.take(dossier, "account-2", None, now())
    service.take(dossier, "account-2", "account-1", now())
    release()
    found = queries.opened(keys, dossier)
    assert found.taken_by == "account-2" and [actor for _, state, actor in found.events if state == "taken"] == [
        "account-1",
        "account-2",
    ]


def test_the_officer_takes_one_in_hand(officer, keys):
    dossier = a_dossier(keys)
    officer.post(f"/desk/d/{dossier}/take", {"from": ""}, 303)
    assert "Người làm: Tôi" in officer.get(f"/desk/d/{dossier}").words()


def test_acceptance_starts_the_time_limit(keys):
    dossier = a_dossier(keys, due_on=None)
    service.move(dossier, "accepted", "desk", now())
    release()
    assert queries.opened(keys, dossier).due_on == service.due_on("2.000815", now())


@pytest.mark.parametrize("write_it", ["{0}", "{1}-{2}", "https://x.vn/d/{0}#abc", "HTTPS://X.VN/D/{0}", " {0} "])
def test_what_a_scanner_types_opens_the_dossier(officer, keys, write_it):
    dossier = a_dossier(keys)
    ticket = queries.opened(keys, dossier).line.ticket
    typed = write_it.format(ticket, ticket[:4].lower(), ticket[4:].lower())
    assert officer.post("/desk/find", {"code": typed}, 303).headers["Location"].endswith(f"/desk/d/{dossier}")


@pytest.mark.parametrize("typed", ["", "7K3F9QXM", "<script>", "x" * 5000, "HS1:%%%", "HS1P:AAAAAAAA:1:2:QED8"])
def test_what_is_no_dossier_is_said_and_the_list_stays(officer, typed):
    page = officer.post("/desk/find", {"code": typed}, None)
    assert page.status in (200, 422) and "Mới đến" in page.words() and "<script>alert" not in page.text


def test_a_sealed_dossier_comes_in_by_its_codes_in_any_order(storage, officer, keys):
    item = sealed(listing(Visitor(storage)), values=FULL_BIRTH)
    codes = scanned.parts_of(item.blob)
    assert len(codes) > 1
    before: list[str] = []
    for code in [codes[-1], codes[-1], *codes[:-1]]:
        page = officer.post("/desk/find", {"code": code, "before": before}, None)
        before = re.findall(r'name="before" value="([^"]+)"', page.text)
    assert page.status == 303 and page.headers["Location"].endswith(f"/desk/d/{item.id}")
    again = officer.post("/desk/find", {"code": scanned.text_of(item.blob)}, 303)
    assert again.headers["Location"].endswith(f"/desk/d/{item.id}")
    release()
    assert reading().execute(text("SELECT count(*) FROM dossiers WHERE id = :id"), {"id": item.id}).scalar_one() == 1


def test_codes_of_two_dossiers_are_told_apart(storage, officer):
    keys = listing(Visitor(storage))
    one, other = (scanned.parts_of(sealed(keys, values=FULL_BIRTH).blob) for _ in range(2))
    page = officer.post("/desk/find", {"code": other[0], "before": one[:1]}, 422)
    assert "Mã này của hồ sơ khác" in page.words()


MANY = 10_000
MOST_SECONDS = 0.3


def test_ten_thousand_open_dossiers_are_listed_at_once_with_as_many_questions_as_one(app):
    keys, officer = app.extensions["gocua.keys"], Visitor(app, at_the_machine=True)
    a_dossier(keys)
    few, _ = _asked(officer)
    first = reading().query(Dossier).first()
    values = {column.name: getattr(first, column.name) for column in Dossier.__table__.columns}
    rows = [{**values, "id": f"{number:036d}", "ticket": f"{number:08d}"} for number in range(MANY)]
    write(lambda session: session.execute(Dossier.__table__.insert(), rows))
    release()
    _asked(officer)
    many, seconds = min((_asked(officer) for _ in range(3)), key=lambda one: one[1])
    print(f"{many} queries, {seconds * 1000:.0f} ms")
    assert many <= few + 1 and seconds <= MOST_SECONDS


def _asked(officer: Visitor) -> tuple[int, float]:
    asked: list[str] = []
    engines = list(db.engines.values())
    note = lambda *args: asked.append(args[2])  # noqa: E731
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    started = time.perf_counter()
    officer._alone(officer.client.get, "/desk", {})
    seconds = time.perf_counter() - started
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked), seconds
