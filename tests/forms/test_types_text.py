"""Names, texts, ID numbers, phone numbers, numbers."""

import pytest

from app.forms import kinds
from app.forms.citizen_numbers import disagrees
from tests.forms.conftest import a_question, is_wrong


@pytest.mark.parametrize(
    "name",
    ["Phạm Thị Hrê", "Đinh Văn K'Răng", "Y Moan Ê-ban", "Rơ Châm Hʼmok", "O’Neil", "Nguyễn Văn A.", "សុខ", "李小龙", "A"],
)
def test_a_name_may_have_letters_of_any_script(read, name):
    assert read("person_name", name) == name


@pytest.mark.parametrize(
    "name", ["Đạt 12", "<b>Đạt</b>", "Đạt; drop", "@dat", "Đạt😀", "12345", "-", "…", "A/B", "=HYPERLINK()", "\u200b"]
)
def test_a_name_has_no_digits_and_no_signs(read, name):
    assert is_wrong(read("person_name", name), "letters", "person_name")


def test_a_name_is_not_endless(read):
    assert read("person_name", "Ê" * 120) == "Ê" * 120
    assert is_wrong(read("person_name", "Ê" * 121), "long", "person_name")


def test_a_text_keeps_what_was_written(read):
    assert read("text", "  Bán <rau> & gạo  ") == "Bán <rau> & gạo"
    assert is_wrong(read("text", "a" * 501), "long", "text")
    assert read("text", "một\nhai", kind="long") == "một\nhai"
    assert read("text", "một\nhai") == "một hai"


def test_an_address_for_mail_looks_like_one(read):
    assert read("text", "a.b@xa.vn", kind="email") == "a.b@xa.vn"
    for bad in ("ab", "a@b", "a b@c.vn", "<a@b.vn>", "a@b..", "@b.vn"):
        assert is_wrong(read("text", bad, kind="email"), "email", "text"), bad


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("051090001234", "051090001234"),
        (" 051 090 001 234 ", "051090001234"),
        ("051.090.001.234", "051090001234"),
        ("096399999999", "096399999999"),
        ("212345678", "212345678"),
    ],
)
def test_an_id_number_is_kept_as_digits(read, typed, kept):
    assert read("citizen_id", typed) == kept


@pytest.mark.parametrize("typed", ["05109000123", "0510900012345", "05109000123x", "abc", "٠٥١٠٩٠٠٠١٢٣٤", "1", "²51090001234"])
def test_an_id_number_has_twelve_digits(read, typed):
    assert is_wrong(read("citizen_id", typed), "length", "citizen_id")


@pytest.mark.parametrize("typed", ["000090001234", "097090001234", "999090001234"])
def test_an_id_number_begins_with_a_province(read, typed):
    assert is_wrong(read("citizen_id", typed), "wrong", "citizen_id")


def test_an_id_number_is_shown_as_it_is_read_aloud():
    assert kinds.show(a_question("citizen_id"), "051090001234") == "051 090 001 234"


@pytest.mark.parametrize(
    "number, born, sex, speaks_against",
    [
        ("051090001234", "1990-05-03", "Nam", False),
        ("051190001234", "1990", "Nữ", False),
        ("051226001234", "2026-11", "Nam", False),
        ("051326001234", "2026", "Nữ", False),
        ("051090001234", "1991", None, True),
        ("051090001234", "2090", None, True),
        ("051090001234", "1990", "Nữ", True),
        ("051190001234", "1990", "Nam", True),
        ("051090001234", "", "Nữ", False),
        ("212345678", "1956", "Nữ", False),
    ],
)
def test_a_number_speaks_against_another_birth_year_or_sex(number, born, sex, speaks_against):
    assert disagrees(number, born, sex) is speaks_against


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("+84 912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("+840912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("02553861234", "02553861234"),
        ("(0255) 386-1234", "02553861234"),
        ("+84 255 3861234", "02553861234"),
    ],
)
def test_a_phone_number_is_kept_with_its_zero(read, typed, kept):
    assert read("phone", typed) == kept


@pytest.mark.parametrize(
    "typed", ["091234567", "09123456789", "1912345678", "+1 212 555 1234", "không có", "0012345678", "0" * 400, "٠٩١٢٣٤٥٦٧٨"]
)
def test_other_phone_numbers_are_refused(read, typed):
    assert is_wrong(read("phone", typed), "wrong", "phone")


def test_how_many_is_a_whole_number_from_one(read):
    assert read("number", "3") == 3
    assert read("number", " 9.999 ") == 9999
    for bad in ("0", "10000"):
        assert is_wrong(read("number", bad), "range", "number")
    for bad in ("ba", "-1x", "1e3", "9" * 5000, "½"):
        assert is_wrong(read("number", bad), "wrong", "number")


def test_a_year_lies_between_1900_and_now(read):
    assert read("number", "1956", kind="year") == 1956
    for bad in ("56", "1899", "2027", "năm 90"):
        assert is_wrong(read("number", bad, kind="year"), "year", "number")


def test_money_may_be_written_with_points_and_dong(read):
    assert read("number", "50.000.000 đồng", kind="money") == 50_000_000
    assert read("number", "50,000,000đ", kind="money") == 50_000_000
    assert kinds.show(a_question("number", kind="money"), 50_000_000) == "50.000.000 đồng"


def test_a_choice_is_one_of_the_forms_own(read):
    assert read("choice", "Hai") == "Hai"
    assert read("yes_no", "yes") == "yes"
    for type_, bad in (("choice", "Ba"), ("choice", "hai"), ("yes_no", "true"), ("yes_no", "<script>")):
        assert is_wrong(read(type_, bad), "wrong", type_)
