"""The keeper imports a crawl of the national portal: what is read, what stays text, what is refused and on which line."""

import gzip
import json
from pathlib import Path

import pytest

from app.procedures import portal
from app.procedures.portal import PortalUnreadable, read_portal
from app.procedures.portal_papers import COLUMNS, read_papers
from app.procedures.portal_text import LAW_COLUMNS, is_twice_encoded, laws, result, steps
from app.procedures.portal_ways import HEAD, read_ways
from app.procedures.record import Form, Paper, Source, from_json, to_json

SAMPLE = Path(__file__).parent / "data" / "portal-sample.jsonl"
WHOLE = Path(__file__).parents[2].parent / "shared" / "catalogue" / "portal-export.jsonl.gz"
PAGES = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]


def as_line(page) -> bytes:
    return json.dumps(page, ensure_ascii=False).encode() + b"\n"


@pytest.fixture
def import_lines(tmp_path):
    """Write the lines to a file and read it as the keeper's import does."""

    def read(*lines: bytes, name: str = "crawl.jsonl"):
        path = tmp_path / name
        path.write_bytes(b"".join(lines))
        return list(read_portal(path, as_of="2031-05-01"))

    return read


@pytest.fixture(scope="module")
def sample():
    return {line.number: line for line in read_portal(SAMPLE, as_of="2031-05-01")}


def notes_of(line) -> str:
    return "; ".join(line.parsed.notes)


def test_a_clean_page_is_read_in_full(sample):
    parsed = sample[1].parsed
    record = parsed.record
    assert (record.code, record.name_vi, record.level) == ("9.000001", "Đăng ký nuôi chim bồ câu", "xa")
    assert (record.field_vi, record.agency_vi) == ("Vật nuôi trong nhà", "Ủy ban nhân dân cấp xã")
    assert record.audience_vi == "Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)"
    assert record.channels == ("counter", "online", "post")
    assert (record.duration_working_days, record.duration_vi) == (5, "5 ngày làm việc")
    assert record.steps == ("Chủ nuôi đến xã.", "Cán bộ xem giấy.\n- Đủ thì nhận.", "Chủ nuôi lấy kết quả.")
    assert record.legal_basis == (
        "Nghị định 7/2031/NĐ-CP",
        "Luật Vật nuôi năm 2030 (12/2030/QH15)",
        "Thông tư hướng dẫn nuôi chim (8/2031/TT-BCA)",
    )
    assert (record.result_vi, parsed.decision) == ("Giấy xác nhận", "1/QĐ-BVN")
    assert record.portal_url == PAGES[0]["detail_url"]
    assert record.sources == (Source("dichvucong.gov.vn", "2031-05-01"),)
    assert (record.confidence, parsed.notes) == ("crawled", ())


def test_papers_come_with_their_copies_and_form_codes(sample):
    form = "Tờ khai nuôi chim (Mẫu số 01 ban hành kèm theo Nghị định 7/2031/NĐ-CP)"
    assert sample[1].parsed.record.documents == (
        Paper(form, 1, form_code="Mẫu số 01"),
        Paper("Ảnh chuồng chim", 2),
        Paper("Hợp đồng thuê sân", 2, "1 bản chính, 1 bản sao"),
    )
    assert sample[1].parsed.record.forms == (Form("Mẫu số 01", form),)
    assert sample[1].parsed.raw["thanh_phan_ho_so.files"] == "Mẫu số 01 nuôi chim.docx"


def test_a_fee_that_differs_by_channel_is_the_counters_and_the_note_tells_all(sample):
    assert sample[1].parsed.record.fee_vnd == 20_000
    assert sample[1].parsed.record.fee_note_vi == (
        "Nộp tại quầy: 20.000 đồng (20.000 đồng/lần)\nNộp qua mạng: 10.000 đồng (10.000 đồng/lần)\nNộp qua bưu điện: 20.000 đồng"
    )


def test_a_number_without_a_unit_is_no_time(sample):
    record = sample[2].parsed.record
    assert (record.duration_vi, record.duration_working_days) == (None, None)
    assert "time not read: a number without a unit" in sample[2].parsed.notes


