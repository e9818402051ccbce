"""The official form filled in: every answer stands beside its label, nothing is markup, what is missing is a dotted line."""

import io
import re
import unicodedata

import pypdf
import pypdfium2
import pytest

from app.forms import queries as forms
from app.offices.queries import OfficeView
from app.papers import layouts, printing, rules
from tests.papers.conftest import NAMES, all_answers

SLUGS = sorted(forms._records())
OFFICE = OfficeView("21484", "Xã Ba Tơ", "Quảng Ngãi", "Ủy ban xã Ba Tơ", "0255 000 0000", "Thứ Hai", "Quầy 3", False, None)
TICKET = "7K3F9QXM"


def printed(slug: str, answers=None, later=frozenset()) -> bytes:
    form = forms.form(slug)
    return printing.form_pdf(form, all_answers(form) if answers is None else answers, later, OFFICE, TICKET)


def text_of(data: bytes) -> str:
    """All text, without spaces and line ends: a long answer may wrap anywhere. Letters as they were typed."""
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return bare(pages)


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", unicodedata.normalize("NFC", text))


def places(slug: str):
    """(label, what stands in it) of every place of a layout that holds text, as it is filled in."""
    form = forms.form(slug)
    answers = rules.Answers(form, all_answers(form), frozenset())
    sheet = rules.filled(layouts.layout(slug), answers, "xã Ba Tơ", "Xã Ba Tơ", TICKET)
    for item in sheet["body"]:
        for cell in item.get("cells", ()):
            if cell["kind"] != "boxes":
                yield cell["label"], cell["value"]
        for row in item.get("rows", ()):
            label, *values = row[1:] if item["columns"][0] == "Số" else row  # a person's row begins with a number
            yield from ((label, value) for value in values if value)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_answer_stands_right_behind_its_label(house, slug):
    with house.test_request_context("/"):
        text, found = text_of(printed(slug)), list(places(slug))
    assert len(found) >= 4
    at = 0
    for label, value in found:
        wanted = bare(value)
        start = text.find(bare(label), at)
        assert start >= 0, f"{label} is not on the paper after what stands before it"
        end = text.find(wanted, start)
        assert 0 <= end - start <= len(bare(label)) + 120, f"{value} does not follow {label}"
        at = start
    assert "CỘNGHÒAXÃHỘICHỦNGHĨAVIỆTNAM" in text and "Độclập-Tựdo-Hạnhphúc" in text and "7K3F-9QXM" in text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_has_its_place_or_is_said_to_have_none(slug):
    layout = layouts.layout(slug)
    cells = list(layouts.cells(layout["body"])) + [{"label": "", **one} for one in layout["signatures"]]
    asked = [name for cell in cells for name in layouts.asked(cell)]
    questions = [record["id"] for record in forms._records()[slug]["questions"]]
    off = layout["off_paper"]
    assert set(asked) | set(off) == set(questions)
    assert not set(asked) & set(off)


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_form_is_one_page_to_fill_in_by_hand(house, slug):
    with house.test_request_context("/"):
        data = printed(slug, answers={})
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) == 1
    text = text_of(data)
    assert not any(bare(name) in text for name in NAMES)


def test_what_was_put_off_is_a_blank_line_though_another_answer_would_do(house):
    form = forms.form("khai-sinh")
    answers = {**all_answers(form), "con_quoc_tich": "Nước khác"}
    told = rules.Answers(form, answers, frozenset({"con_quoc_tich_khac"}))
    assert told.told("con_quoc_tich_khac|con_quoc_tich") == ""
    with house.test_request_context("/"):
        text = text_of(printed("khai-sinh", answers, frozenset({"con_quoc_tich_khac", "con_que_quan"})))
    assert "Nướckhác" not in text and "Quêquán:Ngườimẹ" in text


HOSTILE = (
    '#import "x": *',
    "*đậm* _nghiêng_",
    "$x^2$ ${1}",
    r"\u{41} \ ",
    "#sys.inputs.sheet",
    "<label> @ref // `code`",
    "{con_ho_ten}",
)


@pytest.mark.parametrize("wrong", HOSTILE)
def test_what_looks_like_markup_is_printed_as_it_was_written(house, wrong):
    form = forms.form("khai-tu")
    with house.test_request_context("/"):
        text = text_of(printed("khai-tu", {**all_answers(form), "mat_nguyen_nhan": wrong, "yeu_cau_ho_ten": wrong}))
    assert text.count(bare(wrong)) == 2


@pytest.mark.parametrize("name", ["Y Č’Ŭm Niê Brăng", "H’Ƀuôn Ñă Mlô", "Đinh Kŏng Čik", "PHẠM THỊ NGUYỆT ÁNH", "Rơ Ô Blơ̆k"])
def test_letters_of_the_mountains_are_printed(house, name):
    form = forms.form("ket-hon")
    with house.test_request_context("/"):
        data = printed("ket-hon", {**all_answers(form), "nu_ho_ten": name})
    # A letter with a mark that has no code of its own is drawn right, but its mark is told twice by the file.
    seen = {letter for letter in unicodedata.normalize("NFD", text_of(data))}
    assert set(unicodedata.normalize("NFD", bare(name))) <= seen
    assert "\ufffd" not in seen and "\0" not in seen


def test_a_long_name_wraps_and_nothing_runs_off_the_page(house):
    form = forms.form("mai-tang")
    long = " ".join(["Công Tằng Tôn Nữ Thị Dài Lắm"] * 4)[:120]
    with house.test_request_context("/"):
        data = printed("mai-tang", {**all_answers(form), "nguoi_mat_ho_ten": long, "to_chuc_chuc_vu": "Q" * 60})
    assert bare(long) in text_of(data)
    document = pypdfium2.PdfDocument(data)
    page = document[0].render(scale=1).to_pil().convert("L")
    right = page.crop((page.width - 20, 0, page.width, page.height))
    assert right.getextrema()[0] == 255


def test_lines_of_a_long_answer_stay_lines(house):
    form = forms.form("ho-kinh-doanh")
    with house.test_request_context("/"):
        data = printed("ho-kinh-doanh", {**all_answers(form), "nganh_nghe": "Bán gạo\nSửa xe"})
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert re.search(r"Bán gạo\s*\n\s*Sửa xe", page)


def test_the_head_of_the_household_is_the_declarer_where_they_say_so(house):
    answers = {"ho_ten": "Phạm Thị Thử", "so_dinh_danh": "051190001234", "la_chu_ho": "yes", "cung_di": "no"}
    with house.test_request_context("/"):
        text = text_of(printed("tam-tru", answers))
    assert "chủhộ:PhạmThịThử" in text and "vớichủhộ:Chủhộ" in text and text.count("051190001234") == 2
    assert "thayđổi:Khôngcó" in text


def test_a_form_that_nobody_laid_out_is_said_to_have_no_layout():
    for slug in ("khong-co", "../data/khai-sinh", ""):
        with pytest.raises(layouts.NoLayout):
            layouts.layout(slug)
