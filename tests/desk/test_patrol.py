"""A walk from poster to poster: ours here, ours elsewhere, gone, and the swindler's sticker; nothing lost, nothing doubled."""

import io
import re
import uuid
from datetime import timedelta

import pypdfium2
import pytest

from app.offices import hanging, patrol_queries, patrols, placing, queries, service
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.people import Visitor

OFFICE, URL = "21484", "http://127.0.0.1:8000"
CARD = "051190001234||Phạm Thị Thử|01021990|Nữ|Xã Ba Tơ|01012022"
JSON = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}


def places() -> dict[str, int]:
    return {one.kind: one.id for one in queries.poster_places(OFFICE)}


def hung_at(kind: str) -> list[str]:
    return [one.id for one in queries.posters(OFFICE) if one.is_active and one.place and one.place.kind == kind]


def start(officer: Visitor, place: str = "") -> str:
    return officer.post("/desk/patrol", {"place": place}).headers["Location"]


def found(officer: Visitor, at: str, **fields) -> dict:
    answer = officer.post(at, {"key": str(uuid.uuid4()), **fields}, status=None, headers=JSON)
    return answer.response.get_json()


@pytest.fixture
def officer(storage) -> Visitor:
    return Visitor(storage, at_the_machine=True)


def test_each_code_gets_its_answer_and_the_list_its_state(officer):
    market, (own, gone) = places()["market"], hung_at("market")
    at = f"{start(officer)}/{market}"
    elsewhere, lost = hung_at("counter")[:2]
    service.retire(lost)
    results = {
        own: found(officer, at, code=f"HTTP://127.0.0.1:8000/Q/{own}")["result"],
        elsewhere: found(officer, at, typed=elsewhere.lower())["result"],
        lost: found(officer, at, code=f"{URL}/q/{lost}")["result"],
        "unknown": found(officer, at, code=f"{URL}/q/AAAAAA")["result"],
        "host": found(officer, at, code=f"https://gocua.example/Q/{own}")["result"],
        "shop": found(officer, at, code="0002010102\u202e1238\x00570010A000000727")["result"],
        gone: found(officer, at, missing=gone)["result"],
    }
    assert list(results.values()) == ["here", "elsewhere", "retired", "foreign", "foreign", "foreign", "missing"]
    officer.post(at.rsplit("/", 1)[0] + "/end")
    words = officer.get(at.rsplit("/", 1)[0]).words()
    assert "Đã thấy 1. Không thấy 1. Mã lạ 3." in words
    page = officer.get("/desk/posters")
    assert (
        "Không thấy: in và treo lại" in page.words()
        and "Treo sai chỗ" in page.words()
        and "Kiểm tra lần cuối: hôm nay." in page.words()
    )
    assert "https://gocua.example/Q/" in page.words() and "gocua.example" not in "".join(page.links())
    order = re.findall(r'id="poster-(\w{6})"', page.text)
    assert order[0] == gone and order[-1] == lost
    assert patrols.purge(now() + timedelta(days=364)) == 0 and patrols.purge(now() + timedelta(days=366)) == 1
    assert "Mã lạ" not in officer.get("/desk/posters").words()


def test_the_same_find_sent_twice_is_one(officer):
    at, (own, _) = f"{start(officer)}/{places()['market']}", hung_at("market")
    key = str(uuid.uuid4())
    first = found(officer, at, code=own, key=key)
    service.retire(own)
    assert found(officer, at, code=own, key=key) == first
    walk = patrol_queries.patrols(OFFICE)[0]
    assert [one.result for one in patrol_queries.finds(walk)] == ["here"]
    other = f"{start(officer)}/{places()['market']}"
    officer.post(other, {"code": own, "key": key}, status=422)
    officer.post(at, {"code": own, "key": "no key"}, status=422)
    officer.post(at, {"missing": own, "key": key}, status=422)  # the page before, gone back to


def test_nothing_is_kept_of_what_is_no_posters_code(app, caplog):
    officer = Visitor(app, at_the_machine=True)
    at = f"{start(officer)}/{places()['market']}"
    for fields in (
        {"code": CARD},
        {"code": f"{URL}/D/7K3F9QXM#0123"},
        {"code": "HS1:ABC"},
        {"typed": "ABCDEF"},
        {"code": ""},
        {"code": f"{URL}/help"},
    ):
        assert found(officer, at, **fields)["result"] == "no-poster"
    assert "Không ghi gì cả" in officer.post(at, {"typed": "abcdeg", "key": str(uuid.uuid4())}, status=422).words()
    assert patrol_queries.finds(patrol_queries.patrols(OFFICE)[0]) == []
    assert "Phạm Thị Thử" not in caplog.text