def test_a_time_that_runs_into_the_fee_makes_neither(sample):
    record = sample[3].parsed.record
    assert (record.duration_working_days, record.fee_vnd, record.fee_note_vi) == (None, None, None)
    assert "1250 VNĐ runs into the time" in notes_of(sample[3])


def test_free_with_a_remark_that_says_otherwise_is_not_free(sample):
    assert sample[4].parsed.record.fee_vnd is None
    assert sample[4].parsed.record.fee_note_vi == "Miễn phí (Mức thu do Hội đồng nhân dân tỉnh quyết định.)"
    assert "fee kept as text" in sample[4].parsed.notes


def test_a_year_before_the_count_stays_in_the_papers_name(sample):
    assert sample[4].parsed.record.documents == (
        Paper("Tờ khai theo Nghị định ngày 24/7/2031", 1, "Giấy tờ phải nộp"),
        Paper("Sổ tiêm", 1, "Giấy tờ phải xuất trình. Bản sao"),
    )


def test_two_times_for_one_channel_stay_text(sample):
    record = sample[5].parsed.record
    assert (record.duration_working_days, record.duration_vi) == (None, "7 ngày làm việc / 20 ngày làm việc")
    assert "several levels told (Cấp tỉnh, Cấp xã); the nearest taken" in sample[5].parsed.notes


def test_a_time_that_the_description_contradicts_stays_text(sample):
    record = sample[6].parsed.record
    assert (record.duration_working_days, record.duration_vi) == (None, "30 ngày làm việc")


def test_steps_that_skip_a_number_stay_text(sample):
    assert sample[6].parsed.record.steps == ()
    assert sample[6].parsed.raw["trinh_tu_thuc_hien"] == PAGES[5]["trinh_tu_thuc_hien"]


def test_twenty_five_dong_is_a_slip_not_a_fee(sample):
    assert (sample[7].parsed.record.fee_vnd, sample[7].parsed.record.fee_note_vi) == (None, "25.000 đồng/giấy")


def test_days_that_are_not_said_to_be_working_days_stay_text(sample):
    record = sample[7].parsed.record
    assert (record.duration_working_days, record.duration_vi) == (None, "10 ngày")


def test_a_count_that_can_be_read_in_two_ways_is_not_guessed(sample):
    assert sample[7].parsed.record.documents[0] == Paper("Đơn theo Mẫu số 11", None)
    assert "count not read: Đơn theo Mẫu số 11 bản chính" in sample[7].parsed.notes


def test_what_the_portal_does_not_say_is_unknown(sample):
    record = sample[8].parsed.record
    assert (record.documents, record.duration_vi, record.fee_vnd, record.fee_note_vi) == ((), None, None, None)
    assert (record.level, record.agency_vi) == ("bo", "Ủy ban nhân dân cấp xã")


def test_a_fee_in_dollars_stays_text_and_a_paper_told_twice_is_taken_once(sample):
    record = sample[9].parsed.record
    assert (record.fee_vnd, record.fee_note_vi) == (None, "10 USD (10 USD/con)")
    assert record.documents == (Paper("Tờ khai vẹt (mẫu VT3)", 1, form_code="VT3"),)


def test_a_table_that_breaks_off_makes_nothing_free(sample):
    assert sample[10].parsed.record.fee_vnd is None
    assert "its bracket never closes" in notes_of(sample[10])
    assert sample[10].parsed.raw["can_cu_phap_ly"].startswith(": Thông tư cân heo")


def test_markup_is_stripped_and_a_foreign_link_dropped_and_both_noted(sample):
    record = sample[11].parsed.record
    assert (record.name_vi, record.portal_url) == ("Tắm voi lần đầu", None)
    assert record.documents == (Paper("Đơn tắm voi", 1),)
    assert "markup removed from ten_thu_tuc" in sample[11].parsed.notes
    assert "portal_url dropped" in notes_of(sample[11])


def test_a_page_saved_under_another_procedures_code_is_refused(sample):
    assert (sample[12].refused, sample[12].code) == ("the page is that of 9.000099, not of 9.000012", "9.000012")


