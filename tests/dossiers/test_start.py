"""The plain form's way in: stored once and sealed, or nothing stored and every answer kept."""

import pytest
from sqlalchemy import text

from app.dossiers import calendar, queries
from app.extensions import db
from app.forms import places, rules
from app.forms import queries as forms

PERSON = "Phạm Thị Hoa"
GOOD = {"consent": "yes"}


def stored() -> int:
    with db.engines["read"].connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM dossiers"))


def complete(code: str, version: int | None = None) -> dict[str, str]:
    """Answers that satisfy a form: named people, the first choices, the rest later."""
    form, values = forms.form_for(code, version), {"consent": "yes"}
    for _ in range(len(form.questions)):
        reading = rules.read(form, values, {}, calendar.today(), places)
        if not reading.errors:
            break
        for name in reading.errors:
            question = next((one for one in form.questions if one.id == name.split(".")[0]), None)
            kind = question.type if question else ""
            if kind == "person_name":
                values[name] = PERSON
            elif kind in ("choice", "yes_no"):
                values[name] = question.choices[0].value
            else:
                values[f"{question.id}.later"] = "1"
    return values


@pytest.mark.parametrize("code", sorted(forms.slugs().values()))
def test_each_of_the_thirteen_is_received_and_read_by_the_officer(citizen, officer, code):
    before = stored()
    answer = citizen.post(f"/p/{code}/start?o=21484", complete(code))
    assert stored() == before + 1
    ticket = answer.headers["Location"].rsplit("/", 1)[1]
    assert f"{ticket[:4]}-{ticket[4:]}" in citizen.get(f"/d/{ticket}").words()
    page = officer.get(f"/desk/d/{queries.by_ticket(ticket).id}")
    assert PERSON in page.words() or code in ("2.000815",)


def test_the_same_again_gives_the_same_receipt(citizen):
    values = complete("1.001193")
    first = citizen.post("/p/1.001193/start?o=21484", values).headers["Location"]
    again = citizen.post("/p/1.001193/start?o=21484", values)
    assert again.headers["Location"] == first and "receipt=" in again.headers["Set-Cookie"]


def test_without_consent_nothing_is_stored(citizen):
    before = stored()
    for consent in ("no", "", "on"):
        citizen.post("/p/1.001193/start?o=21484", {**complete("1.001193"), "consent": consent}, status=422)
    assert stored() == before


HOSTILE = {
    "empty": "",
    "over-long": "Đ" * 700,
    "nul": "Hoa\0Thị",
    "rtl": "Hoa \u202e Thị",
    "markup": "<script>alert(1)</script>",
    "format": "%(x)s {0} {{ 7*7 }}",
    "piled": "a" + "\u0301" * 300,
    "surrogate": "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("code", ["1.001193", "1.004222", "1.014027"])
def test_a_form_full_of_nonsense_is_answered_with_its_questions_and_nothing_is_stored(citizen, kind, code):
    before = stored()
    values = {"consent": "yes"}
    for question in forms.form_for(code).questions:
        for name in (
            question.id,
            f"{question.id}.day",
            f"{question.id}.year",
            f"{question.id}.province",
            f"{question.id}.commune",
            f"{question.id}.detail",
        ):
            values[name] = HOSTILE[kind]
    page = citizen.post(f"/p/{code}/start?o=21484", values, status=422)
    assert stored() == before
    assert "<script>alert" not in page.text and "49" not in page.words().split()
    assert page.text.count('class="question__error"') > 3


def test_what_was_right_is_kept_beside_what_was_wrong(citizen):
    values = {**complete("1.001193"), "yeu_cau_so_dinh_danh": "12", "yeu_cau_so_dinh_danh.later": ""}
    page = citizen.post("/p/1.001193/start?o=21484", values, status=422)
    assert f'value="{PERSON}"' in page.text and 'value="12"' in page.text


def test_everything_is_shown_again_before_sending_without_script(citizen):
    before = stored()
    page = citizen.post("/p/1.001193/start?o=21484", {**complete("1.001193"), "step": "review"}, status=200)
    assert PERSON in page.words() and stored() == before
    assert page.headers["Cache-Control"] == "no-store"


def test_an_unknown_office_is_asked_for_and_never_guessed(citizen, app):
    from app.offices import service as offices_service

    offices_service.add_office("21523", hotline="0255 000 0001", hours="x", counter="Quầy 1")
    before = stored()
    page = citizen.get("/p/1.001193/start")
    assert "Bạn làm giấy ở xã nào?" in page.words()
    citizen.post("/p/1.001193/start", complete("1.001193"), status=422)
    citizen.post("/p/1.001193/start?o=99999", complete("1.001193"), status=422)
    assert stored() == before
    answer = citizen.post("/p/1.001193/start", {**complete("1.001193"), "office": "21523"})
    ticket = answer.headers["Location"].rsplit("/", 1)[1]
    assert queries.by_ticket(ticket).office_code == "21523"


def test_a_full_disk_is_no_success(citizen):
    """SQLite may not add a page to its file, as on a full disk: it fails in the middle of the transaction."""
    values, kept = complete("1.001193"), stored()
    with db.engines[None].connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        assert connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").scalar() == pages
    for number in range(1, 80):  # the pages of the file that are free still take some
        page = citizen.post("/p/1.001193/start?o=21484", {**values, "me_ho_ten": f"Bà {'A' * number}"}, status=None)
        if page.status != 303:
            break
        kept += 1
    assert page.status == 503 and page.headers["Retry-After"]
    assert "đã nhận" not in page.words() and "receipt" not in page.headers.get("Set-Cookie", "")
    assert stored() == kept
    with db.engines[None].connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    citizen.post("/p/1.001193/start?o=21484", {**values, "me_ho_ten": "Bà Hoa Mới"})
    assert stored() == kept + 1


def test_a_procedure_without_questions_is_no_dead_end(visit):
    page = visit("/p/1.003622/start")
    words = page.words()
    assert "Gọi quầy" in words and "Mang theo giấy gì?" in words
    assert any(link.startswith("tel:") for link in page.links())


def test_the_officer_reads_the_official_words(citizen, officer):
    values = complete("1.001193")
    values["con_gioi_tinh"] = "Nam"
    ticket = citizen.post("/p/1.001193/start?o=21484", values).headers["Location"].rsplit("/", 1)[1]
    words = officer.get(f"/desk/d/{queries.by_ticket(ticket).id}").words()
    assert "Giới tính Bé là trai hay gái? Nam" in words