def test_without_script_a_photo_is_read_and_the_answer_stands_on_the_page(app):
    officer = Visitor(app, at_the_machine=True)
    market = places()["market"]
    data = hanging.print_set(queries.office(OFFICE), "1.001612", "a5", URL, now(), [market])
    photo = io.BytesIO()
    pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB").save(photo, "JPEG", quality=70)
    photo.seek(0)
    at = f"{start(officer, str(market))}/{market}"
    answer = officer.post(at, {"photo": (photo, "a.jpg"), "key": str(uuid.uuid4())})
    page = officer.get(answer.headers["Location"])
    assert "Đúng mã của xã. Đúng chỗ." in page.words()
    assert re.search(r'data-answer="here">', page.text) and re.search(r'data-answer="foreign" hidden>', page.text)
    officer.post(at, {"photo": (io.BytesIO(b"no picture"), "a.jpg"), "key": str(uuid.uuid4())}, status=422)


def test_a_poster_found_elsewhere_is_moved_by_one_press_and_a_shops_code_is_taken_back(app):
    officer = Visitor(app, at_the_machine=True)
    market, moved = places()["market"], hung_at("counter")[0]
    at = f"{start(officer)}/{market}"
    told = found(officer, at, code=moved)
    assert (told["result"], told["place"]) == ("elsewhere", "Quầy một cửa")
    assert "Nó treo ở đây" in officer.get(f"{at}?find={told['id']}").words()
    back = officer.post(f"/desk/posters/{moved}/place", {"place": market, "patrol": at.split("/")[3], "at": market})
    assert back.headers["Location"] == at and queries.poster(moved).place.id == market
    shop = found(officer, at, code="https://quan-an.example")
    officer.post(f"{at.rsplit('/', 1)[0]}/finds/{shop['id']}/mistake")
    assert patrol_queries.foreign(OFFICE, queries.poster(moved).made_at) == []
    officer.post(f"{at.rsplit('/', 1)[0]}/finds/{told['id']}/mistake", status=404)


def test_a_poster_with_old_words_says_so(app):
    officer = Visitor(app, at_the_machine=True)
    market, (own, _) = places()["market"], hung_at("market")
    placing.note_printed({own: {"call": "0255 111 1111"}}, None, now())
    assert found(officer, f"{start(officer)}/{market}", code=own)["result"] == "reprint"
    words = officer.get("/desk/posters").words()
    assert "Số điện thoại: 0255 111 1111 → 0255 000 0000" in words and "In lại mọi tờ đã cũ: 1" in words
    assert officer.post("/desk/posters/reprint", status=200).response.mimetype == "application/pdf"
    assert "In lại mọi tờ" not in officer.get("/desk/posters").words()


def test_another_offices_walk_and_posters_are_not_theirs(app):
    service.add_office("21211", hotline="024 000 0000", hours="x", counter="Quầy 1")
    theirs = placing.keep_place("21211", "market", "Chợ Xa")
    (poster,) = service.hang("21211", [("office", "")], now(), place=theirs)
    mine, stranger = signed_in(app), signed_in(app, scope="21211")
    walk, market, own = start(mine), places()["market"], hung_at("market")[0]
    for path in (walk, f"{walk}/{market}", f"/desk/posters/{own}", f"/desk/patrol?o={OFFICE}", f"/desk/posters?o={OFFICE}"):
        stranger.get(path, status=404)
    key = str(uuid.uuid4())
    for path, sent in (
        (f"{walk}/{market}", {"code": own, "key": key}),
        (f"{walk}/end", {}),
        (f"{walk}/finds/1/mistake", {}),
        (f"/desk/posters/{own}/place", {"place": str(theirs)}),
        (f"/desk/posters/reprint?o={OFFICE}", {}),
    ):
        stranger.post(path, sent, status=404)
    mine.get(f"{walk}/{theirs}", status=404)
    mine.post(f"{walk}/{market}", {"missing": poster, "key": key}, status=404)
    mine.post("/desk/patrol", {"place": str(theirs)}, status=422)
    mine.post(f"/desk/posters/{own}/place", {"place": str(theirs)}, status=422)
    told = found(mine, f"{walk}/{market}", code=poster)
    assert (told["result"], told["poster"]) == ("other", "")
    assert patrol_queries.looked("21211") == {}
    from_elsewhere = {"Sec-Fetch-Site": "cross-site"}
    mine.post(f"{walk}/{market}", {"code": own, "key": key}, status=403, headers=from_elsewhere)
    for role in ("volunteer", "translator"):
        signed_in(app, role).get("/desk/patrol", status=404)