def test_what_was_read_can_be_written_and_read_again(sample):
    for line in sample.values():
        if line.parsed:
            assert from_json(to_json(line.parsed.record)) == line.parsed.record


@pytest.mark.parametrize(
    ("rows", "days", "dong"),
    [
        ("Trực tiếp3 Ngày làm việcMiễn phíTrực tuyến2 Ngày làm việcMiễn phí", 3, 0),
        ("Trực tuyến2 Ngày làm việcMiễn phíDịch vụ bưu chính4 Ngày làm việcMiễn phí", None, 0),
        ("Trực tiếp3 Ngày làm việcMiễn phí(Không thu lệ phí)", 3, 0),
        ("Trực tiếp3 Ngày làm việcMiễn phíTrong 03 ngày làm việc, thu 50.000 đồng.", 3, None),
        ("Trực tiếp3 Ngày làm việc50,000 Việt Nam Đồng(25.000 đồng đến hết năm)", 3, None),
        ("Trực tiếp3 Ngày làm việc50,000 VNĐ(Giảm 50% mức thu)", 3, None),
        ("Trực tiếp3 Ngày làm việc50,000 VNĐ(- Theo danh sách: + Mỗi người 50.000 đồng)", 3, None),
        ("Trực tiếp3 Ngày làm việc50,000 VNĐNộp 50.000đ tại quầy trong 03 ngày làm việc.", 3, 50_000),
        ("Trực tiếp12 ThángKhông có thông tin", None, None),
        ("Trực tiếp8 Giờ làm việcMiễn phí", None, 0),
    ],
)
def test_days_and_dong_are_numbers_only_where_the_row_agrees(rows, days, dong):
    ways = read_ways(HEAD + rows)
    assert (ways.duration_working_days, ways.fee_vnd) == (days, dong)


def test_rows_for_different_people_keep_their_descriptions():
    ways = read_ways(HEAD + "Trực tiếp1 Ngày làm việc5,000 VNĐ(/con)Nuôi mèo.Trực tiếp1 Ngày làm việc9,000 VNĐ(/con)Nuôi chó.")
    assert (ways.fee_vnd, ways.fee_note_vi) == (None, "5.000 đồng/con – Nuôi mèo. / 9.000 đồng/con – Nuôi chó.")


@pytest.mark.parametrize("cell", ["Trực tiếp", HEAD, "Nộp ở đâu cũng được", HEAD + "Fax3 Ngày làm việcMiễn phí"])
def test_ways_that_are_no_table_are_left_alone(cell):
    assert read_ways(cell).channels == ()
    assert read_ways(cell).notes == ["ways to hand in kept as text: not a table"]


@pytest.mark.parametrize(
    ("row", "name", "code"),
    [
        ("Tờ khai (mẫu VT3 của Bộ Vật nuôi)VT3.doc1 bản chính", "Tờ khai (mẫu VT3 của Bộ Vật nuôi)", "VT3"),
        ("Đơn theo Thông tư của Bộ Vật nuôi12-Mẫu TK9.doc1 bản chính", "Đơn theo Thông tư của Bộ Vật nuôi", "TK9"),
        ("Đơn xin tắm cho vật nuôi tại nhàdontam.doc1 bản chính", "Đơn xin tắm cho vật nuôi tại nhàdontam.doc", None),
        ("Đơn (Mẫu số 2 hoặc Mẫu số 3)1 bản chính", "Đơn (Mẫu số 2 hoặc Mẫu số 3)", None),
    ],
)
def test_a_form_file_is_parted_from_the_name_only_at_a_clear_seam(row, name, code):
    (paper,) = read_papers("--" + COLUMNS + row).documents
    assert (paper.name_vi, paper.form_code) == (name, code)


def test_an_original_or_a_copy_is_not_two_papers():
    papers = read_papers(f"--{COLUMNS}Bản chính hoặc bản sao có chứng thực sổ tiêm1 bản chính,1 bản sao")
    assert papers.documents == (Paper("Bản chính hoặc bản sao có chứng thực sổ tiêm", None, "1 bản chính, 1 bản sao"),)
    assert papers.notes == ["count not read: an original or a copy"]


