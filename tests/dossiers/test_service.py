"""A dossier on its way: received once, sealed, moved on, deleted on time. On SQLite and on PostgreSQL."""

import json
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from app.database import release, writing
from app.dossiers import queries, service
from app.extensions import db
from app.sealing import CannotOpen, Keys
from tests.builders import a_filled_form

NOW = datetime(2026, 11, 21, 3, 0)


def keys(app) -> Keys:
    return app.extensions["gocua.keys"]


def count(table: str) -> int:
    with db.engines["read"].connect() as connection:
        return connection.scalar(text(f"SELECT count(*) FROM {table}"))


def test_a_double_tap_gives_the_same_receipt(storage):
    first = service.receive_form(keys(storage), a_filled_form(), NOW)
    again = service.receive_form(keys(storage), a_filled_form(), NOW + timedelta(minutes=14))
    assert (again.ticket, again.secret, again.is_new) == (first.ticket, first.secret, False)


def test_the_same_answers_later_are_another_dossier(storage):
    first = service.receive_form(keys(storage), a_filled_form(), NOW)
    later = service.receive_form(keys(storage), a_filled_form(), NOW + timedelta(minutes=16))
    assert later.is_new and later.ticket != first.ticket


def test_other_answers_or_another_photo_are_another_dossier(storage):
    tickets = {
        service.receive_form(keys(storage), form, NOW).ticket
        for form in (
            a_filled_form(),
            a_filled_form(answers={"so_ban": 3}),
            a_filled_form(files=(("anh", b"1"),)),
            a_filled_form(files=(("anh", b"2"),)),
        )
    }
    assert len(tickets) == 4


