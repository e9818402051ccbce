"""The keeper edits the catalogue in Excel: what goes out comes back, and what Excel spoils is told in plain words."""

import datetime
import json
import warnings
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from app.procedures import sheet_file
from app.procedures.extras import DATA
from app.procedures.record import Form, Paper, ProcedureRecord, Source, from_json
from app.procedures.sheet import SHEETS, SheetUnreadable, read_sheet, write_sheet

DOVES = ProcedureRecord(
    code="9.001190",
    name_vi="Đăng ký nuôi chim bồ câu",
    fee_vnd=20_000,
    duration_working_days=5,
    documents=(Paper("Đơn nuôi chim", 1, "Có ảnh chuồng", "Mẫu số 01"), Paper("Sổ tiêm", None)),
    forms=(Form("Mẫu số 01", "Đơn nuôi chim"), Form(None, "Phiếu tiêm")),
    steps=("Đến xã. Lấy số.", "+ Đưa giấy.\n- Ký tên."),
    legal_basis=("Nghị định 7/2031/NĐ-CP",),
    channels=("counter", "post"),
    sources=(Source("=dichvucong.gov.vn", "2031-05-01"), Source("nghe kể", None)),
)
CATS = ProcedureRecord(code="9.000002", name_vi="Báo mất mèo", documents=(Paper("Đơn báo mất mèo", 1),))


@pytest.fixture
def workbook(tmp_path):
    """A workbook of ours, and a way to let the keeper change it before it is read."""
    path = tmp_path / "catalogue.xlsx"

    def edited(change=lambda book: None, records=(DOVES, CATS), needs=None):
        write_sheet(records, path, needs)
        book = load_workbook(path)
        change(book)
        book.save(path)
        return list(read_sheet(path))

    edited.path = path
    return edited


def place(book, sheet: str, key: str, row: int = 2):
    headings = [str(cell.value) for cell in book[sheet][1]]
    return book[sheet].cell(row, 1 + next(n for n, title in enumerate(headings) if title.endswith(f"({key})")))


def put(sheet: str, key: str, value, row: int = 2):
    """A keeper's change of one cell."""

    def change(book):
        place(book, sheet, key, row).value = value

    return change


def test_all_our_procedures_come_back_from_excel_as_they_went(tmp_path):
    records = [from_json(row) for row in json.loads((DATA / "procedures.json").read_text("utf-8"))]
    write_sheet(records, tmp_path / "all.xlsx")
    lines = list(read_sheet(tmp_path / "all.xlsx"))
    assert [line.parsed.record for line in lines] == records
    assert [line.number for line in lines] == list(range(2, len(records) + 2))
    assert not any(line.parsed.notes for line in lines)


def test_a_full_and_a_bare_record_come_back_equal(workbook):
    assert [line.parsed.record for line in workbook()] == [DOVES, CATS]


def test_headings_are_vietnamese_with_our_keys(workbook):
    workbook()
    book = load_workbook(workbook.path)
    assert book.sheetnames == ["procedures", "papers", "steps", "forms", "laws", "sources"]
    assert [cell.value for cell in book["papers"][1]][:3] == ["Mã thủ tục (code)", "Thứ tự (order)", "Tên giấy tờ (name_vi)"]


def test_the_need_of_a_paper_goes_out_and_comes_back(workbook):
    doves, cats = workbook(needs={DOVES.code: {"Sổ tiêm": "counter"}})
    assert (doves.parsed.needs, cats.parsed.needs) == ({"Sổ tiêm": "counter"}, {})


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "'=1+1",
        "''=x",
        "+84",
        "-x",
        "@SUM(A1)",
        "'x",
        "_x0041_",
        "_x005F_x0041_",
        "#REF!",
        "TRUE",
        "1.0",
        "2031-05-01",
        "=_x0041_",
    ],
)
def test_risky_text_comes_back_and_is_never_a_formula(workbook, text):
    doves = ProcedureRecord(code="9.001190", name_vi=text, steps=(text, f"a\n{text}"))
    (line,) = workbook(records=[doves])
    assert line.parsed.record == doves
    cell = place(load_workbook(workbook.path), "procedures", "name_vi")
    assert cell.data_type != "f" and not str(cell.value).startswith(("=", "+", "-", "@"))