def test_remarks_among_the_papers_are_not_papers():
    papers = read_papers(f"--{COLUMNS}Đơn1 bản chínhTrường hợp nộp qua mạng thì chụp ảnh.0 bản chính* Lưu ý: Sổ cũ.1 bản chính")
    assert [paper.name_vi for paper in papers.documents] == ["Đơn"]
    assert papers.remarks == ["Trường hợp nộp qua mạng thì chụp ảnh.", "Lưu ý: Sổ cũ."]


def test_copies_named_inside_a_paper_are_part_of_its_name():
    papers = read_papers(f"--{COLUMNS}Hợp đồng (01 bản chính hoặc 01 bản sao) thuê sân1 bản chính01 bản sao giấy tiêm1 bản chính")
    assert [paper.name_vi for paper in papers.documents] == [
        "Hợp đồng (01 bản chính hoặc 01 bản sao) thuê sân",
        "01 bản sao giấy tiêm",
    ]


@pytest.mark.parametrize(
    "text", ["Nộp đơn.", "Trước hết.\nBước 1: Nộp.", "Bước 1: Nộp.\nBước 1: Nhận.", "Bước 1:\nBước 2: Nhận.", ""]
)
def test_steps_are_read_only_when_they_run_one_two_three(text):
    assert steps(text) is None


@pytest.mark.parametrize(
    ("rows", "found", "rest"),
    [
        (
            "Luật nuôi 202003/2020/QH14Nghị định 7/2031/NĐ-CP7/2031/NĐ-CP",
            ["Luật nuôi 2020 (03/2020/QH14)", "Nghị định 7/2031/NĐ-CP"],
            "",
        ),
        ("Thông tư 8/2031/TT-BCA ngày 1/5/2031 về mèo8/2031/TT-BCA", ["Thông tư 8/2031/TT-BCA ngày 1/5/2031 về mèo"], ""),
        ("Về chó66.7/2031/NQ-CPvề mèo9/2031/TT-BTP", ["Về chó (66.7/2031/NQ-CP)", "về mèo (9/2031/TT-BTP)"], ""),
        ("Về chó7/2031/NĐ-CPTài liệu không số", ["Về chó (7/2031/NĐ-CP)"], "Tài liệu không số"),
    ],
)
def test_laws_are_split_at_their_numbers(rows, found, rest):
    assert laws(LAW_COLUMNS + rows) == (found, rest)


def test_results_lose_the_portals_codes_and_buttons():
    cell = "Giấy AMã: KQ.G01.000062Giấy BMã: G15-TP05.0001Giấy CMã: xy9Từ khóaKhông có thông tinChọn cơ quan thực hiệnTỉnh"
    assert result(cell) == "Giấy A; Giấy B; Giấy C"
    assert result("...Mã: KQ.G01.1Từ khóa") is None


@pytest.mark.parametrize("text", ["đăng ký khai sinh", "Giấy chứng nhận", "KHÁM CHỮA BỆNH Ở XÃ “A”…"])
def test_text_that_was_encoded_twice_is_told_from_good_text(text):
    assert not is_twice_encoded(text)
    assert is_twice_encoded(text.encode().decode("latin-1"))
    assert is_twice_encoded(text.encode().decode("cp1252", errors="replace"))


def test_a_truncated_line_is_refused_and_the_rest_is_read(import_lines):
    lines = import_lines(as_line(PAGES[0])[:500] + b"\n", as_line(PAGES[1]))
    assert [line.refused for line in lines] == ["the line is cut off or not JSON", None]
    assert [line.number for line in lines] == [1, 2]


def test_blank_lines_are_counted_but_are_no_records(import_lines):
    assert [line.number for line in import_lines(b"\n", as_line(PAGES[0]), b"  \n", as_line(PAGES[1]))] == [2, 4]


