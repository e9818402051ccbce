"""The phone finds what the server finds: the same index gives the same answer, and the light index nearly that of the full."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import pytest

from app.search import offline, phrases, rules
from tests.search.phone import found_by_phone
from tests.search.test_figures import asked, in_scope

NAMES = ("dev", "blind", "blind-2", "none", "none-2")
MISSPELT = 600
LARGEST_LOSS = 0.03
ODD = [
    "",
    "   ",
    "?!...",
    "2.000815",
    "ma so 2000815",
    "000815",
    "0912345678",
    "mmmmmm" * 30,
    "?lạ @lost",
    "làm\0gì",
    "İSTANBUL 🙂",
]


def misspelt(text: str, chance: random.Random) -> str:
    """A text as a hurried finger types it: no accents, half the marks, telex keys, letters lost, doubled or swapped."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).replace("đ", "d")
    way = chance.randrange(6)
    if way == 0:
        return plain
    if way == 1:
        return " ".join(chance.choice(pair) for pair in zip(text.split(), plain.split(), strict=True))
    if way == 2:
        return text.replace("â", "aa").replace("ê", "ee").replace("ô", "oo").replace("đ", "dd").replace("ư", "uw")
    place = chance.randrange(1, max(2, len(text) - 2))
    if way == 3:
        return text[:place] + text[place + 1 :]
    if way == 4:
        return plain[:place] + plain[place : place + 2][::-1] + plain[place + 2 :]
    return plain.replace(" ", "", chance.randrange(1, 3)) + chance.choice("sfrxj1234")


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """All known queries, and hundreds of misspellings of them."""
    known = [query["q"] for name in NAMES for query in asked(name)]
    chance = random.Random(11)
    return [*known, *ODD, *(misspelt(chance.choice(known), chance) for _ in range(MISSPELT))]


def answer(found: rules.Found) -> tuple:
    return found.kind, [hit.code for hit in found.hits], found.question.text if found.question else None


def test_the_phone_answers_as_the_server_does(light_index, texts, tmp_path):
    phone = found_by_phone(offline.as_json(light_index), texts, tmp_path)
    other = []
    for text, found in zip(texts, phone, strict=True):
        here = rules.find(light_index, text)
        question = found["question"] and found["question"]["text"]
        if (found["kind"], [hit["code"] for hit in found["hits"]], question) != answer(here):
            other.append((text, found["kind"], here.kind))
        assert [hit["score"] for hit in found["hits"]] == pytest.approx([hit.score for hit in here.hits], abs=0.002)
    print(f"{len(texts)} texts, {len(other)} answered otherwise")
    assert not other


def shares(found: list[list[str]], queries: list[dict]) -> tuple[float, float]:
    first = sum(bool(set(codes[:1]) & set(query["codes"])) for codes, query in zip(found, queries, strict=True))
    three = sum(bool(set(codes[:3]) & set(query["codes"])) for codes, query in zip(found, queries, strict=True))
    return first / len(queries), three / len(queries)


@pytest.mark.parametrize("name", ["dev", "blind", "blind-2"])
def test_the_phone_is_right_nearly_as_often_as_the_server(index, light_index, name, tmp_path):
    queries = in_scope(asked(name))
    phone = found_by_phone(offline.as_json(light_index), [query["q"] for query in queries], tmp_path)
    mine = shares([[hit["code"] for hit in found["hits"]] for found in phone], queries)
    server = shares([[hit.code for hit in rules.find(index, query["q"]).hits] for query in queries], queries)
    print(f"{name:8} server {server[0]:.1%} first, {server[1]:.1%} among three; phone {mine[0]:.1%}, {mine[1]:.1%}")
    assert all(here >= there - LARGEST_LOSS for here, there in zip(mine, server, strict=True))


