"""The office's settings: what can be used is kept and noted, what cannot comes back as it was typed; what follows from them."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from app import backup
from app.accounts.models import AuditEntry
from app.database import reading, release, write
from app.dossiers import calendar, rules, service
from app.dossiers import queries as dossiers
from app.dossiers.models import Dossier
from app.offices import queries, settings
from app.offices import service as offices
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.builders import a_filled_form
from tests.people import Visitor

OFFICE = "21484"
CONTACT = {"hotline": "02553824132", "address": "Nhà mới của xã", "second_language": "hre"}
WEEK = {f"{end}.{day}.0": time for day in range(5) for end, time in (("from", "7h30"), ("until", "11"))}


def actions() -> list[str]:
    return list(
        reading().scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("office.")).order_by(AuditEntry.number))
    )


def test_what_citizens_read_changes_with_the_settings(app, officer, citizen):
    citizen.get("/help")
    before = len(actions())
    for part, sent in (("contact", CONTACT), ("hours", WEEK), ("retention", {"days": "30"})):
        officer.post(f"/desk/office/{part}", sent)
    app.extensions["gocua.published"].forget()
    words = citizen.get("/help").words()
    assert "0255 382 4132" in words and "Nhà mới của xã" in words and "Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ" in words
    assert "30 ngày sau xóa hết" in citizen.get("/privacy").words()
    assert "Xong việc 30 ngày thì xóa" in citizen.get("/p/1.001193/start").words()
    assert actions()[before:] == ["office.contact", "office.hours", "office.retention"]
    assert queries.office(OFFICE).opens_saturday is False


def test_counters_are_renamed_closed_and_given_their_procedures(officer):
    officer.post("/desk/office/counters", {"counter.0": "Quầy 3", "more": "Quầy 4", "usual": "0"})
    officer.post("/desk/office/procedure", {"procedure": "1.001193", "counter": "Quầy 4"})
    officer.post("/desk/office/counters", {"counter.0": "Quầy 3", "counter.1": "Quầy hộ tịch", "usual": "0"})
    assert queries.offered_at(OFFICE) == {"1.001193": "Quầy hộ tịch"}
    assert queries.counter_for(queries.office(OFFICE), "1.001193", False) == "Quầy hộ tịch"
    officer.post("/desk/office/counters", {"counter.0": "Quầy 3", "counter.1": "", "usual": "0"})
    assert queries.counter_for(queries.office(OFFICE), "1.001193", False) == "Quầy 3"
    assert queries.office(OFFICE).counters == ("Quầy 3",)


def test_hamlets_keep_their_numbers_when_they_are_renamed(app, officer):
    (first, _), (second, _) = queries.hamlets(OFFICE)
    officer.post(
        "/desk/office/hamlets", {f"hamlet.{first}": "Làng Thử", f"hamlet.{second}": "Làng Mẫu", "more": "Làng Mới\n\n Làng  Xa"}
    )
    named = dict(queries.hamlets(OFFICE))
    assert (named[first], named[second], set(named.values())) == (
        "Làng Thử",
        "Làng Mẫu",
        {"Làng Thử", "Làng Mẫu", "Làng Mới", "Làng Xa"},
    )
    officer.post("/desk/office/hamlets", {f"hamlet.{first}": ""})
    assert first not in dict(queries.hamlets(OFFICE))
    assert {one.hamlet for one in queries.poster_places(OFFICE)} == {"", "Làng Mẫu"}


def test_what_cannot_be_used_comes_back_as_it_was_typed(officer):
    wrong = (
        ("contact", {**CONTACT, "hotline": "113 gọi chị Thử"}, "113 gọi chị Thử", "Số điện thoại chưa đúng"),
        ("contact", {**CONTACT, "address": " "}, "02553824132", "Ghi địa chỉ"),
        ("hours", {**WEEK, "until.2.0": "6"}, 'value="6"', "Giờ của thứ Tư chưa đúng"),
        ("hours", {}, "", "Ghi ít nhất một buổi"),
        ("days", {"day": "2026-02-31", "note": "Lễ của xã"}, "Lễ của xã", "Chọn ngày"),
        ("counters", {"counter.0": "Quầy A", "more": "quầy a", "usual": "0"}, "Quầy A", "Hai tên giống nhau"),
        ("counters", {"counter.0": "", "more": "Quầy B", "usual": "0"}, "Quầy B", "Chọn quầy nhận mọi việc khác"),
        ("procedure", {"procedure": "9.999999", "counter": ""}, "", "Không có thủ tục này"),
        ("hamlets", {"more": "Làng X\nLàng X"}, "Làng X\nLàng X", "Hai tên giống nhau"),
        ("retention", {"days": "91"}, 'value="91"', "Ghi số ngày từ 1 đến 90"),
        ("retention", {"days": "٣"}, "٣", "Ghi số ngày"),
    )
    before = queries.office(OFFICE), actions()
    for part, sent, typed, said in wrong:
        page = officer.post(f"/desk/office/{part}", sent, status=422)
        assert said in page.words() and typed in page.text, part
    assert (queries.office(OFFICE), actions()) == before
    officer.post("/desk/office/castle", {}, status=404)


def test_an_offices_own_days_count_for_its_own_due_dates(storage):
    officer = Visitor(storage, at_the_machine=True)
    friday, monday, tuesday = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
    moment = datetime(2026, 11, 20, 2)
    assert rules.due_date(friday, 1, calendar.working_days_at(OFFICE)) == monday
    officer.post("/desk/office/days", {"day": "2026-11-23", "is_working": "no", "note": "Lễ của xã"})
    assert rules.due_date(friday, 1, calendar.working_days_at(OFFICE)) == tuesday
    assert rules.due_date(friday, 1, calendar.working_days()) == monday
    assert service.due_on("2.000635", moment, OFFICE) > service.due_on("2.000635", moment)
    officer.post("/desk/office/days", {"day": "2026-11-21", "is_working": "yes", "note": ""})
    assert rules.due_date(friday, 1, calendar.working_days_at(OFFICE)) == date(2026, 11, 21)
    assert "Lễ của xã" in officer.get("/desk/office").words()
    for day in ("2026-11-23", "2026-11-21"):
        officer.post("/desk/office/days", {"drop": day})
    assert rules.due_date(friday, 1, calendar.working_days_at(OFFICE)) == monday


def test_each_office_keeps_finished_dossiers_as_long_as_it_chose(storage):
    offices.add_office("21211", hotline="x", hours="x", counter="x")
    keys, kept = storage.extensions["gocua.keys"], {}
    for code in (OFFICE, "21211"):
        kept[code] = dossiers.by_ticket(service.receive_form(keys, a_filled_form(office_code=code), now()).ticket).ticket
    old = {"state": "done", "changed_at": now() - timedelta(days=40)}
    write(lambda session: session.execute(update(Dossier).values(old)))
    settings.set_kept_days("21211", 30, 90)
    release()
    assert service.purge(now(), 90, 730, queries.kept_days())["dossiers"] == 1
    assert dossiers.by_ticket(kept[OFFICE]) and dossiers.by_ticket(kept["21211"]) is None
    write(lambda session: session.execute(update(Dossier).values(changed_at=now() - timedelta(days=25))))
    assert service.purge(now(), 20, 730, {OFFICE: 60})["dossiers"] >= 1  # the server's own number is the most


def test_the_list_until_ready_shrinks_and_the_header_with_it(app, officer, tmp_path):
    page = officer.get("/desk/office")
    assert "Còn 7 việc để sẵn sàng" in page.words() and "12 việc hay làm đã xác nhận (0 / 12)" in page.words()
    officer.post("/desk/office/contact", CONTACT)
    officer.post("/desk/office/account", {"bank": "970405", "number": "090512345678", "holder": "UBND xa Ba To"})
    app.test_cli_runner().invoke(backup.backup, [str(tmp_path / "house.gocua")])
    assert "Còn 3 việc để sẵn sàng" in officer.get("/desk/office").words()
    assert "Còn 3 việc để sẵn sàng" in officer.get("/desk").words()


def test_another_offices_settings_are_not_theirs(app):
    offices.add_office("21211", hotline="x", hours="x", counter="x")
    stranger = signed_in(app, scope="21211")
    stranger.get(f"/desk/office?o={OFFICE}", status=404)
    for part in ("contact", "hours", "days", "counters", "procedure", "hamlets", "retention", "account"):
        stranger.post(f"/desk/office/{part}", {"o": OFFICE, **CONTACT}, status=404)
    ((number, _), _) = queries.hamlets(OFFICE)
    stranger.post("/desk/office/hamlets", {f"hamlet.{number}": "Của tôi"})
    assert "Của tôi" not in dict(queries.hamlets(OFFICE)).values()
    officer = signed_in(app)
    officer.post("/desk/office/contact", CONTACT, status=403, headers={"Sec-Fetch-Site": "cross-site"})
    signed_in(app, "leader").get("/desk/office")
    signed_in(app, "volunteer").get("/desk/office", status=404)