def test_a_gzip_that_breaks_off_gives_what_was_whole_and_says_where_it_ended(import_lines):
    whole = gzip.compress(b"".join(as_line(page) for page in PAGES), mtime=0)
    lines = import_lines(whole[: len(whole) * 3 // 4], name="crawl.jsonl.gz")
    assert lines[0].parsed
    assert "breaks off here" in lines[-1].refused
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_damaged_gzip_never_stops_the_import(import_lines):
    whole = bytearray(gzip.compress(b"".join(as_line(page) for page in PAGES), mtime=0))
    whole[len(whole) // 2] ^= 0xFF
    assert import_lines(bytes(whole), name="crawl.jsonl.gz")[-1].refused


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"\xff\xfe{\x00}\x00\n", "the line is not UTF-8"),
        (as_line(PAGES[0]).decode().encode("utf-16-le"), "the line is not UTF-8"),
        (as_line({**PAGES[0], "ten_thu_tuc": "Đăng ký".encode().decode("latin-1")}), "ten_thu_tuc is UTF-8 encoded twice"),
        (b'{"ma_thu_tuc": NaN}\n', "NaN is not JSON"),
        (b'{"ma_thu_tuc": "9.000001", "ma_thu_tuc": "9.000002"}\n', "the key ma_thu_tuc stands there twice"),
        (b"[" * 100_000 + b"\n", "the JSON is nested too deeply"),
        (b'["9.000001"]\n', "the line is not a JSON object"),
        (b"null\n", "the line is not a JSON object"),
        (b"9.000001\n", "the line is not a JSON object"),
        (b"{}\n", "ma_thu_tuc is missing"),
        (as_line({**PAGES[0], "ma_thu_tuc": "9.00001"}), "the page is that of 9.000001, not of 9.00001"),
        (as_line({**PAGES[0], "ma_thu_tuc": "BVN-1", "raw_text": ""}), "code must look like 1.001193"),
        (as_line({**PAGES[0], "ten_thu_tuc": " "}), "ten_thu_tuc is missing"),
        (as_line({**PAGES[0], "ten_thu_tuc": ["Đăng ký"]}), "ten_thu_tuc must be text"),
        (as_line({**PAGES[0], "linh_vuc": {"a": {"b": 1}}}), "linh_vuc must be text"),
        (as_line({**PAGES[0], "cap_thuc_hien": "Cấp huyện"}), "cap_thuc_hien names no level: Cấp huyện"),
        (as_line({**PAGES[0], "yeu_cau_dieu_kien": "x" * 200_001}), "yeu_cau_dieu_kien is longer than 200000 characters"),
        (as_line({**PAGES[0], "linh_vuc": "Vật\x07nuôi"}), "linh_vuc holds a control character"),
        (json.dumps({**PAGES[0], "linh_vuc": "\udc80"}).encode() + b"\n", "linh_vuc holds half a character"),
        (as_line({**PAGES[0], "linh_vuc": "&lt;script&gt;"}), "linh_vuc holds hidden markup"),
    ],
)
def test_a_hostile_or_broken_line_is_refused_with_its_reason_and_the_next_is_read(import_lines, line, told):
    first, *_, last = import_lines(line, b"\n", as_line(PAGES[1]))
    assert (first.number, first.parsed) == (1, None)
    assert first.refused.startswith(told)
    assert last.parsed.record.code == "9.000002"


def test_a_field_of_ten_megabytes_is_refused_without_the_rest(import_lines):
    lines = import_lines(as_line({**PAGES[0], "linh_vuc": "x" * 10_000_000}), as_line(PAGES[1]))
    assert [line.refused for line in lines] == ["the line is longer than 2000000 bytes", None]


@pytest.mark.parametrize("piece", ["9", "(", "a(", "Bước 1: ", "1 bản chính", "<b", "&amp;", "Trực tiếp1"])
def test_a_field_full_of_one_sign_does_not_hold_the_import_up(import_lines, piece):
    flood = (piece * 150_000)[:150_000]
    page = {**PAGES[0], "cach_thuc_thuc_hien": HEAD + "Trực tiếp3 Ngày làm việcMiễn phí" + flood, "can_cu_phap_ly": flood}
    lines = import_lines(as_line({**page, "thanh_phan_ho_so": COLUMNS + flood + "x.docx1 bản chính"}), as_line(PAGES[1]))
    assert (len(lines), bool(lines[1].parsed)) == (2, True)