def test_columns_may_be_moved_and_others_added(workbook):
    def change(book):
        page = book["papers"]
        page.move_range(f"A1:G{page.max_row}", cols=3)
        page["A1"] = "Ghi chú của tôi"

    assert [line.parsed.record for line in workbook(change)] == [DOVES, CATS]


def test_rows_may_be_sorted_for_their_order_is_written(workbook):
    def change(book):
        page = book["steps"]
        for column in "ABC":
            page[f"{column}2"].value, page[f"{column}3"].value = page[f"{column}3"].value, page[f"{column}2"].value

    assert workbook(change)[0].parsed.record.steps == DOVES.steps


def test_a_code_that_excel_turned_into_a_number_is_restored_and_noted(workbook):
    def change(book):
        for name in SHEETS:
            for row in range(2, book[name].max_row + 1):
                cell = book[name].cell(row, 1)
                cell.value = float(cell.value) if cell.value else None

    doves, cats = workbook(change)
    assert (doves.parsed.record, cats.parsed.record) == (DOVES, CATS)
    assert doves.parsed.notes == ("the code was kept as a number; format the column as text",)


@pytest.mark.parametrize(
    ("sheet", "key", "value", "told"),
    [
        ("procedures", "name_vi", 25, "sheet procedures, row 2, name_vi: the number 25 where text is expected"),
        ("procedures", "name_vi", True, "sheet procedures, row 2, name_vi: yes or no where text is expected"),
        ("procedures", "name_vi", "=A1", "sheet procedures, row 2, name_vi: a formula"),
        ("procedures", "fee_vnd", "=10000*2", "sheet procedures, row 2, fee_vnd: a formula"),
        ("procedures", "fee_vnd", "20.000 đ", "sheet procedures, row 2, fee_vnd: 20.000 đ is not a whole number"),
        ("procedures", "fee_vnd", 20.5, "sheet procedures, row 2, fee_vnd: 20.5 is not a whole number"),
        ("procedures", "fee_vnd", -5, "fee_vnd must be a whole number from 0 to 1000000000"),
        ("procedures", "channels", "counter, fax", "channels must be different ones of counter, online, post"),
        ("procedures", "name_vi", None, "name_vi is missing"),
        ("procedures", "duration_vi", datetime.datetime(2031, 5, 1), "sheet procedures, row 2, duration_vi: a date where text"),
        ("papers", "form_code", 1, "sheet papers, row 2, form_code: the number 1 where text is expected"),
        ("papers", "copies", "nhiều", "sheet papers, row 2, copies: nhiều is not a whole number"),
        ("steps", "text", "#REF!", "sheet steps, row 2, text: an error value"),
    ],
)
def test_a_spoilt_cell_refuses_its_procedure_and_names_the_place(workbook, sheet, key, value, told):
    doves, cats = workbook(put(sheet, key, value))
    assert (doves.number, doves.code, doves.parsed) == (2, DOVES.code, None)
    assert doves.refused.startswith(told)
    assert cats.parsed.record == CATS


@pytest.mark.parametrize("value", [1001193, 1.0011934, "1,001193", 12.001193])
def test_a_number_that_is_no_code_is_refused(workbook, value):
    line = workbook(put("procedures", "code", value), records=[CATS])[0]
    assert "code" in line.refused


def test_a_date_that_excel_made_of_a_day_is_a_day_again(workbook):
    doves, _ = workbook(put("sources", "as_of", datetime.datetime(2031, 5, 1)))
    assert doves.parsed.record == DOVES


def test_whole_numbers_typed_as_text_or_with_a_point_are_understood(workbook):
    def change(book):
        put("procedures", "fee_vnd", " 20000 ")(book)
        put("procedures", "duration_working_days", 5.0)(book)

    assert workbook(change)[0].parsed.record == DOVES


def test_a_code_that_stands_there_twice_is_refused_the_second_time(workbook):
    doves, again = workbook(put("procedures", "code", DOVES.code, row=3))[:2]
    assert doves.parsed.record == DOVES
    assert again.refused == "9.001190 was already seen on row 2"


def test_a_paper_of_a_procedure_that_is_not_there_is_told(workbook):
    *_, stray = workbook(put("papers", "code", "9.999999", row=3))
    assert stray.refused == "sheet papers, row 3: there is no procedure 9.999999 on the sheet procedures"


def test_a_paper_without_a_code_is_told(workbook):
    *_, stray = workbook(put("papers", "code", None, row=3))
    assert (stray.number, stray.refused) == (3, "sheet papers, row 3: no code")


