"""The keeper's records: what may enter the catalogue, what is mended, what is refused."""

import json
import unicodedata

import pytest

from app.procedures.extras import DATA
from app.procedures.plain_text import NotPlain, plain_text
from app.procedures.record import KEYS, Paper, ProcedureRecord, RecordRefused, from_json, read_json, to_json

OURS = json.loads((DATA / "procedures.json").read_text("utf-8"))


def a_row(**changes):
    return {"code": "9.000001", "name_vi": "Đăng ký nuôi chim bồ câu", **changes}


def refusal(**changes) -> str:
    with pytest.raises(RecordRefused) as refused:
        from_json(a_row(**changes))
    return str(refused.value)


def nfc(value):
    return json.loads(unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False)))


@pytest.mark.parametrize("row", OURS, ids=[row["code"] for row in OURS])
def test_each_of_our_own_records_comes_back_as_it_was(row):
    parsed = read_json(row)
    assert to_json(parsed.record) == nfc(row)
    assert list(to_json(parsed.record)) == list(row) == list(KEYS)
    assert parsed.notes == ()


def test_a_record_with_a_code_and_a_name_is_enough():
    assert from_json(a_row()) == ProcedureRecord("9.000001", "Đăng ký nuôi chim bồ câu")


def test_letters_are_written_in_one_way_and_outer_blanks_go():
    assert from_json(a_row(name_vi="  " + unicodedata.normalize("NFD", "Đổi tên mèo") + " ")).name_vi == "Đổi tên mèo"


def test_a_name_of_two_lines_becomes_one_line_but_a_step_keeps_its_lines():
    record = from_json(a_row(name_vi="Đổi tên\r\nmèo", steps=["Đến xã.\r\nLấy số."]))
    assert (record.name_vi, record.steps) == ("Đổi tên mèo", ("Đến xã.\nLấy số.",))


@pytest.mark.parametrize("code", ["", None, "1.00119", "1.0011933", "11.001193", "1,001193", "1.00119x", "١.001193", 1.001193])
def test_a_record_without_a_proper_code_is_refused_and_the_key_is_named(code):
    assert refusal(code=code).startswith("code ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name_vi": None}, "name_vi is missing"),
        ({"name_vi": " \u200b"}, "name_vi is missing"),
        ({"name_vi": 7}, "name_vi must be text"),
        ({"name_vi": "x" * 1_001}, "name_vi is longer than 1000 characters"),
        ({"steps": "Đến xã"}, "steps must be a list"),
        ({"steps": ["Đến xã"] * 201}, "steps has more than 200 entries"),
        ({"steps": ["Đến xã", {}]}, "steps[2] must be text"),
        ({"documents": [{"name_vi": "Đơn"}, "Đơn"]}, "documents[2] is not an object"),
        ({"documents": [{"name_vi": ""}]}, "documents[1].name_vi is missing"),
        ({"documents": [{"name_vi": "Đơn", "copies": -1}]}, "documents[1].copies must be a whole number from 0 to 99"),
        ({"documents": [{"name_vi": "Đơn"}, {"name_vi": "Đơn "}]}, "documents names the same paper twice: Đơn"),
        ({"fee_vnd": 20_000.0}, "fee_vnd must be a whole number from 0 to 1000000000"),
        ({"fee_vnd": True}, "fee_vnd must be a whole number from 0 to 1000000000"),
        ({"duration_working_days": "3"}, "duration_working_days must be a whole number from 0 to 3650"),
        ({"level": "huyen"}, "level must be one of xa, tinh, bo, khac"),
        ({"level": []}, "level must be one of xa, tinh, bo, khac"),
        ({"channels": ["counter", "counter"]}, "channels must be different ones of counter, online, post"),
        ({"channels": ["fax"]}, "channels must be different ones of counter, online, post"),
        ({"result_vi": "Giấy\x00"}, "result_vi holds a control character or the sign of a broken encoding"),
        ({"result_vi": "Giấy\u202e"}, "result_vi holds a control character or the sign of a broken encoding"),
        ({"result_vi": "Gi\ufffdy"}, "result_vi holds a control character or the sign of a broken encoding"),
        ({"result_vi": "Giấy \ud83d"}, "result_vi holds half a character"),
        ({"result_vi": "&lt;b&gt;Giấy"}, "result_vi holds hidden markup"),
        ({"result_vi": "<<b>b>Giấy"}, "result_vi holds hidden markup"),
    ],
)
def test_the_refusal_tells_the_keeper_which_key_and_why(changes, told):
    assert refusal(**changes) == told


@pytest.mark.parametrize("data", [None, [], "1.001193", 7, [["code", "9.000001"]]])
def test_something_that_is_no_object_is_refused(data):
    with pytest.raises(RecordRefused, match="the record is not an object"):
        from_json(data)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("<b>Giấy</b> tờ", "Giấy tờ"),
        ("Giấy<br>tờ", "Giấy tờ"),
        ("Giấy<script>alert(1)</script> tờ", "Giấy  tờ"),
        ("Giấy<style>p{}", "Giấy"),
        ("Giấy<!-- tờ", "Giấy"),
        ("<img src=x onerror=alert(1)", ""),
        ("Chó &amp; mèo", "Chó & mèo"),
        ("dưới <5 con", "dưới <5 con"),
    ],
)
def test_markup_becomes_plain_text_and_entities_are_read_once(told, kept):
    text, removed = plain_text(told)
    assert text == kept
    assert removed == ([] if told == kept else ["markup"])
    assert plain_text(text) == (kept, [])


@pytest.mark.parametrize("told", ["&amp;lt;b&amp;gt;", "&#x202e;", "&#0;", "&#60;b&#62;", "<scr<!-- -->ipt>&lt;b>"])
def test_nothing_slips_in_behind_an_entity(told):
    try:
        text, _ = plain_text(told)
    except NotPlain:
        return
    assert not set(text) & {"<", "\u202e", "\x00"}


def test_removed_markup_is_noted_with_its_key():
    parsed = read_json(a_row(name_vi="<i>Đổi tên mèo</i>", documents=[{"name_vi": "Đơn", "note_vi": "Có\u200b ảnh"}]))
    assert parsed.notes == ("markup removed from name_vi", "invisible characters removed from documents[1].note_vi")
    assert parsed.record.documents == (Paper("Đơn", note_vi="Có ảnh"),)


@pytest.mark.parametrize("url", ["https://dichvucong.gov.vn/p?a=1#b", "https://vpcp.dichvucong.gov.vn/x", "https://moj.gov.vn"])
def test_an_official_link_is_kept(url):
    assert read_json(a_row(portal_url=url)).record.portal_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://dichvucong.gov.vn/x",
        "https://dichvucong.gov.vn.example.com/x",
        "https://dichvucong.gov.vn@example.com/x",
        "https://example.com/dichvucong.gov.vn",
        "https://dichvucong.gov.vn:8443/x",
        "https://dichvucong.gov.vn\\@example.com",
        'https://dichvucong.gov.vn/"onclick="',
        "javascript:alert(1)",
        "//dichvucong.gov.vn/x",
        "https://gov.vn/x",
    ],
)
def test_any_other_link_is_dropped_and_noted(url):
    parsed = read_json(a_row(portal_url=url))
    assert parsed.record.portal_url is None
    assert parsed.notes == ("portal_url dropped: not an https address under gov.vn",)


def test_a_misspelt_key_is_noted_so_that_its_value_is_not_lost_unseen():
    assert read_json(a_row(fee_vn=7)).notes == ("unknown key fee_vn ignored",)