def test_brackets_within_brackets_within_brackets_are_read():
    ways = read_ways(HEAD + "Trực tiếp3 Ngày làm việcMiễn phí" + "(" * 50_000 + ")" * 50_000)
    assert ways.channels == ("counter",)


def test_markup_in_every_field_does_no_harm(import_lines):
    wild = {key: f"<script>alert(1)</script>{text}<img src=x onerror=alert(1)>" for key, text in PAGES[0].items()}
    (line,) = import_lines(as_line(wild))
    text = json.dumps([to_json(line.parsed.record), dict(line.parsed.raw)])
    assert line.parsed.record.fee_vnd == 20_000
    assert "<" not in text and "alert" not in text


def test_a_code_that_comes_again_is_refused_and_the_first_line_named(import_lines):
    again = as_line({**PAGES[0], "linh_vuc": "Chim"})
    lines = import_lines(as_line(PAGES[0]), as_line(PAGES[1]), again, as_line(PAGES[0]))
    assert [line.refused for line in lines] == [None, None, "9.000001 was already seen on line 1", portal.UNCHANGED]
    assert lines[2].code == "9.000001"


def test_a_code_in_disguise_is_still_the_same_code(import_lines):
    lines = import_lines(as_line(PAGES[0]), as_line({**PAGES[0], "ma_thu_tuc": " <b>9.000001</b>"}))
    assert lines[1].refused == "9.000001 was already seen on line 1"


def test_a_refused_line_does_not_take_the_code_from_the_good_one(import_lines):
    lines = import_lines(as_line({**PAGES[0], "ten_thu_tuc": ""}), as_line(PAGES[0]))
    assert [bool(line.parsed) for line in lines] == [False, True]


def test_a_file_that_never_ends_is_left_after_a_while(import_lines, monkeypatch):
    monkeypatch.setattr(portal, "LINES_LIMIT", 3)
    lines = import_lines(b"x\n" * 50)
    assert (len(lines), lines[-1].refused) == (4, "the file is too large; nothing from this line on was read")


def test_a_bomb_of_one_endless_line_is_left_after_a_while(import_lines, monkeypatch):
    monkeypatch.setattr(portal, "BYTES_LIMIT", 3_000_000)
    lines = import_lines(gzip.compress(b" " * 30_000_000), name="crawl.jsonl.gz")
    assert lines[-1].refused == "the file is too large; nothing from this line on was read"


@pytest.mark.parametrize(("name", "content"), [("crawl.jsonl.gz", b"{}"), ("absent.jsonl", None)])
def test_a_file_that_cannot_be_opened_is_told_at_once(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PortalUnreadable, match=name):
        read_portal(path)


def test_a_folder_is_not_a_crawl(tmp_path):
    with pytest.raises(PortalUnreadable):
        read_portal(tmp_path)


def test_an_empty_file_has_no_lines(import_lines):
    assert import_lines() == []


@pytest.mark.skipif(not WHOLE.exists(), reason="shared/catalogue/portal-export.jsonl.gz does not lie beside the checkout")
def test_the_whole_crawl_is_accounted_for():
    lines = list(read_portal(WHOLE))
    refused = [line.refused for line in lines if line.refused]
    records = [line.parsed.record for line in lines if line.parsed]
    assert [line.number for line in lines] == list(range(1, 611))
    assert all(reason.startswith("the page is that of ") for reason in refused) and len(refused) == 17
    assert all(from_json(to_json(record)) == record for record in records)
    assert all(record.fee_vnd in (None, 0) or record.fee_vnd >= 1_000 for record in records)
    assert sum(bool(record.documents) for record in records) >= 590
    assert sum(record.duration_working_days is not None for record in records) >= 380
    assert sum(bool(record.legal_basis) for record in records) >= 575
