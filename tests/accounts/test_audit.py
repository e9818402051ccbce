"""The audit: one chain, whoever writes; what was changed or taken away is found; nothing personal in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from app import backup
from app.accounts import audit
from app.accounts.models import AuditEntry, AuditHead
from app.cli import group
from app.database import reading, release, write
from app.dossiers import queries, service
from app.web.clock import now
from tests.accounts.staff import OFFICE, signed_in
from tests.builders import a_filled_form


def note(count: int, action: str = "dossier.read", office: str = OFFICE) -> None:
    for number in range(count):
        write(lambda session, number=number: audit.note(session, action, f"subject-{number}", office, by=7))


def entries(**having) -> list[AuditEntry]:
    release()
    found = reading().scalars(select(AuditEntry).order_by(AuditEntry.number))
    return [row for row in found if all(getattr(row, name) == value for name, value in having.items())]


@pytest.fixture
def dossier(app) -> str:
    receipt = service.receive_form(app.extensions["gocua.keys"], a_filled_form(files=(("anh", b"\xff\xd8 photo"),)), now())
    return queries.by_ticket(receipt.ticket).id


def test_a_chain_that_nobody_touched_is_whole_and_the_command_says_so(app):
    run = app.test_cli_runner().invoke
    assert run(group, ["audit", "verify"]).output.startswith("whole: 0 entries\n")
    note(5)
    done = run(group, ["audit", "verify"])
    assert (done.exit_code, done.output) == (0, f"whole: 5 entries\nlast: {entries()[-1].hash}\n")


@pytest.mark.parametrize("column", ["action", "subject", "office", "account_id", "at", "hash"])
def test_a_row_that_was_changed_is_found(app, column):
    note(5)
    other = {"account_id": 8, "at": now() - timedelta(days=1)}.get(column, "x")
    write(lambda session: session.execute(update(AuditEntry).where(AuditEntry.number == 3).values({column: other})))
    done = app.test_cli_runner().invoke(group, ["audit", "verify"])
    assert (done.exit_code, done.output) == (1, "broken at 3\n")


@pytest.mark.parametrize(("gone", "broken"), [(1, 1), (3, 3), (5, 5)])
def test_a_row_that_was_taken_away_is_found_the_last_one_too(storage, gone, broken):
    note(5)
    write(lambda session: session.execute(delete(AuditEntry).where(AuditEntry.number == gone)))
    assert audit.first_broken()[0] == broken


def test_a_row_put_in_between_is_found(app):
    note(3)
    first = entries()[0]
    forged = {"at": first.at, "account_id": 7, "action": "x", "subject": "", "office": "", "hash": first.hash}
    write(lambda session: session.add(AuditEntry(number=4, **forged)))
    assert audit.first_broken()[0] == 4


def test_four_who_write_at_once_make_one_chain(storage):
    release()

    def work(number: int) -> None:
        with storage.app_context():
            note(8, office=str(number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert [row.number for row in entries()] == list(range(1, 33))
    assert audit.first_broken()[:2] == (None, 32)


def test_what_fails_leaves_no_entry(app):
    with pytest.raises(service.NoSuchDossier):
        service.move("nobody", "accepted", "desk", now())

    def work(session):
        audit.note(session, "dossier.accepted", "x", OFFICE)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(work)
    assert entries() == [] and audit.first_broken()[0] is None


def test_reading_is_noted_once_a_minute_and_so_is_looking_at_photos(app, dossier):
    officer = signed_in(app)
    for _ in range(3):
        officer.get(f"/desk/d/{dossier}")
        officer.get(f"/desk/d/{dossier}/files/0")
    mine = {"account_id": officer.opened.account_id, "subject": dossier, "office": OFFICE}
    assert [row.action for row in entries(**mine)] == ["dossier.read", "dossier.photo_read"]
    write(lambda session: session.execute(update(AuditEntry).values(at=now() - timedelta(seconds=61))))
    officer.get(f"/desk/d/{dossier}")
    signed_in(app).get(f"/desk/d/{dossier}")
    assert len(entries(action="dossier.read")) == 3


def test_what_is_done_is_noted_with_what_was_done(app, dossier):
    officer = signed_in(app)
    officer.post(f"/desk/d/{dossier}/take")
    officer.post(f"/desk/d/{dossier}", {"state": "accepted"})
    officer.post(f"/desk/d/{dossier}", {"state": "accepted"}, status=409)
    done = [row.action for row in entries(subject=dossier) if row.account_id == officer.opened.account_id]
    assert done == ["dossier.taken", "dossier.accepted"]
    assert audit.first_broken()[0] is None


def test_nothing_personal_stands_in_it(app, dossier):
    officer = signed_in(app, name="Lê Thị Thử")
    officer.get(f"/desk/d/{dossier}")
    officer.post(f"/desk/d/{dossier}", {"state": "accepted"})
    release()
    rows = " ".join(str(tuple(row)) for row in reading().execute(text("SELECT * FROM audit")))
    ticket = queries.opened(app.extensions["gocua.keys"], dossier).line.ticket
    for personal in ("Phạm", "Thử", "051190001234", ticket):
        assert personal not in rows


def test_the_offices_leader_sees_its_entries_and_no_others(app, dossier):
    officer = signed_in(app, name="Lê Thị Đọc")
    officer.get(f"/desk/d/{dossier}")
    note(3, office="99999")
    leader = signed_in(app, "leader")
    page = leader.get("/desk/audit")
    assert "Lê Thị Đọc" in page.words() and "Xem hồ sơ" in page.words() and "99999" not in page.words()
    assert "Lê Thị Đọc" in leader.get(f"/desk/audit?subject={dossier}").words()
    assert "Lê Thị Đọc" not in leader.get("/desk/audit?subject=other").words()
    assert "Nguyên vẹn" in leader.post("/desk/audit", {}, status=200).words()
    write(lambda session: session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(subject="x")))
    assert "dòng 2 không khớp" in leader.post("/desk/audit", {}, status=200).words()
    officer.get("/desk/audit", status=404)


def test_the_page_turns_back_fifty_by_fifty(app):
    note(60)
    leader = signed_in(app, "leader")
    newest = leader.get("/desk/audit")
    assert "subject-59" in newest.text and "subject-5<" not in newest.text
    older = next(link for link in newest.links("/desk/audit?before="))
    assert "subject-5<" in leader.get(older).text


def test_a_restored_backup_is_whole_goes_on_and_everybody_signs_in_again(storage):
    officer = signed_in(storage)
    note(4)
    data = backup.dump()
    note(2)
    backup.load(data)
    release()
    assert audit.first_broken()[:2] == (None, 5)
    note(1)
    assert audit.first_broken()[:2] == (None, 6)
    assert reading().get_one(AuditHead, 1).number == 6
    officer.get("/desk", status=303)