def test_many_taps_at_once_make_one_dossier(storage):
    before, tickets, faults = count("dossiers"), [], []

    def tap():
        with storage.app_context():
            try:
                tickets.append(service.receive_form(keys(storage), a_filled_form(), NOW).ticket)
            except Exception as fault:  # noqa: BLE001 - told below
                faults.append(fault)

    threads = [threading.Thread(target=tap) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(set(tickets)) == 1 and len(tickets) == 8
    assert count("dossiers") == before + 1


def test_nothing_personal_lies_open_in_the_database(storage):
    form = a_filled_form(answers={"ho_ten": "Đinh Thị Bí Mật", "so": "051190001234"}, files=(("anh", b"JPEG of a secret paper"),))
    service.receive_form(keys(storage), form, NOW)
    with db.engines["read"].connect() as connection:
        for table in db.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                raw = repr(tuple(row)) + "".join(
                    bytes(part).decode("latin-1") for part in row if isinstance(part, (bytes, memoryview))
                )
                for secret in ("Bí Mật", "B\\u00ed M", "051190001234", '1234"', "secret paper"):
                    assert secret not in raw, f"{secret} in {table.name}"


def test_the_officer_reads_what_was_sent(storage):
    form = a_filled_form(later=frozenset({"x"}), files=(("anh_1", b"one"), ("anh_2", b"two")))
    ticket = service.receive_form(keys(storage), form, NOW).ticket
    found = queries.opened(keys(storage), queries.by_ticket(ticket).id)
    assert found.answers == form.answers and found.later == {"x"}
    assert found.files == ((0, "anh_1"), (1, "anh_2"))
    assert queries.photo(keys(storage), found.line.id, 1) == b"two"
    assert queries.photo(keys(storage), found.line.id, 2) is None


def test_sealed_bytes_cannot_be_moved_to_another_dossier(app):
    one = queries.by_ticket(service.receive_form(keys(app), a_filled_form(), NOW).ticket)
    two = queries.by_ticket(service.receive_form(keys(app), a_filled_form(answers={"a": 1}), NOW).ticket)
    with writing() as session:
        session.execute(
            text("UPDATE dossiers SET answers = (SELECT answers FROM dossiers WHERE id = :one) WHERE id = :two"),
            {"one": one.id, "two": two.id},
        )
    with pytest.raises(CannotOpen):
        queries.opened(keys(app), two.id)


def test_a_new_master_key_seals_what_comes_and_old_ones_open_what_was(app):
    old = service.receive_form(keys(app), a_filled_form(), NOW)
    assert keys(app).rotate() == 2
    new = service.receive_form(keys(app), a_filled_form(answers={"a": 1}), NOW)
    for receipt in (old, new):
        assert queries.opened(keys(app), queries.by_ticket(receipt.ticket).id).answers
    (app.extensions["gocua.config"].data_dir / "keys" / "master-1.key").unlink()
    release()
    with pytest.raises(CannotOpen):
        queries.opened(keys(app), queries.by_ticket(old.ticket).id)


def test_keys_are_for_the_owner_only(app):
    folder = app.extensions["gocua.config"].data_dir / "keys"
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert len({path.read_bytes() for path in folder.iterdir()}) == len(list(folder.iterdir()))


def test_states_follow_only_as_they_may(storage):
    found = queries.by_ticket(service.receive_form(keys(storage), a_filled_form(), NOW).ticket)
    with pytest.raises(service.WrongState):
        service.move(found.id, "done", "desk", NOW)
    service.move(found.id, "accepted", "desk", NOW)
    with pytest.raises(service.WrongState):
        service.move(found.id, "accepted", "desk", NOW)
    with pytest.raises(service.WrongState):
        service.move(found.id, "nonsense", "desk", NOW)
    with pytest.raises(service.NoSuchDossier):
        service.move("nobody", "accepted", "desk", NOW)
    view = queries.by_ticket(found.ticket)
    assert view.state == "accepted" and view.accepted_at.hour == 10


def test_dossiers_go_when_their_time_is_up_with_all_that_hangs_on_them(storage):
    old = service.receive_form(keys(storage), a_filled_form(files=(("anh", b"x"),)), NOW - timedelta(days=200))
    found = queries.by_ticket(old.ticket)
    for state in ("accepted", "ready", "done"):
        service.move(found.id, state, "desk", NOW - timedelta(days=100))
    waiting = service.receive_form(keys(storage), a_filled_form(answers={"a": 1}), NOW - timedelta(days=100))
    gone = service.purge(NOW, keep_done_days=90, keep_open_days=730)
    assert gone["dossiers"] == 1
    assert queries.by_ticket(old.ticket) is None and queries.by_ticket(waiting.ticket)
    with db.engines["read"].connect() as connection:
        for table in ("dossier_files", "dossier_events"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table} WHERE dossier_id = :id"), {"id": found.id}) == 0
    assert service.purge(NOW + timedelta(days=700), 90, 730)["dossiers"] >= 1


def test_five_guesses_an_hour_and_not_one_more(storage):
    receipt = service.receive_form(keys(storage), a_filled_form(id_number="051190001234"), NOW)
    found = queries.by_ticket(receipt.ticket)
    guess = lambda last4, at=NOW: service.opens(keys(storage), found.id, found.ticket, last4, found.second_fact, at)  # noqa: E731
    assert [guess(f"000{n}") for n in range(5)] == [False] * 5
    assert guess("1234") is None
    assert guess("1234", NOW + timedelta(hours=2)) is True
    assert guess("9999", NOW + timedelta(hours=2)) is False


def test_ids_are_uuid7_in_order_of_time():
    one, two = service.uuid7(1_000, bytes(10)), service.uuid7(2_000, bytes(10))
    assert one < two
    assert one[14] == "7" and one[19] in "89ab" and len(one) == 36


def test_a_locked_database_is_tried_again_and_then_told(app, monkeypatch):
    from app import database

    attempts = []

    def work(session):
        attempts.append(1)
        raise database.OperationalError("x", {}, Exception("locked"))

    monkeypatch.setattr(database.time, "sleep", lambda seconds: None)
    with pytest.raises(database.Busy):
        database.write(work)
    assert len(attempts) == 3


def test_the_reading_door_cannot_write(storage):
    with pytest.raises(Exception, match="(?i)read.?only"):
        db.session.execute(text("DELETE FROM dossiers"))
    db.session.rollback()


def test_answers_keep_every_letter(storage):
    answers = {"ho_ten": "Đinh Thị Hơ̆ng 'năr", "ghi": "dòng\nhai", "so": 3, "ngay": {"day": None, "year": 1990}}
    ticket = service.receive_form(keys(storage), a_filled_form(answers=answers), NOW).ticket
    assert json.dumps(queries.opened(keys(storage), queries.by_ticket(ticket).id).answers, sort_keys=True) == json.dumps(
        answers, sort_keys=True
    )
