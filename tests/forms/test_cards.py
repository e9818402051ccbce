"""Which questions a citizen card answers, and for whom."""

import pytest

from app.forms import cards, queries

BIRTH = {
    "yeu_cau_ho_ten": "yeu_cau_ name",
    "yeu_cau_so_dinh_danh": "yeu_cau_ number",
    "yeu_cau_ngay_cap": "yeu_cau_ issued",
    "yeu_cau_noi_cu_tru": "yeu_cau_ address",
    "me_ho_ten": "me_ name",
    "me_nam_sinh": "me_ born",
}


def test_the_mothers_card_answers_what_is_asked_of_the_mother(house):
    with house.test_request_context("/"):
        found = {question.id: question.card for question in queries.form("khai-sinh").questions if question.card}
    assert BIRTH.items() <= found.items()
    assert not [id_ for id_ in found if id_.startswith("con_")], "a newborn child has no card"


def test_the_people_of_a_list_have_a_card_each(house):
    with house.test_request_context("/"):
        (people,) = [question for question in queries.form("thuong-tru").questions if question.type == "people"]
    assert [part.card for part in people.person(2)][:2] == ["danh_sach_cung_di.2. name", "danh_sach_cung_di.2. born"]


def test_the_dead_of_a_funeral_have_a_card_though_no_number_is_asked(house):
    with house.test_request_context("/"):
        found = {question.id: question.card for question in queries.form("mai-tang").questions}
    assert found["nguoi_mat_ho_ten"] == "nguoi_mat_ name"
    assert found["to_chuc_dai_dien"] == found["dia_diem_mai_tang"] == ""


@pytest.mark.parametrize(
    "questions",
    [
        [("ho_ten", "person_name")],
        [("ho_ten", "text"), ("so_dinh_danh", "text")],
        [("xho_ten", "person_name"), ("xso_dinh_danh", "citizen_id")],
        [("tai_khoan_so", "citizen_id")],
        [],
    ],
)
def test_without_a_persons_number_there_is_no_card(questions):
    assert cards.parts(questions) == {}


def test_the_one_person_of_a_form_needs_no_prefix():
    assert cards.parts([("ho_ten", "person_name"), ("so_dinh_danh", "citizen_id"), ("ten_ho_ten", "person_name")]) == {
        "ho_ten": " name",
        "so_dinh_danh": " number",
    }
