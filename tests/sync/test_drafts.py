"""A draft on its way to another browser: sealed bytes for a day and one reading; nobody here can open them."""

import json
import os
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import backup
from app.database import reading, release
from app.sync import rules, service
from app.sync.models import CarriedDraft

NOW = datetime(2026, 11, 22, 3, 0)
NAME = "0123456789abcdef" * 2
SEALED = os.urandom(500)


def rows() -> int:
    release()
    return reading().scalar(select(func.count()).select_from(CarriedDraft)) or 0


def left(citizen, name: bytes = bytes(16), sealed: bytes = SEALED, status: int = 201):
    return citizen.post("/drafts", name + sealed, status, content_type="application/octet-stream")


def taken(citizen, name: bytes = bytes(16), status: int = 200):
    return citizen.post("/drafts/taken", name, status, content_type="application/octet-stream")


def test_what_one_browser_left_another_takes_once(storage):
    service.leave(NAME, SEALED, "giver", NOW)
    assert service.take(NAME, NOW) == SEALED
    with pytest.raises(service.NoSuchDraft):
        service.take(NAME, NOW)
    assert rows() == 0


def test_after_a_day_nobody_gets_it_and_purge_deletes_it(storage):
    service.leave(NAME, SEALED, "giver", NOW)
    tomorrow = NOW + rules.STAYS
    with pytest.raises(service.NoSuchDraft):
        service.take(NAME, tomorrow)
    assert rows() == 1
    assert service.purge(tomorrow) == 1
    assert rows() == 0


def test_a_name_that_lies_there_is_never_overwritten(storage):
    service.leave(NAME, SEALED, "giver", NOW)
    with pytest.raises(service.NameTaken):
        service.leave(NAME, os.urandom(60), "stranger", NOW)
    assert service.take(NAME, NOW) == SEALED


def test_one_giver_cannot_fill_the_table(storage, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_DAY_FROM_ONE", 2)
    for number in range(2):
        service.leave(f"{number:032x}", SEALED, "giver", NOW)
    with pytest.raises(service.TooMany):
        service.leave(NAME, SEALED, "giver", NOW)
    service.leave(NAME, SEALED, "neighbour", NOW)
    monkeypatch.setattr(rules, "MOST_AT_A_TIME", 3)
    with pytest.raises(service.TooMany):
        service.leave("f" * 32, SEALED, "another", NOW)
    service.leave("f" * 32, SEALED, "another", NOW + rules.STAYS)


def test_the_phone_leaves_and_takes_bytes_by_post(citizen):
    left(citizen)
    left(citizen, status=409)
    answer = taken(citizen)
    assert answer.response.get_data() == SEALED
    assert answer.headers["Cache-Control"] == "no-store"
    taken(citizen, status=404)


@pytest.mark.parametrize("size, status", [(0, 422), (27, 422), (28, 201), (100_000, 201), (100_001, 413)])
def test_only_what_can_be_a_sealed_draft_is_taken(citizen, size, status):
    left(citizen, sealed=os.urandom(size), status=status)


def test_another_site_can_neither_leave_nor_take(citizen):
    left(citizen)
    foreign = {"headers": {"Sec-Fetch-Site": "cross-site"}, "content_type": "application/octet-stream"}
    citizen.post("/drafts/taken", bytes(16), 403, **foreign)
    citizen.post("/drafts", bytes(range(16)) + SEALED, 403, **foreign)
    assert rows() == 1


def test_the_log_and_the_backup_know_nothing_of_it(citizen, capfd):
    name = bytes(range(16))
    left(citizen, name)
    import gzip

    lines = [json.loads(line) for line in gzip.decompress(backup.dump()).decode().splitlines()]
    assert not [line for line in lines if line.get("table") == "carried_drafts"]
    taken(citizen, name)
    said = "".join(capfd.readouterr())
    assert name.hex() not in said and "203.0.113.9" not in said


def test_gocua_purge_counts_what_went(app):
    from app.dossiers.cli import purge

    service.leave(NAME, SEALED, "giver", datetime.now() - timedelta(days=3))
    answer = app.test_cli_runner().invoke(purge)
    assert "carried drafts 1" in answer.output
    assert rows() == 0


def test_both_pages_say_without_script_what_they_are_for(visit):
    assert "Trang này cho xem máy đang giữ gì, và xóa đi." in visit("/my-phone").words()
    assert "Trang này mang tờ khai làm dở sang máy khác." in visit("/drafts").words()
    for address in ("/en/my-phone", "/en/drafts"):
        assert "public" in visit(address).headers["Cache-Control"]
