"""Every sentence in every language: catalogues fresh, English whole, placeholders kept, simple words for citizens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask_babel import force_locale, ngettext

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SHORT_FORMS = re.compile(r"\b(UBND|CCCD|TTHC|BHYT|BHXH|HĐND|GCN)\b")
WORDS_A_SENTENCE = 14


@pytest.fixture(scope="session")
def sentences(tmp_path_factory) -> set[str]:
    """Every message that the code and the templates hold."""
    pot = tmp_path_factory.mktemp("texts") / "messages.pot"
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-k",
        "t",
        "-k",
        "N_",
        "-k",
        "lazy_gettext",
        "-o",
        str(pot),
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return {message.id for message in read_po(pot.open("rb")) if message.id}


def test_english_says_everything(sentences):
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file, locale="en") if message.id}
    missing = sorted(one for one in sentences if not catalogue.get(one))
    assert not missing, f"run `make texts` and translate: {missing}"
    stale = sorted(set(catalogue) - sentences)
    assert not stale, f"run `make texts`: {stale}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translations_keep_placeholders_and_bring_no_markup(path):
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id and message.string:
                assert sorted(PLACEHOLDER.findall(message.id)) == sorted(PLACEHOLDER.findall(message.string)), message.id
                assert "<" not in message.string


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_compiled_catalogue_is_fresh_and_counts(house, path):
    compiled = path.with_suffix(".mo")
    with path.open("rb") as po, compiled.open("rb") as mo:
        want = {one.id: one.string for one in read_po(po) if one.id and one.string}
        have = {one.id: one.string for one in read_mo(mo) if one.id}
    assert want == have, "run `make texts`"
    with house.test_request_context("/"), force_locale(path.parts[-3]):
        assert [ngettext("%(num)s x", "%(num)s y", count) for count in (1, 2, 5)]


def test_citizens_sentences_are_short_and_have_no_short_forms(sentences):
    for one in sentences:
        assert not SHORT_FORMS.search(one), one
        assert one.upper() != one or len(one) < 4, one
        for part in re.split(r"[.?!:;]\s", one):
            assert len(part.split()) <= WORDS_A_SENTENCE, part


def test_a_page_in_english_has_no_vietnamese_sentence_of_ours(visit, sentences):
    for address in (
        "/en/",
        "/en/help",
        "/en/privacy",
        "/en/scan",
        "/en/p/1.001193",
        "/en/p/1.001193/papers",
        "/en/p/1.001193/start",
    ):
        words = visit(address).words()
        for one in sentences:
            if len(one) > 12 and "%(" not in one:
                assert one not in words, (address, one)


def test_the_thirteen_are_whole_in_english(visit):
    from app.forms import queries as forms

    for code in forms.slugs().values():
        text = re.sub(r"<details.*?</details>", "", visit(f"/en/p/{code}").text, flags=re.DOTALL)
        left = re.findall(r'<span lang="vi">([^<]*)</span>', text)
        assert all("Ba Tơ" in one for one in left), (code, left)  # the counter's own name and house


def test_a_pack_that_lacks_a_sentence_shows_vietnamese_marked_as_such(house):
    from app.web.texts import t

    with house.test_request_context("/p/x", environ_overrides={"gocua.language": "en"}):
        assert t("Một câu chưa ai dịch").__html__() == '<span lang="vi">Một câu chưa ai dịch</span>'
        assert t("Bắt đầu làm").__html__() == "Start"
