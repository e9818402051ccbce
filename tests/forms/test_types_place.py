"""Places of today's Viet Nam: 34 provinces, their communes, no districts."""

import pytest

from app.forms import kinds, places
from tests.forms.conftest import a_question, is_wrong

BA_TO = {
    "province": "51",
    "province_name": "Quảng Ngãi",
    "commune": "21484",
    "commune_name": "Xã Ba Tơ",
    "detail": "Thôn Nước Lang",
}


def said(province, commune, detail="Thôn Nước Lang"):
    return {"cau.province": province, "cau.commune": commune, "cau.detail": detail}


@pytest.mark.parametrize(
    "province, commune",
    [
        ("51", "Xã Ba Tơ"),
        ("51", "ba tơ"),
        ("51", " BA  TƠ "),
        ("Quảng Ngãi", "Xã Ba Tơ"),
        ("tỉnh quang ngai", "xã ba tơ"),
        ("51", "21484"),
        ("051", "Xã Ba Tơ"),
    ],
)
def test_a_commune_is_found_however_it_is_written(read, province, commune):
    assert read("place", said(province, commune)) == BA_TO


@pytest.mark.parametrize(
    "province, commune, error",
    [
        ("", "Xã Ba Tơ", "province"),
        ("99", "Xã Ba Tơ", "province"),
        ("Atlantis", "Xã Ba Tơ", "province"),
        ("51", "", "commune"),
        ("48", "Xã Ba Tơ", "unknown"),
        ("51", "Xã Không Có", "unknown"),
        ("51", "ba to", "unknown"),
        ("51", "1", "unknown"),
        ("51", "9" * 70, "unknown"),
        ("51", "x" * 81, "unknown"),
        ("5" * 79, "Xã Ba Tơ", "province"),
    ],
)
def test_what_is_not_there_is_told_at_the_question(read, province, commune, error):
    assert is_wrong(read("place", said(province, commune)), error, "place")


def test_the_way_to_the_door_is_not_endless(read):
    assert is_wrong(read("place", said("51", "Xã Ba Tơ", "a" * 201)), "long", "place")


def test_a_province_alone_is_no_answer_for_it_is_chosen_beforehand():
    question = a_question("place")
    assert not kinds.is_given(question, {"cau.province": ["51"]}, {})
    assert kinds.is_given(question, {"cau.detail": ["Thôn A"]}, {})


def test_a_place_is_shown_from_the_door_to_the_province():
    assert kinds.show(a_question("place"), BA_TO) == "Thôn Nước Lang, Xã Ba Tơ, Quảng Ngãi"
    assert kinds.show(a_question("place"), {**BA_TO, "detail": ""}) == "Xã Ba Tơ, Quảng Ngãi"


def test_every_province_is_found_by_its_code_and_its_name():
    for place in places.provinces():
        assert places.province_named(place.code) == places.province_named(place.name.upper()) == place


def test_every_commune_is_found_by_its_full_name():
    lost = [place for place in places.communes().values() if places.commune_named(place.name, place.province_code) != place]
    twins = {(place.name, place.province_code) for place in lost}
    assert all(sum((one.name, one.province_code) == twin for one in places.communes().values()) > 1 for twin in twins)
