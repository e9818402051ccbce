"""Who has no business with a dossier tries every door with its real id, and every list: never a word of it, and nothing changes."""

import re

import pytest

from app.database import release
from app.dossiers import queries, returns, service
from app.dossiers.reasons import Finding
from app.web.access import access_of
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.builders import a_filled_form
from tests.people import Visitor

NAME = "Đinh Thị Kín"
STRANGERS = ["volunteer", "translator", "reviewer", "leader", "admin", "officer elsewhere", "stranger", "holder of another"]
FORM = {
    "state": "done",
    "from": "",
    "paper.1": "no",
    "answer.ho_ten": "differs",
    "amount": "8000",
    "way": "cash",
    "entry": "0",
    "stay": "1",
}
ASKED = {"headers": {"Sec-Fetch-Site": "same-origin"}, "buffered": True}


def a_dossier(app, copies: int = 2) -> tuple[str, service.Receipt]:
    keys = app.extensions["gocua.keys"]
    filled = a_filled_form(answers={"ho_ten": NAME, "so_ban": copies}, files=(("anh", b"\xff\xd8 picture"),))
    receipt = service.receive_form(keys, filled, now())
    dossier_id = queries.by_ticket(receipt.ticket).id
    returns.give_back(keys, dossier_id, [Finding("answer", "ho_ten", "differs")], "desk", now())
    release()
    return dossier_id, receipt


def who_is(app, who: str) -> Visitor:
    if who == "officer elsewhere":
        return signed_in(app, scope="21490")
    if who in ("stranger", "holder of another"):
        return Visitor(app)
    return signed_in(app, who)


def doors(app, dossier_id: str, ticket: str) -> list[tuple[str, str]]:
    """Every method and address of a house that names a dossier, with the real one's names in it."""
    found = []
    for rule in app.url_map.iter_rules():
        if "dossier_id" in rule.arguments or ("ticket" in rule.arguments and rule.rule != "/d/<ticket>"):
            path = re.sub(r"<(?:\w+(?:\([^)]*\))?:)?dossier_id>", dossier_id, rule.rule.replace("<ticket>", ticket))
            path = re.sub(r"<int[^>]*>", "0", path)
            found += [(method, path) for method in rule.methods - {"HEAD", "OPTIONS"}]
        elif access_of(app, rule.endpoint) in ("read_dossiers", "accept_dossier", "take_fees") and not rule.arguments:
            found += [(method, rule.rule) for method in rule.methods - {"HEAD", "OPTIONS"}]
    return found


@pytest.mark.parametrize("who", STRANGERS)
def test_they_find_no_word_of_it_and_change_nothing(app, who):
    dossier_id, receipt = a_dossier(app)
    before = queries.opened(app.extensions["gocua.keys"], dossier_id)
    visitor = who_is(app, who)
    if who == "holder of another":
        other = a_dossier(app, copies=3)[1]
        visitor.post(f"/d/{other.ticket}", {"secret": other.secret}, 303)
        visitor.client.set_cookie("receipt", other.secret, domain="127.0.0.1", path=f"/d/{receipt.ticket}")
    ways = doors(app, dossier_id, receipt.ticket)
    assert len(ways) > 25
    for method, path in ways:
        answer = visitor._alone(visitor.client.open, path, {"method": method, "data": FORM if method == "POST" else None, **ASKED})
        body = answer.get_data()
        assert NAME.encode() not in body and b"\xff\xd8 picture" not in body, (who, method, path)
        is_list = dossier_id not in path and receipt.ticket not in path
        assert answer.status_code in (303, 401, 403, 404, 405, *((200, 409, 422) if is_list else ())), (method, path, answer.status)
        assert not (is_list and receipt.ticket.encode() in body), (who, path)
    release()
    after = queries.opened(app.extensions["gocua.keys"], dossier_id)
    assert (after.line.state, after.taken_by, after.events) == (before.line.state, before.taken_by, before.events)
