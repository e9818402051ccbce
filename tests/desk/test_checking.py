"""What an officer saw of the papers is kept for the next one; what was missing already stands marked in the return."""

import pytest

from app.database import release
from app.dossiers import checks, queries, service
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.builders import a_filled_form
from tests.people import Visitor

PAPER = "paper.1"


@pytest.fixture
def dossier(app) -> str:
    receipt = service.receive_form(app.extensions["gocua.keys"], a_filled_form(), now())
    return queries.by_ticket(receipt.ticket).id


def test_what_one_officer_saw_the_next_one_sees(app, dossier):
    signed_in(app, name="Lê Thị Trước").post(f"/desk/d/{dossier}/check", {PAPER: "yes"}, 303)
    after = signed_in(app, name="Lê Văn Sau")
    page = after.get(f"/desk/d/{dossier}")
    assert "Lê Thị Trước" in page.words() and f'name="{PAPER}" value="" aria-pressed="true"' in page.text
    after.post(f"/desk/d/{dossier}/check", {PAPER: ""}, 303)
    release()
    assert checks.of(dossier) == {}


def test_a_paper_that_is_missing_is_marked_in_the_return(app, dossier):
    officer = signed_in(app)
    officer.post(f"/desk/d/{dossier}/check", {PAPER: "no"}, 303)
    page = officer.get(f"/desk/d/{dossier}/return")
    assert '<option value="missing" selected>' in page.text and "Chưa đánh dấu gì" not in page.words()


def test_only_papers_of_the_procedure_are_noted_and_only_by_its_office(app, dossier):
    officer = signed_in(app)
    for target in ("paper.99", "photo.x", "", "x" * 200):
        officer.post(f"/desk/d/{dossier}/check", {target: "yes"} if target else {}, 422)
    Visitor(app).post(f"/desk/d/{dossier}/check", {PAPER: "yes"}, 404)
    signed_in(app, scope="21490").post(f"/desk/d/{dossier}/check", {PAPER: "yes"}, 404)
    assert checks.of(dossier) == {}


def test_a_dossier_without_any_answer_is_shown(app):
    receipt = service.receive_form(app.extensions["gocua.keys"], a_filled_form(answers={}, id_number=None), now())
    page = signed_in(app).get(f"/desk/d/{queries.by_ticket(receipt.ticket).id}")
    assert "Tờ khai không có câu trả lời nào." in page.words()