def test_the_phone_offers_little_where_nothing_fits(light_index, tmp_path):
    queries = [query["q"] for name in NAMES for query in asked(name) if not query["codes"]]
    found = found_by_phone(offline.as_json(light_index), queries, tmp_path)
    answered = [text for text, one in zip(queries, found, strict=True) if one["kind"] != "nothing"]
    print(f"{len(answered)} of {len(queries)} out of scope answered on the phone")
    assert len(answered) <= 0.10 * len(queries), answered


def test_a_phone_with_an_empty_catalogue_finds_nothing(tmp_path):
    empty = rules.build_index([], phrases.phrases(), [])
    found = found_by_phone(offline.as_json(offline.lighter(empty, [])), ["khai sinh", "2.000815"], tmp_path)
    assert [one["kind"] for one in found] == ["nothing", "nothing"]


def test_a_procedure_known_by_its_names_alone_is_found_on_a_phone(entries, tmp_path):
    kites = rules.Entry("9.000001", "Đăng ký thả diều ban đêm", "Thả diều ban đêm")
    listed = [*entries[:40], kites]
    index = rules.build_index(listed, phrases.phrases(), phrases.questions())
    light = offline.lighter(index, rules.taught(index, listed, phrases.phrases()))
    found = found_by_phone(offline.as_json(light), ["tôi muốn thả diều ban đêm", "xin tha dieu"], tmp_path)
    assert [one["hits"][0]["code"] for one in found if one["hits"]] == ["9.000001", "9.000001"]


def names(entries: list[rules.Entry], **others: rules.Entry | None) -> dict:
    """What /search/names.json gives when procedures have other names than the index learned, are new, or (None) are gone."""
    changed = {code.removeprefix("p").replace("_", "."): entry for code, entry in others.items()}
    codes = [entry.code for entry in entries if entry.code not in changed] + [code for code, entry in changed.items() if entry]
    learned = {entry.code: entry for entry in entries}
    return {
        "codes": " ".join(codes),
        "words": {code: offline.words(entry, learned.get(code)) for code, entry in changed.items() if entry},
    }


def test_a_phone_finds_a_procedure_by_its_new_name_and_by_what_was_learned(entries, light_index, tmp_path):
    married = replace(
        next(entry for entry in entries if entry.code == "1.000894"), name="Ghi sổ uyên ương", plain_name="Ghi sổ uyên ương"
    )
    told = names(entries, p1_000894=married)
    found = found_by_phone(offline.as_json(light_index), ["ghi so uyen uong", "đăng ký kết hôn"], tmp_path, told)
    assert [one["hits"][0]["code"] for one in found] == ["1.000894", "1.000894"]


def test_a_phone_finds_a_procedure_that_came_after_its_index(entries, light_index, tmp_path):
    kites = rules.Entry("9.000001", "Đăng ký thả diều ban đêm", "Thả diều ban đêm")
    told = names(entries, p9_000001=kites)
    found = found_by_phone(offline.as_json(light_index), ["thả diều ban đêm", "9.000001", "đăng ký kết hôn"], tmp_path, told)
    assert [one["hits"][0]["code"] for one in found] == ["9.000001", "9.000001", "1.000894"]


def test_a_phone_does_not_find_a_procedure_that_was_withdrawn(entries, light_index, tmp_path):
    told = names(entries, p1_000894=None)
    found = found_by_phone(
        offline.as_json(light_index), ["đăng ký kết hôn", "1.000894", "khai sinh cho con mới đẻ"], tmp_path, told
    )
    assert all(hit["code"] != "1.000894" for one in found for hit in one["hits"])
    assert found[2]["hits"][0]["code"] == "1.001193"


def test_words_that_a_procedure_had_before_weigh_no_more_than_before(entries, light_index, tmp_path):
    """After years of small changes every procedure's names come beside the index, most of them with nothing new."""
    told = {"codes": " ".join(light_index.codes), "words": {entry.code: offline.words(entry, entry) for entry in entries}}
    texts = [query["q"] for query in in_scope(asked("blind"))]
    index = offline.as_json(light_index)
    assert found_by_phone(index, texts, tmp_path, told) == found_by_phone(index, texts, tmp_path)