def test_markup_typed_into_a_cell_is_stripped_and_noted(workbook):
    doves, _ = workbook(put("procedures", "name_vi", "<b>Đăng ký nuôi chim bồ câu</b>"))
    assert (doves.parsed.record, doves.parsed.notes) == (DOVES, ("markup removed from name_vi",))


def test_empty_rows_between_are_nothing(workbook):
    def change(book):
        book["procedures"].insert_rows(3, 40)

    assert [line.number for line in workbook(change)] == [2, 43]


def refused(workbook, change) -> str:
    with pytest.raises(SheetUnreadable) as unreadable:
        workbook(change)
    return str(unreadable.value)


def test_a_missing_sheet_is_told_by_name(workbook):
    assert "no sheet named steps" in refused(workbook, lambda book: book.remove(book["steps"]))


def test_a_lost_heading_is_told_by_its_key(workbook):
    told = refused(workbook, put("papers", "copies", "Số bản", row=1))
    assert told == "sheet papers: the first row has no heading (copies)"


def test_a_heading_that_stands_there_twice_is_told(workbook):
    told = refused(workbook, put("papers", "note_vi", "Số bản (copies)", row=1))
    assert told == "sheet papers: the heading (copies) stands there twice"


def test_an_empty_sheet_has_no_headings(workbook):
    assert "no heading (code)" in refused(workbook, lambda book: book["steps"].delete_rows(1, 10))


def test_merged_cells_are_told(workbook):
    assert "merged cells" in refused(workbook, lambda book: book["steps"].merge_cells("A2:A3"))


def test_too_many_rows_are_told(workbook, monkeypatch):
    monkeypatch.setattr(sheet_file, "ROWS_LIMIT", 1)
    assert "more than 1 rows" in refused(workbook, lambda book: None)


@pytest.mark.parametrize("content", [b"", b"code,name_vi\n9.000001,Doves\n", b"\xd0\xcf\x11\xe0" * 200, b"PK\x03\x04" + b"\0" * 90])
def test_a_file_that_is_no_workbook_is_told(tmp_path, content):
    (tmp_path / "catalogue.xlsx").write_bytes(content)
    with pytest.raises(SheetUnreadable, match="is not an Excel workbook"):
        read_sheet(tmp_path / "catalogue.xlsx")


def test_an_absent_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "absent.xlsx", tmp_path):
        with pytest.raises(SheetUnreadable, match="cannot be read"):
            read_sheet(path)


def test_another_zip_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
        package.writestr("word/document.xml", "<a/>")
    with pytest.raises(SheetUnreadable, match="is not an Excel workbook"):
        read_sheet(tmp_path / "x.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(workbook):
    workbook()
    with zipfile.ZipFile(workbook.path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/bomb.xml", b"\0" * 160_000_000)
    with pytest.raises(SheetUnreadable, match="too large when unpacked"):
        read_sheet(workbook.path)


def test_xml_that_grows_by_itself_is_refused(workbook):
    workbook()
    with zipfile.ZipFile(workbook.path, "a") as package:
        package.writestr("xl/evil.xml", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>')
    with pytest.raises(SheetUnreadable, match="XML that Excel never writes"):
        read_sheet(workbook.path)


def test_a_workbook_cut_in_half_is_told(workbook):
    workbook()
    whole = workbook.path.read_bytes()
    workbook.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SheetUnreadable):
        read_sheet(workbook.path)


def test_a_damaged_sheet_is_told(workbook, tmp_path):
    workbook()
    with zipfile.ZipFile(workbook.path) as package, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as damaged:
        for member in package.infolist():
            content = package.read(member)
            damaged.writestr(member, content[:-200] if member.filename == "xl/worksheets/sheet1.xml" else content)
    with pytest.raises(SheetUnreadable, match="bad.xlsx is damaged"):
        read_sheet(tmp_path / "bad.xlsx")


def test_a_workbook_of_something_else_is_told(tmp_path):
    book = Workbook()
    book.active["A1"] = "Danh sách thủ tục"
    book.save(tmp_path / "mine.xlsx")
    with pytest.raises(SheetUnreadable, match="has no sheet named procedures or papers"):
        read_sheet(tmp_path / "mine.xlsx")


def test_reading_warns_nobody(workbook):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(workbook()) == 2
