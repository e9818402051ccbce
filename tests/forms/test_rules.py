"""What a person sent, read as a whole: what applies, what is missing, what was put off."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.forms import kinds, places, queries, rules
from app.forms.questions import UploadedPhoto
from tests.forms.conftest import TODAY, a_form, a_question, only_if


def read(form, files=None, **said):
    return rules.read(form, {name.replace("__", "."): [text] for name, text in said.items()}, files or {}, TODAY, places)


NAME = a_question("person_name", "ten")
MARRIED = a_question("yes_no", "cuoi")
SPOUSE = a_question("person_name", "ban_doi", show_if=only_if("cuoi", "yes"))
LAND = a_question("choice", "nuoc", show_if=only_if("cuoi", "yes"))
WHERE = a_question("text", "nuoc_khac", show_if=only_if("nuoc", "Hai"))
FORM = a_form(NAME, MARRIED, SPOUSE, LAND, WHERE, a_question("text", "them", required=False))


def test_an_empty_form_misses_what_is_required_and_applies():
    reading = read(FORM)
    assert set(reading.errors) == {"ten", "cuoi"}
    assert reading.hidden == {"ban_doi", "nuoc", "nuoc_khac"}
    assert reading.answers == {} and reading.later == frozenset() and reading.consent is None


def test_a_hidden_question_hides_what_hangs_on_it_and_drops_its_answer():
    reading = read(FORM, ten="A", cuoi="no", ban_doi="B", nuoc="Hai", nuoc_khac="Lào")
    assert reading.answers == {"ten": "A", "cuoi": "no"}
    assert reading.errors == {}


def test_conditions_follow_one_another():
    reading = read(FORM, ten="A", cuoi="yes", ban_doi="B", nuoc="Hai", nuoc_khac="Lào")
    assert reading.answers["nuoc_khac"] == "Lào" and not reading.hidden


def test_what_is_required_may_be_put_off_but_not_the_names_of_the_people():
    reading = read(FORM, ten__later="1", cuoi__later="1")
    assert reading.later == {"cuoi"}
    assert set(reading.errors) == {"ten"}
    assert reading.hidden >= {"ban_doi"}


def test_an_answer_wins_over_putting_off_and_a_wrong_one_counts_as_put_off():
    number = a_form(a_question("number", "so"))
    assert read(number, so="3", so__later="1").answers == {"so": 3}
    assert read(number, so="ba", so__later="1") == read(number, so__later="1")
    assert read(number, so="ba", so__later="0").errors


def test_what_is_not_required_may_stay_empty_but_not_wrong():
    phone = a_form(a_question("phone", "dt", required=False))
    assert read(phone).errors == {} and read(phone, dt="  ").errors == {}
    assert set(read(phone, dt="12").errors) == {"dt"}


def test_consent_is_yes_or_no_or_not_answered():
    assert [read(FORM, consent=said).consent for said in ("yes", "no", "on", "")] == ["yes", "no", None, None]


def test_a_photo_answers_its_question():
    form = a_form(a_question("photo", "anh"))
    assert "anh" in read(form, {"anh": UploadedPhoto(b"\xff\xd8")}).answers
    assert set(read(form, {"anh": UploadedPhoto(problem="Chụp lại.")}).errors) == {"anh"}
    assert set(read(form).errors) == {"anh"}


BORN = a_form(a_question("citizen_id", "me_so_dinh_danh"), a_question("number", "me_nam_sinh", kind="year"))


def test_a_number_of_somebody_born_in_another_year_is_told():
    assert read(BORN, me_so_dinh_danh="051190001234", me_nam_sinh="1990").errors == {}
    assert set(read(BORN, me_so_dinh_danh="051190001234", me_nam_sinh="1985").errors) == {"me_so_dinh_danh"}
    assert read(BORN, me_so_dinh_danh="051190001234", me_nam_sinh="1985", me_so_dinh_danh__later="1").errors == {}


def test_pairs_give_every_answer_in_order_and_what_was_put_off():
    reading = read(FORM, ten="Phạm A", cuoi="yes", ban_doi="Đinh B", nuoc__later="1")
    assert [(question.id, shown) for question, shown in rules.pairs(FORM, reading)] == [
        ("ten", "Phạm A"),
        ("cuoi", "yes"),
        ("ban_doi", "Đinh B"),
        ("nuoc", rules.LATER),
    ]


def test_pairs_pass_over_answers_that_the_form_no_longer_knows():
    reading = replace(read(FORM, ten="A", cuoi="no"), answers={"ten": "A", "cu": "x"})
    assert len(rules.pairs(FORM, reading)) == 1


HOSTILE = [
    "\x00",
    "\u202e",
    "<script>alert(1)</script>",
    "'; DROP TABLE dossiers;--",
    "%s%n{0}",
    "a" * 100_000,
    "\ud800",
    "٣",
    "=1+1",
    "\U0010ffff",
    "../../etc",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text)[:20] for text in HOSTILE])
def test_hostile_text_in_every_field_never_breaks_a_form(house, text):
    with house.test_request_context("/"):
        for slug in queries.slugs():
            form = queries.form(slug)
            names = [name for question in form.questions for name in (*kinds.names(question), f"{question.id}.later")]
            reading = rules.read(form, dict.fromkeys(names, [text]), {}, TODAY, places)
            kept = json.dumps(reading.answers)
            assert "\\u0000" not in kept and "202e" not in kept and len(kept) < 20_000
            assert all(message and "\n" not in message for message in reading.errors.values())


@pytest.fixture(scope="module")
def forms(house):
    with house.test_request_context("/"):
        return [queries.form(slug) for slug in queries.slugs()]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_reading_never_raises_whatever_was_sent(forms, data):
    form = data.draw(st.sampled_from(forms))
    names = [name for question in form.questions for name in (*kinds.names(question), f"{question.id}.later")]
    text = st.one_of(st.text(), st.sampled_from(["yes", "no", "1", "51", "Xã Ba Tơ", "2024", "Nam", "Nước khác", *HOSTILE]))
    said = data.draw(st.dictionaries(st.sampled_from(names), st.lists(text, max_size=2), max_size=60))
    reading = rules.read(form, said, {}, TODAY, places)
    json.dumps(reading.answers)
    assert not reading.hidden & (set(reading.answers) | set(reading.errors) | reading.later)
    assert not set(reading.answers) & set(reading.later)
    assert len(rules.pairs(form, reading)) == len(reading.answers) + len(reading.later)
