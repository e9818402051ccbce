"""The slip that the person takes home: A5 or a roll of 80 mm, black on white, its codes read by a camera."""

import io
import re
from dataclasses import asdict, replace

import pypdf
import pypdfium2
import pytest
import zxingcpp

from app.dossiers import queries, returns, service
from app.dossiers.reasons import Finding
from app.fees import service as fees
from app.fees import vietqr
from app.forms import queries as forms
from app.offices import queries as offices
from app.papers import slips
from app.web import pictures, typeset
from app.web.clock import now

MM = 72 / 25.4
SIZES = {"a5": (148, 210), "80mm": (80, None)}


def opened(app, dossier_id):
    return queries.opened(app.extensions["gocua.keys"], dossier_id)


def slip(app, dossier_id, size, dong=None) -> bytes:
    with app.test_request_context("/"):
        return slips.slip_pdf(opened(app, dossier_id), offices.office("21484"), size, dong)


def text_of(data: bytes) -> str:
    """The first page's text, spaces folded."""
    return " ".join(pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text().split())


def codes_on(data: bytes) -> set[str]:
    page = pypdfium2.PdfDocument(data)[0].render(scale=203 / 72).to_pil()  # what a receipt printer's dots can do
    return {code.text for code in zxingcpp.read_barcodes(page)}


@pytest.mark.parametrize("size", SIZES)
def test_it_says_where_when_what_to_bring_and_whom_to_call(app, send, size):
    dossier_id = send("khai-sinh")
    data = slip(app, dossier_id, size)
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 1
    width, height = (round(float(side) / MM) for side in pages[0].mediabox[2:])
    assert (width, height if size == "a5" else None) == SIZES[size]
    text = text_of(data)
    ticket = opened(app, dossier_id).line.ticket
    for said in (
        f"{ticket[:4]}-{ticket[4:]}",
        "Làm giấy khai sinh",
        "Dự kiến ngày lấy kết quả",
        "Quầy 3",
        "Không mất tiền",
        "0255 000 0000",
        "Mang theo khi đến quầy",
        "Thẻ căn cước",
        "Không đưa mã OTP cho ai.",
    ):
        assert said in text, said
    assert re.search(r"Thứ \w+ [0-9]{1,2} tháng [0-9]{1,2}, [0-9]{4}", text)
    assert "Phạm Thị" not in text and "051190" not in text, "a slip lies about: it names nobody"


@pytest.mark.parametrize("size", SIZES)
def test_its_codes_open_the_receipt_and_pay_the_fee(app, send, size):
    dossier_id = send("trich-luc")
    ticket = opened(app, dossier_id).line.ticket
    fees.keep_account("21484", "970405", "090512345678", "UBND xa Ba To", "desk", now())
    (receipt,) = codes_on(slip(app, dossier_id, size))
    assert re.fullmatch(rf"HTTP://127.0.0.1:8000/D/{ticket}#[0-9A-F]{{32}}", receipt)
    both = codes_on(slip(app, dossier_id, size, 24_000))
    assert both == {receipt, vietqr.payload("970405", "090512345678", 24_000, f"GC {ticket}")}


def test_a_roll_is_black_and_white_and_keeps_to_what_the_printer_reaches(app, send):
    page = pypdfium2.PdfDocument(slip(app, send("khai-sinh"), "80mm"))[0].render(scale=2).to_pil().convert("RGB")
    assert all(max(colour) - min(colour) < 8 for _, colour in page.getcolors(1 << 20)), "grey edges only, no colour"
    edge = int(4 * MM * 2) - 1
    for side in ((0, 0, edge, page.height), (page.width - edge, 0, page.width, page.height)):
        assert page.crop(side).convert("L").getextrema()[0] == 255


def test_after_acceptance_the_day_is_a_promise(app, send):
    dossier_id = send("khai-sinh")
    service.move(dossier_id, "accepted", "desk", now())
    text = text_of(slip(app, dossier_id, "a5"))
    assert "Ngày đến lấy kết quả" in text and "Dự kiến" not in text


def test_no_day_is_invented_where_the_catalogue_names_none(app, send):
    dossier_id = send("trich-luc")
    with app.test_request_context("/"):
        found = slips.slip(opened(app, dossier_id), offices.office("21484"))
    data = typeset.pdf(slips.TEMPLATE, {"size": "a5", **asdict(replace(found, day=None))})
    assert "quầy sẽ nói" in text_of(data)


@pytest.mark.parametrize("slug", sorted(forms.slugs()))
def test_the_slip_is_one_page_also_with_the_fee_on_it(app, send, slug):
    fees.keep_account("21484", "970405", "090512345678", "UBND xa Ba To", "desk", now())
    dossier_id = send(slug)
    for size in SIZES:
        assert len(pypdfium2.PdfDocument(slip(app, dossier_id, size, 24_000))) == 1


def test_every_picture_of_the_table_prints_in_black_on_white():
    for name in pictures.table():
        colours = set(re.findall(r'(?:fill|stroke)="#([0-9a-fA-F]{3,6})"', slips.ink_only(pictures.svg(name))))
        assert colours <= {"000", "fff"}, name


def test_another_size_is_refused(app, send):
    with pytest.raises(ValueError):
        slip(app, send("khai-sinh"), "a3")


def test_after_a_return_it_lists_what_is_missing_and_promises_no_day(app, send):
    dossier_id = send("khai-sinh")
    findings = [Finding("paper", "1", "original"), Finding("answer", "con_que_quan", "unclear")]
    returns.give_back(app.extensions["gocua.keys"], dossier_id, findings, "desk", now())
    text = text_of(slip(app, dossier_id, "80mm"))
    assert "Còn thiếu" in text and "Mang bản chính đến quầy." in text and "Trả lời chưa rõ." in text
    assert "quầy sẽ nói" in text and "Thẻ căn cước" not in text
