"""The wizard as one document: every question in it, every input labelled, small enough for old phones."""

import re

import pytest

from app.forms import kinds, queries

FORMS = queries.slugs()
CLIP = "/voice/a.mp3"
MOST_ELEMENTS = 1500
MOST_BYTES = 20_000


def elements(html: str) -> int:
    """Elements of the document; what a template holds is none until a script takes it out."""
    return len(re.findall(r"<[a-z]", re.sub(r"<template.*?</template>", "<template>", html, flags=re.DOTALL)))


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("slug", FORMS)
def test_the_whole_form_is_one_page_with_every_question(visit, house, slug, prefix):
    page = visit(f"{prefix}/p/{FORMS[slug]}/start")
    with house.test_request_context(prefix or "/"):
        form = queries.form(slug)
    sent = set(re.findall(r' name="([^"]+)"', page.text))
    for question in form.questions:
        shown = kinds.names(question) if question.type != "people" else [f"{question.id}.1.ho_ten", f"{question.id}.2.ho_ten"]
        assert set(shown) <= sent, question.id
        assert (f"{question.id}.later" in sent) == question.may_wait, question.id
    assert {"consent", "step"} <= sent


def test_nothing_is_a_check_box_and_nothing_is_chosen_beforehand_but_the_province(visit):
    page = visit("/p/1.001193/start")
    assert "checkbox" not in page.text
    assert not re.search(r"<input[^>]* checked", page.text)
    chosen = re.findall(r'<option value="([^"]*)" selected', page.text)
    assert set(chosen) == {"51"}


@pytest.mark.parametrize("slug", FORMS)
def test_with_every_loudspeaker_a_wizard_stays_below_1500_elements(app, slug):
    app.jinja_env.globals["speech"] = lambda text: CLIP
    app.jinja_env.cache.clear()
    html = app.test_client().get(f"/p/{FORMS[slug]}/start").get_data(as_text=True)
    assert html.count('class="say"') > 15
    assert elements(html) <= MOST_ELEMENTS


def test_the_largest_wizard_is_one_small_answer(house):
    answer = house.test_client().get("/p/1.001193/start", headers={"Accept-Encoding": "br"})
    assert len(answer.data) <= MOST_BYTES


def test_a_form_with_faults_comes_back_with_every_answer_and_its_errors(citizen):
    said = {"loai_giay": "Giấy khác", "loai_giay_khac": "Thẻ <b>", "so_trang": "ba", "co_ban_chinh": "yes", "consent": "yes"}
    page = citizen.post("/p/2.000815/start", said, 422)
    assert 'value="ba"' in page.text and "Thẻ &lt;b&gt;" in page.text
    assert "Chỉ ghi số, không ghi chữ." in page.words() and "Chọn một câu trả lời." in page.words()
    assert re.search(r'<option value="Giấy khác" selected', page.text)
    assert re.search(r'name="co_ban_chinh" value="yes"[^>]* checked', page.text)
    assert 'aria-describedby="error-so_trang help-so_trang"' in page.text and 'id="error-so_trang" role="alert"' in page.text
    assert page.links("#q-")[0] == "#q-ban_chinh_con_ro"


def test_a_review_shows_every_answer_with_a_way_to_change_it(citizen):
    said = {"loai_giay": "Căn cước", "so_trang": "2", "so_ban.later": "1", "step": "review"}
    page = citizen.post("/p/2.000815/start", said, 200)
    assert "Bạn cần sao giấy gì? Căn cước Sửa" in page.words()
    assert "Bạn cần mấy bản sao? Để sau Sửa" in page.words()
    assert 'role="alert"' not in page.text


def test_who_does_not_consent_is_told_kindly_that_nothing_went(citizen):
    said = {
        "loai_giay": "Căn cước",
        "co_ban_chinh": "yes",
        "ban_chinh_con_ro": "yes",
        "giay_nuoc_ngoai": "no",
        "so_trang": "2",
        "so_ban": "1",
        "da_chup_san": "no",
        "consent": "no",
        "step": "send",
    }
    page = citizen.post("/p/2.000815/start", said, 422)
    assert "không gửi gì cả" in page.words()
    assert 'role="alert"' not in page.text


def test_people_beyond_the_second_find_room_when_the_form_comes_back(citizen):
    said = {"cung_di": "yes", "danh_sach_cung_di.2.ho_ten": "Phạm Hai", "step": "review"}
    page = citizen.post("/p/1.004222/start", said, 200)
    assert 'name="danh_sach_cung_di.4.ho_ten"' in page.text and 'name="danh_sach_cung_di.5.ho_ten"' not in page.text
