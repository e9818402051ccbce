"""Backups: a restore drill, on both databases, and files that are no backups."""

import gzip
import json

import pytest

from app import backup
from app.dossiers import calendar, queries, service
from app.offices import queries as offices
from app.offices import service as offices_service
from app.sealing import Keys
from tests.builders import a_filled_form


def keys(app) -> Keys:
    return app.extensions["gocua.keys"]


def test_what_was_backed_up_comes_back_and_what_came_later_goes(storage):
    early = service.receive_form(keys(storage), a_filled_form(), calendar.now())
    data = backup.dump()
    later = service.receive_form(keys(storage), a_filled_form(answers={"ban_sao": "khac"}), calendar.now())
    offices_service.add_office("21484", hotline="1", hours="2", counter="3")
    assert backup.load(data) > 205
    found = queries.by_ticket(early.ticket)
    assert found and queries.opened(keys(storage), found.id).answers
    assert queries.by_ticket(later.ticket) is None
    assert offices.office("21484").hotline == "0255 000 0000"
    assert service.receive_form(keys(storage), a_filled_form(answers={"x": 1}), calendar.now()).is_new


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", gzip.compress(b"{}"), gzip.compress(b"[]\n{}")], ids=["empty", "nonsense", "object", "list"]
)
def test_a_file_that_is_no_backup_changes_nothing(app, data):
    with pytest.raises(backup.NotABackup):
        backup.load(data)
    assert offices.office("21484")


def test_a_backup_that_broke_off_changes_nothing(app):
    whole = gzip.decompress(backup.dump()).splitlines()
    with pytest.raises(backup.NotABackup, match="no whole backup"):
        backup.load(gzip.compress(b"\n".join(whole[:-5])))
    with pytest.raises(backup.NotABackup):
        backup.load(backup.dump()[:-200])
    assert offices.office("21484")


def test_the_command_keeps_keys_apart_and_restores_both(app, tmp_path):
    runner = app.test_cli_runner()
    file = tmp_path / "house.gocua"
    assert runner.invoke(backup.backup, [str(file)]).exit_code == 0
    beside = tmp_path / "house.gocua.keys"
    assert beside.stat().st_mode & 0o077 == 0
    head = json.loads(gzip.decompress(file.read_bytes()).splitlines()[0])
    assert head["format"] == "gocua-backup 1"
    folder = app.extensions["gocua.config"].data_dir / "keys"
    old = (folder / "master-1.key").read_bytes()
    (folder / "master-1.key").write_bytes(b"0" * 32)
    done = runner.invoke(backup.restore, [str(file), "--keys", str(beside), "--yes"])
    assert done.exit_code == 0, done.output
    assert (folder / "master-1.key").read_bytes() == old
