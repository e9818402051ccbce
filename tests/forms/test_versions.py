"""A form that changes while drafts are out: what was begun with the old one is shown, sent and read with the old one."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from app.database import reading
from app.dossiers import queries as dossiers
from app.dossiers.models import Dossier
from app.forms import kinds, queries
from tests.dossiers.test_start import PERSON, complete
from tests.phone import BIRTH, sealed
from tests.sync.test_items import listing, sent

SHAPES = Path(__file__).with_name("shapes.txt")
CODE = "1.001193"
GONE, NEW = "yeu_cau_ho_ten", "nguoi_khai_ho_ten"
CACHES = (queries._records, queries._by_code, queries._every_version)


def shape(form) -> str:
    """What of a form its sealed answers depend on, as 16 hex digits: its inputs in their order, and what may be chosen."""
    rows = [
        [question.id, question.type, kinds.names(question), [one.value for one in question.choices]] for question in form.questions
    ]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16]


def test_a_form_that_asks_something_else_has_a_new_version_and_its_old_one_is_kept(house):
    known = dict(line.rsplit(" ", 1) for line in SHAPES.read_text("utf-8").splitlines())
    with house.test_request_context("/"):
        for slug in queries.slugs():
            latest = queries.form(slug).version
            for version in range(1, latest + 1):
                form = queries.form(slug, version)
                assert form, f"data/old/{slug}-{version}.json is missing: phones hold answers to it"
                name = f"{slug} {version}"
                assert known.get(name) == shape(form), (
                    f"{name} is {shape(form)}: keep the old file in data/old, count the version up, note it"
                )


@pytest.fixture
def changed(app, tmp_path, monkeypatch):
    """The birth registration asks another name since version 2; version 1 lies with the old ones."""
    data = tmp_path / "forms"
    shutil.copytree(queries.DATA, data)
    record = json.loads((data / "khai-sinh.json").read_text("utf-8"))
    (data / "old").mkdir(exist_ok=True)
    (data / "old" / "khai-sinh-1.json").write_text(json.dumps(record), "utf-8")
    record["version"] = 2
    next(one for one in record["questions"] if one["id"] == GONE)["id"] = NEW
    record["questions"].reverse()
    (data / "khai-sinh.json").write_text(json.dumps(record), "utf-8")
    monkeypatch.setattr(queries, "DATA", data)
    for known in CACHES:
        known.cache_clear()
    yield app
    for known in CACHES:
        known.cache_clear()


def test_a_dossier_sealed_with_the_old_form_is_read_with_it(changed, citizen, officer):
    item = sealed(listing(citizen), version=1)
    sent(citizen, item)
    found = dossiers.opened(changed.extensions["gocua.keys"], item.id)
    assert found.form_version == 1 and found.answers[GONE] == BIRTH[GONE]
    shown = officer.get(f"/desk/d/{item.id}")
    assert BIRTH[GONE] in shown.words() and BIRTH["con_ho_ten"] in shown.words()


def test_who_began_with_the_old_form_finds_it_under_its_number(changed, citizen):
    old, new = citizen.get(f"/p/{CODE}/start/1?o=21484"), citizen.get(f"/p/{CODE}/start?o=21484")
    assert 'data-version="1"' in old.text and f'name="{GONE}"' in old.text and f'action="/p/{CODE}/start/1?o=21484"' in old.text
    assert 'data-version="2"' in new.text and f'name="{GONE}"' not in new.text


@pytest.mark.parametrize("version", [2, 3, 0])
def test_todays_form_has_no_number_and_one_that_never_was_leads_to_it(changed, citizen, version):
    assert citizen.get(f"/p/{CODE}/start/{version}?o=21484", 303).headers["Location"].endswith(f"/p/{CODE}/start?o=21484")


def test_without_script_the_old_form_still_sends_its_own_answers(changed, citizen):
    answer = citizen.post(f"/p/{CODE}/start/1?o=21484", complete(CODE, 1), 303)
    ticket = re.search(r"/d/(\w+)", answer.headers["Location"]).group(1)
    row = reading().query(Dossier).filter_by(ticket=ticket).one()
    assert row.form_version == 1
    assert dossiers.opened(changed.extensions["gocua.keys"], row.id).answers[GONE] == PERSON
