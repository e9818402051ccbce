"""Somebody who tries the demo finds people waiting at the desk."""

import pytest

from app import demo_desk
from app.dossiers import queries, queue
from app.dossiers.calendar import today
from tests.people import Visitor

OFFICE = "21484"


@pytest.fixture
def tickets(app) -> list[str]:
    return demo_desk.lay_out(app.extensions["gocua.keys"], OFFICE)


def test_each_form_takes_its_invented_answers_and_each_state_is_there(tickets):
    assert len(tickets) == 5 and queue.counts([OFFICE]) == {"received": 3, "accepted": 1, "returned": 1, "ready": 1}
    assert queue.overdue([OFFICE], today()) >= 1


def test_each_of_them_opens_prints_and_is_told_to_its_holder(app, tickets):
    officer, citizen = Visitor(app, at_the_machine=True), Visitor(app)
    for ticket in tickets:
        found = queries.by_ticket(ticket)
        officer.get(f"/desk/d/{found.id}")
        assert officer.get(f"/desk/d/{found.id}/form.pdf").response.data.startswith(b"%PDF")
        citizen.get(f"/d/{ticket}")
    assert officer.get(f"/desk/d/{queries.by_ticket(tickets[0]).id}/files/0").response.data.startswith(b"\xff\xd8")
