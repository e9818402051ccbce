"""A procedure's page: all 205, in order of what people need, honest about what is not sure, in a first flight of bytes."""

import pytest
from flask import url_for

from app.procedures import extras, queries

CODES = [record["code"] for record in extras.read("procedures")]
FIRST_FLIGHT = 12_000


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("part", range(5))
def test_every_procedure_has_its_page_and_its_walk_saver(visit, prefix, part):
    for code in CODES[part::5]:
        page = visit(f"{prefix}/p/{code}", headers={"Accept-Encoding": "br"})
        size = len(page.response.data) + sum(len(name) + len(value) + 4 for name, value in page.headers) + 17
        assert size <= FIRST_FLIGHT, f"{code}: {size} bytes"
        visit(f"{prefix}/p/{code}/papers")
        visit(f"{prefix}/p/{code}/start")


def test_the_four_answers_come_in_the_order_of_need(visit):
    words = visit("/p/1.001193").words()
    places = [
        words.index(text) for text in ("Mang theo 2 giấy", "Xong trong ngày", "Không mất tiền", "Quầy 3", "Bắt đầu làm", "Gọi quầy")
    ]
    assert places == sorted(places)


def test_who_pays_nothing_comes_before_the_price(visit):
    words = visit("/p/1.004222").words()
    assert words.index("10.000 đồng") < words.index("20.000 đồng")


def test_what_is_not_sure_is_said_with_its_date(visit):
    unsure = next(record for record in extras.read("procedures") if record["confidence"] == "known")
    words = visit(f"/p/{unsure['code']}").words()
    assert "Hỏi lại quầy" in words
    assert "Ngày kiểm tra" in words


def test_a_sure_record_raises_no_alarm(visit):
    sure = next(record for record in extras.read("procedures") if record["confidence"] == "sourced" and not record["doubt"])
    assert "Hỏi lại quầy" not in visit(f"/p/{sure['code']}").words()


def test_a_better_bundle_and_a_visit_at_home_are_offered(visit):
    links = visit("/p/1.001193").links("/p/")
    assert "/p/3.000722" in links and "/p/1.003583" in links


def test_a_procedure_without_a_portal_address_links_to_the_old_form(visit):
    bare = next(record["code"] for record in extras.read("procedures") if not record["portal_url"])
    assert f"ma_thu_tuc={bare}" in visit(f"/p/{bare}").text


def test_the_page_needs_nothing_from_elsewhere(visit):
    page = visit("/p/1.001193")
    assert 'src="http' not in page.text
    assert [line for line in page.text.splitlines() if "stylesheet" in line] == []


def test_a_withdrawn_procedure_names_its_successor(citizen):
    from app.dossiers.calendar import now
    from app.procedures import service

    service.withdraw("1.001193", "3.000722", now())
    page = citizen.get("/p/1.001193")
    assert "không còn làm nữa" in page.words()
    assert "/p/3.000722" in page.links()
    assert "/p/1.001193/start" not in page.text
    citizen.post("/p/1.001193/start", {"consent": "yes"}, status=404)
    assert "/p/1.001193" not in citizen.get("/search?q=lam+giay+khai+sinh").links()


def test_the_keeper_confirms_one_record_and_the_page_says_when(officer):
    officer.post("/desk/catalogue/1.001193", {"o": "21484"})
    assert "Xã đã kiểm tra ngày" in officer.get("/p/1.001193").words()
    assert "Xã đã kiểm tra ngày" not in officer.get("/p/1.000894").words()


def test_english_falls_back_to_marked_vietnamese(visit):
    beyond = next(code for code in CODES if not extras.english(code).get("steps"))
    assert '<span lang="vi">' in visit(f"/en/p/{beyond}").text


def test_addresses_of_a_procedure_keep_the_language(house):
    with house.test_request_context("/"):
        assert url_for("offices.procedure", code="1.001193") == "/p/1.001193"
    assert queries.OLD_PORTAL.startswith("https://")
