"""The forms' own data: coherent, complete, in plain words, with both languages."""

import json
import re
from pathlib import Path

import pytest

from app.forms import kinds, queries
from app.web import pictures

DATA = Path(queries.__file__).parent / "data"
RECORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(DATA.glob("*.json"))}
CODES = {
    "chung-thuc-ban-sao": "2.000815",
    "chung-thuc-chu-ky": "2.000884",
    "ho-kinh-doanh": "1.001612",
    "ket-hon": "1.000894",
    "khai-sinh": "1.001193",
    "khai-tu": "1.000656",
    "khuyet-tat": "1.001699",
    "mai-tang": "1.001731",
    "tam-tru": "1.004194",
    "thuong-tru": "1.004222",
    "tinh-trang-hon-nhan": "1.004873",
    "trich-luc": "2.000635",
    "tro-cap-huu-tri-xa-hoi": "1.014027",
}
every_form = pytest.mark.parametrize("slug", RECORDS)


def test_the_thirteen_forms_belong_to_their_procedures():
    assert queries.slugs() == CODES
    assert sum(len(record["questions"]) for record in RECORDS.values()) == 292


@every_form
def test_ids_stand_once_and_fit_into_input_names(slug):
    ids = [entry["id"] for entry in RECORDS[slug]["questions"]]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", one) for one in ids)
    assert not {"consent", "step", "office"} & set(ids)


@every_form
def test_conditions_and_same_as_look_back_to_questions_that_can_answer_so(slug):
    seen = {}
    for entry in RECORDS[slug]["questions"]:
        condition = entry.get("show_if")
        if condition:
            parent = seen[condition["field"]]
            possible = [True, False] if parent["type"] == "yes_no" else parent["choices"]
            assert condition["equals"] in possible, entry["id"]
        for same in entry.get("same_as") or ():
            assert seen[same["field"]]["type"] == entry["type"], entry["id"]
            assert same["label_vi"] and same["label_en"] and "|" not in same["label_vi"] and "=" not in same["label_vi"]
        seen[entry["id"]] = entry


@every_form
def test_answers_have_as_many_words_as_values(slug):
    for entry in RECORDS[slug]["questions"]:
        for part in (entry, *(entry.get("fields") or ())):
            values = part.get("choices")
            assert (part["type"] == "choice") == bool(values), part["id"]
            for parallel in ("choices_en", "plain_choices_vi", "pictures"):
                assert part.get(parallel) is None or len(part[parallel]) == len(values), (part["id"], parallel)
            assert values is None or len(values) == len(set(values))
            if values and len(values) > 4:
                assert len(part["usual"]) == 3 and set(part["usual"]) <= set(values), part["id"]


@every_form
def test_every_question_says_why_it_is_asked_and_has_its_picture(slug):
    for entry in RECORDS[slug]["questions"]:
        assert entry["why_vi"] and entry["why_en"] and entry["ask_vi"] and entry["ask_en"], entry["id"]
        assert bool(entry.get("help_vi")) == bool(entry.get("help_en")), entry["id"]
        assert entry["picture"] in pictures.table() and set(entry.get("pictures") or ()) <= set(pictures.table())


@every_form
def test_sentences_are_short(slug):
    for entry in RECORDS[slug]["questions"]:
        for text in filter(None, (entry["ask_vi"], entry.get("help_vi"), entry["why_vi"])):
            for sentence in re.split(r"[.?!:]\s*", text):
                assert len(sentence.split()) <= 12, text


@every_form
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_form_loads_in_both_languages(house, slug, prefix):
    with house.test_client() as client:
        client.get(f"{prefix}/healthz")
        form = queries.form(slug)
    assert form == form and form.slug == slug
    for question in form.questions:
        assert question.ask.lang == (prefix[1:] or "vi")
        assert kinds.kind(question.type).MESSAGES["missing"]
        assert question.type != "people" or (question.fields and question.most_people)


def test_the_form_for_a_first_card_also_changes_one(house):
    with house.test_request_context("/"):
        assert queries.form_for("1.001653").slug == "khuyet-tat"
        assert queries.form_for("9.999999") is None and queries.form("khong-co") is None


def test_what_may_lie_ahead_and_what_is_a_year_or_money_is_said_in_the_data():
    entries = [entry for record in RECORDS.values() for entry in record["questions"]]
    assert {entry["id"] for entry in entries if entry.get("may_be_future")} == {"thoi_han", "ngay_bat_dau", "thoi_gian_mai_tang"}
    assert {entry["id"] for entry in entries if entry.get("kind") == "money"} == {"von", "muc_luong_huu"}
    assert all(entry.get("kind") == "year" for entry in entries if entry["id"].endswith("nam_sinh"))
