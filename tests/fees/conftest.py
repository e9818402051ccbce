"""Somebody who came for three copies of an extract."""

import pytest

from app.dossiers import queries
from app.dossiers.service import receive_form
from app.fees.service import Paid
from app.web.clock import now
from tests.builders import a_filled_form

ANSWERS = {"so_ban": 3, "chu_ho_ten": "Phạm Thị Thử"}


def a_dossier(app, **changes) -> Paid:
    """What is paid for: a fresh dossier of the demo office."""
    values = {"procedure_code": "2.000635", "form_slug": "trich-luc", "answers": ANSWERS, **changes}
    ticket = receive_form(app.extensions["gocua.keys"], a_filled_form(**values), now()).ticket
    view = queries.by_ticket(ticket)
    return Paid(view.office_code, view.id, view.ticket, view.procedure_code)


@pytest.fixture
def paid(app) -> Paid:
    """In a house of one's own on SQLite."""
    return a_dossier(app)
