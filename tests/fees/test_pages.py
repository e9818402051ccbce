"""The officer takes a fee, gives one back, and closes the day."""

import csv
import io
import re

from pypdf import PdfReader
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.database import reading
from app.dossiers import service as dossiers
from app.fees import queries, service, sheet
from app.fees.queries import PaymentView
from app.fees.rules import sums
from app.offices import service as offices
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.fees.conftest import a_dossier

BANK = {"bank": "970405", "number": "090512345678", "holder": "UBND xa Ba To"}


def test_the_officer_shows_the_code_and_notes_what_arrived(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    page = officer.get(address)
    assert "24.000 đồng" in page.words() and "Chưa có tài khoản" in page.words() and "VietQR" not in page.text
    officer.post("/desk/office/account", data=BANK)
    page = officer.get(address)
    assert 'aria-label="VietQR"' in page.text and f"GC {paid.ticket}" in page.words()
    officer.post(address, data={"amount": "24000", "way": "transfer", "entry": "0"})
    page = officer.get(address)
    assert "Đã thu đủ." in page.words() and "Chuyển khoản" in page.words()
    assert re.search(r"[0-9]{4}-000001", page.words())
    assert 'aria-label="VietQR"' not in page.text


def test_the_double_press_and_the_late_colleague(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    pressed = {"amount": "24.000", "way": "cash", "entry": "0"}
    officer.post(address, data=pressed)
    officer.post(address, data=pressed)
    officer.post(address, data={**pressed, "way": "transfer"}, status=409)
    assert officer.get(address).words().count("-000001") == 1


def test_a_fee_taken_by_mistake_is_given_back(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    officer.post(address, data={"amount": "8000", "way": "cash", "entry": "0"})
    page = officer.get(address)
    assert "Còn theo danh mục 16.000 đồng" in page.words()
    back = re.search(rf"{address}/[0-9]+/back", page.text).group()
    officer.post(back)
    officer.post(back, status=409)
    page = officer.get(address)
    assert "24.000 đồng" in page.words() and "trả lại số" in page.words()
    officer.post(f"{address}/999/back", status=404)


def test_who_is_exempt_and_who_is_asked_another_amount(officer, app, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    assert "Cán bộ ghi số tiền" in officer.get(f"{address}?why=0").words()
    assert "16.000 đồng" in officer.get(f"{address}?why=0&amount=16.000").words()
    assert "Ghi số tiền bằng số" in officer.get(f"{address}?amount=nhiều", status=422).words()
    officer.get(f"{address}?why=77&amount=")
    officer.get(f"{address}?why=٣")


def test_who_pays_less_is_written_down_once_with_who_said_so(officer, app):
    birth = a_dossier(app, procedure_code="1.001193", form_slug="khai-sinh", answers={"con_ho_ten": "Phạm Thị Thử"})
    address = f"/desk/d/{birth.dossier_id}/fee"
    choices = re.findall(r'<option value="([0-9]+)"', officer.get(address).text)
    for _ in range(2):
        officer.post(f"{address}/exempt", data={"why": choices[0]})
    page = officer.get(address)
    assert "Được miễn, giảm: " in page.words() and f'<option value="{choices[0]}" selected' in page.text
    assert "Máy ở quầy" in page.words()
    day = officer.get("/desk/fees").words()
    assert "Được miễn, giảm · 1" in day and "Phạm Thị Thử" not in day
    noted = list(reading().scalars(select(AuditEntry.action).where(AuditEntry.action.like("fee.%"))))
    assert noted == ["fee.exempted"]
    officer.post(f"{address}/exempt", data={"why": "99"}, status=422)
    officer.post(f"{address}/exempt", data={"why": ""})
    assert "Được miễn, giảm: " not in officer.get(address).words()


def test_the_person_gets_a_paper_for_the_money(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    officer.post(address, data={"amount": "24000", "way": "cash", "entry": "0"})
    found = re.search(rf"{address}/[0-9]+/receipt.pdf", officer.get(address).text).group()
    for size in ("80mm", "a5"):
        paper = PdfReader(io.BytesIO(officer.get(f"{found}?size={size}").response.data))
        words = " ".join(paper.pages[0].extract_text().split())
        assert len(paper.pages) == 1 and "24.000 đồng" in words and "Hai mươi bốn nghìn đồng" in words, words
        assert paid.ticket[:4] in words and "-000001" in words and "Phạm" not in words
    officer.get(f"{found}?size=a0", status=404)
    officer.get(re.sub("/[0-9]+/receipt", "/999/receipt", found), status=404)


def test_wrong_presses_are_refused(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    for wrong in (
        {},
        {"amount": "0"},
        {"amount": "1000", "way": "cash"},
        {"amount": "1000", "entry": "0"},
        {"amount": "1", "entry": "-1"},
    ):
        officer.post(address, data=wrong, status=422)
    officer.post("/desk/office/account", data={**BANK, "number": "x;y"}, status=422)
    officer.get("/desk/d/00000000-0000-7000-8000-000000000000/fee", status=404)


def test_the_day_adds_up_on_the_page_and_in_the_file(officer, paid):
    address = f"/desk/d/{paid.dossier_id}/fee"
    officer.post(address, data={"amount": "24000", "way": "cash", "entry": "0"})
    officer.post(address, data={"amount": "5000", "way": "transfer", "entry": "1"})
    words = officer.get("/desk/fees").words()
    assert "Tổng 29.000 đồng" in words and "Máy ở quầy 29.000 đồng" in words
    answer = officer.get("/desk/fees.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][0] == "Số biên nhận" and rows[-1][5:7] == ["29000", "0"]
    assert sum(int(row[5]) - int(row[6]) for row in rows[1:-1]) == 29_000
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Ngày này chưa thu gì." in officer.get("/desk/fees?day=2020-01-01").words()
    officer.get("/desk/fees?day=2020-02-31", status=404)
    officer.get("/desk/fees?o=99999", status=404)


def test_no_cell_of_the_file_is_a_formula():
    names = ("=1+1", "+8", "-8", "@x", "\tx", "\rx", '"=x', "Phạm, Thử")
    entries = [
        PaymentView(n, "2026-000001", "7K3F9QXM", name, -8, "cash", "a", name, now(), "", False) for n, name in enumerate(names)
    ]
    data = sheet.csv_bytes(entries, {}, sums([]))
    for row in list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:-1]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_the_money_stays_when_the_dossier_is_deleted(officer, paid):
    officer.post(f"/desk/d/{paid.dossier_id}/fee", data={"amount": "24000", "way": "cash", "entry": "0"})
    dossiers.forget(paid.dossier_id)
    assert "Tổng 24.000 đồng" in officer.get("/desk/fees").words()


def test_the_stranger_and_the_citizen_find_nothing(citizen, paid):
    for path in (f"/desk/d/{paid.dossier_id}/fee", "/desk/fees", "/desk/fees.csv", "/desk/office/account"):
        citizen.get(path, status=404)
    citizen.post("/desk/office/account", data=BANK, status=404)
    citizen.post(f"/desk/d/{paid.dossier_id}/fee", data={"amount": "1", "way": "cash", "entry": "0"}, status=404)


def test_each_office_has_its_own_numbers_and_sheet(officer, app, paid):
    offices.add_office("21211", hotline="024 000 0000", hours="x", counter="Quầy 1")
    service.take(paid, 0, 1_000, "cash", "desk", now())
    elsewhere = service.Paid("21211", "01a20369-7f10-781e-a2bb-000000000001", "22222222", "2.000635")
    service.take(elsewhere, 0, 7_000, "cash", "desk", now())
    assert "Tổng 1.000 đồng" in officer.get("/desk/fees?o=21484").words()
    words = officer.get("/desk/fees?o=21211").words()
    assert "Tổng 7.000 đồng" in words and "-000001" in words


def test_an_officer_of_another_commune_finds_neither_fee_nor_sheet_nor_papers(app, paid):
    offices.add_office("21211", hotline="0255 000 0001", hours="x", counter="Quầy 1")
    stranger, own = signed_in(app, scope="21211"), signed_in(app, scope="21484")
    for path in ("fee", "form.pdf", "slip.pdf", "copy"):
        own.get(f"/desk/d/{paid.dossier_id}/{path}")
        stranger.get(f"/desk/d/{paid.dossier_id}/{path}", status=404)
    stranger.post(f"/desk/d/{paid.dossier_id}/fee", data={"amount": "1", "way": "cash", "entry": "0"}, status=404)
    for path in ("/desk/fees", "/desk/fees.csv", "/desk/office/account"):
        own.get(f"{path}?o=21484")
        stranger.get(f"{path}?o=21484", status=404)
    stranger.post("/desk/office/account", data={**BANK, "o": "21484"}, status=404)
    assert queries.account("21484") is None


def test_the_payment_names_the_officer_and_the_audit_knows(app, paid):
    own = signed_in(app, name="Lê Thị Thử")
    address = f"/desk/d/{paid.dossier_id}/fee"
    own.post(address, data={"amount": "24000", "way": "cash", "entry": "0"})
    assert "Lê Thị Thử" in own.get(address).words()
    (payment,) = queries.of_dossier(paid.dossier_id)
    noted = set(reading().execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.office)).tuples())
    assert ("payment.taken", str(payment.id), "21484") in noted
    assert ("dossier.read", paid.dossier_id, "21484") in noted


def test_who_may_not_take_money_may_not(app, paid):
    for role in ("volunteer", "translator", "reviewer"):
        signed_in(app, role=role).get(f"/desk/d/{paid.dossier_id}/fee", status=404)
    leader = signed_in(app, role="leader")
    leader.get("/desk/office/account")
    leader.get("/desk/fees", status=404)


def test_half_a_fee_that_was_paid_is_not_asked_for_again(officer, app):
    half = a_dossier(app, procedure_code="1.014063")
    address = f"/desk/d/{half.dossier_id}/fee"
    page = officer.get(f"{address}?why=0")
    assert "Phải thu 25.000 đồng" in page.words() and 'name="why" value="0"' in page.text
    answer = officer.post(address, data={"amount": "25000", "way": "cash", "entry": "0", "why": "0"})
    assert "Đã thu đủ." in officer.get(answer.headers["Location"]).words()
    assert "Còn theo danh mục 25.000 đồng" in officer.get(address).words()
