"""Dossiers out and states in, as another system does it: whole, unchanged on the way, under the desk's own rules."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.database import reading, release
from app.dossiers import queries, returns, service
from app.dossiers.calendar import today
from app.dossiers.models import Dossier, DossierEvent
from app.fees import service as fees
from app.web.clock import now
from tests.api.conftest import PHOTO, Program, a_dossier, a_system, stamped

NAME = "Phạm Thị Thử"


@pytest.fixture
def program(storage) -> Program:
    return a_system(storage)


@pytest.fixture
def dossier(storage) -> str:
    return a_dossier(storage, files=(("da_chup_san", PHOTO),), later=frozenset({"loai_giay"}), unread={"so_ban": "hai"})


def state_of(dossier: str) -> str:
    release()
    return reading().get_one(Dossier, dossier).state


def test_a_dossier_comes_whole(storage, program, dossier):
    fees.take(fees.Paid("21484", dossier, "7K3F9QXM", "2.000815"), 0, 8000, "cash", "desk", now())
    stamped(dossier, due_on=today())
    status, said = program.get(f"/api/v1/dossiers/{dossier}")
    assert status == 200 and (said["id"], said["state"], said["procedure"]) == (dossier, "received", "2.000815")
    answers = {one["question"]: one for one in said["answers"]}
    assert answers["so_ban"]["value"] == 2 and answers["so_ban"]["label"] and answers["loai_giay"]["later"] is True
    assert said["unread"] == {"so_ban": "hai"} and said["due_on"] == today().isoformat()
    assert said["paid_dong"] == said["payments"][0]["dong"] == 8000
    assert said["attachments"] == [
        {"number": 0, "question": "da_chup_san", "bytes": len(PHOTO), "sha256": hashlib.sha256(PHOTO).hexdigest()}
    ]
    assert [one["event"] for one in said["events"]] == ["received"] and (said["photos"], said["photos_expected"]) == (1, 1)


def test_the_list_holds_nothing_of_what_was_written(program, dossier):
    program.get("/api/v1/dossiers")
    text = program.last.get_data(as_text=True)
    assert dossier in text and NAME not in text and "051190001234" not in text


def test_who_has_a_dossier_as_it_is_gets_it_no_second_time(program, dossier):
    program.get(f"/api/v1/dossiers/{dossier}")
    mark = {"If-None-Match": program.last.headers["ETag"]}
    assert program.get(f"/api/v1/dossiers/{dossier}", headers=mark)[0] == 304 and not program.last.data
    service.move(dossier, "accepted", "desk", now())
    assert program.get(f"/api/v1/dossiers/{dossier}", headers=mark)[0] == 200


def test_a_photo_comes_as_it_was_and_shut_in(program, dossier):
    address = f"/api/v1/dossiers/{dossier}/attachments/0"
    assert program.get(address)[0] == 200
    answer = program.last
    assert answer.data == PHOTO and answer.mimetype == "image/jpeg" and "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert program.get(address, headers={"If-None-Match": answer.headers["ETag"]})[0] == 304 and not program.last.data
    assert program.get(address.replace("/0", "/1"))[0] == 404
    assert program.get(address.replace("/0", "/99999999999999999999"))[0] == 404


def test_a_state_is_set_under_the_desks_rules(program, dossier):
    address = f"/api/v1/dossiers/{dossier}/state"
    assert (
        program.post(address, {"state": "ready"}) == (409, program.last.get_json())
        and program.last.get_json()["state"] == "received"
    )
    status, said = program.post(address, {"state": "accepted", "if_state": "received"})
    assert status == 200 and said["state"] == state_of(dossier) == "accepted" and said["due_on"]
    assert program.post(address, {"state": "done", "if_state": "ready"})[1]["state"] == "accepted"
    assert program.post(address, {"state": "received"})[0] == 422 and state_of(dossier) == "accepted"


def test_the_same_call_again_gives_the_same_answer_and_changes_nothing_again(program, dossier):
    address = f"/api/v1/dossiers/{dossier}/state"
    first = program.post(address, {"state": "accepted"}, Idempotency_Key="call-1")
    service.move(dossier, "ready", "desk", now())
    assert program.post(address, {"state": "accepted"}, Idempotency_Key='"call-1"') == first and first[0] == 200
    assert state_of(dossier) == "ready"
    assert program.post(address, {"state": "done"}, Idempotency_Key="call-1")[0] == 422 and state_of(dossier) == "ready"
    assert program.post(address, {"state": "accepted"}, Idempotency_Key="call-2")[0] == 409
    assert program.post(address, {"state": "done"}, Idempotency_Key="call-2")[0] == 200  # what failed is not kept
    for wrong in ('""', "a b", "x" * 129, "é"):
        assert program.post(address, {"state": "done"}, Idempotency_Key=wrong)[0] == 422


def test_two_calls_at_one_moment_set_it_once(storage, program, dossier):
    address = f"/api/v1/dossiers/{dossier}/state"
    several = [Program(storage, program.key) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(_posted, storage, one, address) for one in several]
        answers = [call.result() for call in calls]
    assert all(answer == answers[0] for answer in answers) and answers[0][0] == 200
    release()
    times = select(func.count()).where(DossierEvent.dossier_id == dossier, DossierEvent.state == "accepted")
    assert reading().scalar(times) == 1


def _posted(app, program: Program, address: str):
    with app.app_context():
        return program.post(address, {"state": "accepted"}, Idempotency_Key="one")


def test_a_return_names_everything_from_the_closed_list(storage, program, dossier):
    address = f"/api/v1/dossiers/{dossier}/state"
    photo = {"kind": "photo", "target": "0", "reason": "blurry", "place": [500, 250]}
    paper = {"kind": "paper", "target": "1", "reason": "missing"}
    for nowhere in ({**photo, "target": "7"}, {**paper, "target": "99"}, {"kind": "answer", "target": "x", "reason": "empty"}):
        assert program.post(address, {"state": "returned", "findings": [photo, nowhere]})[0] == 422
    assert state_of(dossier) == "received"
    status, said = program.post(address, {"state": "returned", "findings": [photo, paper]})
    assert (status, said["state"]) == (200, "returned") == (200, state_of(dossier))
    assert [one.reason for one in returns.open_findings(storage.extensions["gocua.keys"], dossier)] == ["blurry", "missing"]
    assert program.get(f"/api/v1/dossiers/{dossier}")[1]["findings"] == [photo, {**paper, "place": None}]


def test_a_dossier_that_is_deleted_takes_its_answers_along(program, dossier):
    program.post(f"/api/v1/dossiers/{dossier}/state", {"state": "withdrawn"}, Idempotency_Key="x")
    service.purge(now() + timedelta(days=91), 90, 730)
    release()
    assert program.get(f"/api/v1/dossiers/{dossier}")[0] == 404 and queries.office_of(dossier) is None
