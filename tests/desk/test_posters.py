"""Posters at the desk: choose the places, print, move, take down."""

import re

from app.offices import queries, service
from app.web.clock import now
from tests.accounts.staff import signed_in


def posters(place: str) -> list:
    return [one for one in queries.posters("21484") if one.place and one.place.name == place]


def test_the_officer_chooses_where_before_printing(officer):
    page = officer.post("/desk/posters", {"what": "1.001193", "paper": "a5"}, status=422)
    assert "Chọn nơi treo trước khi in." in page.words()
    wrong = {"what": "1.001193", "paper": "a5", "place": "new", "kind": "other", "name": ""}
    assert "Nơi khác thì ghi tên" in officer.post("/desk/posters", wrong, status=422).words()
    page = officer.post("/desk/posters", {**wrong, "kind": "school", "name": "Trường Mẫu"}, status=200)
    assert page.response.mimetype == "application/pdf"
    (poster,) = posters("Trường Mẫu")
    assert poster.printed["name"] == "Làm giấy khai sinh" and poster.placed_by == "desk"
    assert "Trường Mẫu" in officer.get("/desk/posters").words()
    for sent in ({"what": "nothing"}, {"what": "procedures", "place": [str(one.id) for one in queries.poster_places("21484")]}):
        officer.post("/desk/posters", {"paper": "a5", "place": "1", **sent}, status=422)


def test_a_poster_that_nobody_knows_where_it_hangs_is_given_a_place(officer):
    (poster_id,) = service.hang("21484", [("event", "birth")], now())
    words = officer.get("/desk/posters").words()
    assert "Chưa rõ treo ở đâu" in words and words.index("Ghi nơi treo") < words.index("Tốt")
    market = next(one.id for one in queries.poster_places("21484") if one.kind == "market")
    officer.post(f"/desk/posters/{poster_id}/place", {"place": str(market), "note": "  cạnh   cổng "})
    found = queries.poster(poster_id)
    assert (found.place.name, found.note, found.placed_by) == ("Chợ Ba Tơ", "cạnh cổng", "desk")
    assert "cạnh cổng" in officer.get(f"/desk/posters/{poster_id}").words()
    officer.post(f"/desk/posters/{poster_id}/retire")
    assert "Gỡ xuống" not in officer.get(f"/desk/posters/{poster_id}").words()


def test_the_list_costs_the_same_number_of_questions_however_long(app, officer):
    from sqlalchemy import event

    from app.extensions import db

    asked = []
    event.listen(db.engines["read"], "before_cursor_execute", lambda *more: asked.append(more[2]))
    officer.get("/desk/posters")
    officer.get("/desk/posters")
    few, asked[:] = len(asked) // 2, []
    service.hang("21484", [("procedure", f"1.{number:06}") for number in range(300)], now())
    officer.get("/desk/posters")
    assert len(asked) <= few + 2
    assert len(re.findall(r'id="poster-', officer.get("/desk/posters").text)) > 300


def test_posters_are_printed_in_vietnamese_whoever_asks(officer):
    page = officer.post("/en/desk/posters", {"what": "1.001193", "place": "1"}, status=200)
    assert page.response.mimetype == "application/pdf"
    assert next(one for one in queries.posters("21484") if one.printed).printed["name"] == "Làm giấy khai sinh"


def test_roles_without_the_right_find_no_posters(app):
    for role in ("volunteer", "translator", "reviewer"):
        signed_in(app, role).get("/desk/posters", status=404)
