"""At the desk: the form and the slip as files, the copy sheet in the portal's order."""

import io

import pypdf

from app.forms import queries as forms
from app.papers import copying, layouts
from app.papers.rules import Answers
from tests.papers.conftest import all_answers


def fields(slug, answers, later=frozenset()):
    return copying.fields(layouts.layout(slug), Answers(forms.form(slug), answers, later))


def test_the_copy_sheet_gives_each_field_as_the_portal_takes_it():
    place = {"province_name": "Quảng Ngãi", "commune_name": "Xã Ba Tơ", "detail": "Thôn Một"}
    answers = {
        "yeu_cau_ho_ten": "Phạm Thị Thử",
        "yeu_cau_so_dinh_danh": "051190001234",
        "yeu_cau_dien_thoai": "0912345678",
        "con_ngay_sinh": "2026-11-20",
        "con_quoc_tich": "Việt Nam",
        "con_que_quan": place,
        "xin_ban_sao": "yes",
    }
    found = fields("khai-sinh", answers)
    told = {(field.group, field.label): field.value for field in found}
    assert told["Người yêu cầu", "Giấy tờ tùy thân: Căn cước số"] == "051190001234"
    assert told["Người yêu cầu", "Số điện thoại"] == "0912345678"
    assert told["Người được khai sinh", "Ngày, tháng, năm sinh"] == "20/11/2026"
    assert told["Người được khai sinh", "Quê quán: xã hoặc phường"] == "Xã Ba Tơ"
    assert told["Người được khai sinh", "Quốc tịch"] == "Việt Nam"
    assert told["Người cha", "Đề nghị cấp bản sao"] == "Có"
    assert told["Người mẹ", "Họ, chữ đệm, tên người mẹ"] == ""
    labels = [field.label for field in found]
    assert (
        labels.index("Nơi cư trú") < labels.index("Giấy tờ tùy thân: Căn cước số") < labels.index("Quê quán: tỉnh hoặc thành phố")
    )
    assert "ghi bằng chữ" not in labels


def test_people_of_a_list_are_copied_one_by_one():
    found = fields("tam-tru", {"danh_sach_cung_di": [{"ho_ten": "Phạm Văn Một", "ngay_sinh": "2001-03"}]})
    told = {field.label: field.value for field in found}
    assert told["Người 1: Họ, chữ đệm và tên"] == "Phạm Văn Một"
    assert told["Người 1: Ngày, tháng, năm sinh"] == "03/2001"
    assert told["Người 1: Giới tính"] == ""


def test_every_form_has_a_copy_sheet_that_leaves_out_nothing_on_paper():
    for slug in forms.slugs():
        form = forms.form(slug)
        layout, answers = layouts.layout(slug), all_answers(form)
        on_paper = {name for cell in layouts.cells(layout["body"]) for name in layouts.asked(cell)}
        values = "\n".join(field.value for field in fields(slug, answers))
        for question in form.questions:
            if question.id in on_paper and question.type in ("person_name", "citizen_id"):
                assert answers[question.id] in values, (slug, question.id)


def test_what_was_put_off_is_not_copied():
    assert all(not one.value for one in fields("ket-hon", {"nu_ho_ten": "Phạm Thị Thử"}, frozenset({"nu_ho_ten"})))


def test_the_officer_opens_the_form_the_slip_and_the_copy_sheet(officer, send):
    dossier_id = send("khai-sinh")
    page = officer.get(f"/desk/d/{dossier_id}")
    for path in ("form.pdf", "slip.pdf", "slip.pdf?size=80mm"):
        assert f'href="/desk/d/{dossier_id}/{path}"' in page.text
        answer = officer.get(f"/desk/d/{dossier_id}/{path}")
        assert answer.response.data[:5] == b"%PDF-" and answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store" and "Pham" not in answer.headers["Content-Disposition"]
    copy = officer.get(f"/desk/d/{dossier_id}/copy")
    assert "Phạm Thị Thử Nghiệm" in copy.text and "Mở cổng quốc gia" in copy.words()
    assert any(link.startswith("https://") and "gov.vn" in link for link in copy.links("https://"))
    assert "Phạm" not in copy.tags.title
    officer.get(f"/desk/d/{dossier_id}/slip.pdf?size=a3", status=404)


def test_papers_stay_vietnamese_where_the_desk_is_read_in_english(officer, send):
    dossier_id = send("khai-sinh")
    plain = officer.get(f"/desk/d/{dossier_id}/form.pdf").response.data
    assert officer.get(f"/en/desk/d/{dossier_id}/form.pdf").response.data[:4] == plain[:4]
    text = pypdf.PdfReader(io.BytesIO(officer.get(f"/en/desk/d/{dossier_id}/slip.pdf").response.data)).pages[0].extract_text()
    assert "Làm giấy khai sinh" in text and "tháng" in text
    assert "Người được khai sinh" in officer.get(f"/en/desk/d/{dossier_id}/copy").text


def test_the_stranger_finds_nothing(citizen, send):
    dossier_id = send("khai-sinh")
    for path in ("form.pdf", "slip.pdf", "copy"):
        citizen.get(f"/desk/d/{dossier_id}/{path}", status=404)
