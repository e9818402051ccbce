"""What a typed syllable may stand for."""

from __future__ import annotations

import pytest

from app.search.spelling import bare, readings, sound, spellings, syllable, syllables, untelex

KNOWN = spellings(syllables("giấy khai sinh mất mặt đường nông hộ họ trồng chồng thường cước quyền nghĩa vụ đất hòa"))


def best(typed: str, *, accents: bool = True) -> str:
    found = readings(syllable(typed), KNOWN, accents=accents)
    return max(found, key=found.__getitem__) if found else ""


@pytest.mark.parametrize(
    "one, other", [("hoà", "hòa"), ("thuỷ", "thủy"), ("kỹ", "kĩ"), ("Giấy", "giấy"), ("gia\u0302\u0301y", "giấy")]
)
def test_two_spellings_of_one_syllable_are_one(one, other):
    assert syllable(one) == syllable(other)


def test_a_syllable_can_be_stripped():
    assert bare(syllable("đường")) == "duong" and bare(syllable("CT07")) == "ct07"


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("giaays", "giấy"),
        ("ddaats", "đất"),
        ("dduwowngf", "đường"),
        ("khai", "khai"),
        ("maats", "mất"),
        ("giay61", "giấy"),
        ("d9at61", "đất"),
        ("hooj", "hộ"),
    ],
)
def test_telex_and_vni_leftovers_are_read(typed, meant):
    assert best(typed) == syllable(meant)


def test_plain_syllables_are_not_taken_for_telex():
    assert untelex("khai") == "" and untelex(syllable("giấy")) == ""


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("dấy", "giấy"),
        ("vấy", "giấy"),
        ("lông", "nông"),
        ("cướt", "cước"),
        ("thườn", "thường"),
        ("nghỉa", "nghĩa"),
        ("chồng", "chồng"),
    ],
)
def test_sounds_of_a_region_are_heard(typed, meant):
    assert best(typed) == syllable(meant)


@pytest.mark.parametrize(
    "one, other", [("giay", "vay"), ("sinh", "xinh"), ("trong", "chong"), ("nong", "long"), ("cuoc", "cuot"), ("dan", "dang")]
)
def test_sounds_that_fall_together_are_one(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    "typed, meant", [("gaiy", "giấy"), ("khia", "khai"), ("sihn", "sinh"), ("quyeen", "quyền"), ("duongg", "đường")]
)
def test_slips_of_a_finger_are_forgiven(typed, meant):
    assert best(typed, accents=False) == syllable(meant)


def test_a_wrong_accent_lowers_the_trust():
    trust = readings(syllable("mặt"), KNOWN, accents=True)
    assert trust[syllable("mặt")] == 1.0 and trust[syllable("mất")] < 0.5
    unmarked = readings("mat", KNOWN, accents=False)
    assert unmarked[syllable("mặt")] == unmarked[syllable("mất")] == 1.0


def test_an_unknown_syllable_stands_for_nothing():
    assert readings("zzzzzz", KNOWN, accents=False) == {}
