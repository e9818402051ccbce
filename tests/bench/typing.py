"""What a typical person taps and types in each of the 13 forms, with the cards scanned and the usual answers.

A tap is one touch of a button or a key on the screen; typed are the letters that only a keyboard gives: names of people
who have no card, the name of a shop, an e-mail. A sample person answers the first choice, what stands on the own card is
scanned, "later" is never used for what is required, what is optional and typed is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.bench.figures import Row
from tests.browser.conftest import PHONE
from tests.browser.pages.wizard import Wizard

BIRTH = "1.001193"
MOST_TYPED_BIRTH = 2
TAPS_OF_A_SCAN = 2  # "scan the card", "right"
MOST_QUESTIONS = 120
SAMPLES = {"person_name": "Phạm Thị Bé", "text": "Gạo", "email": "a@xa.vn", "place": "Thôn Nước Lang"}
DATE = ("24", "11", "2025")
DATES = {"chu_ngay_sinh": ("1", "2", "1990 – 1999", "1990")}  # of the person on the card
CARD = "051190001234||Phạm Thị Thử|01021990|Nữ|Thôn Nước Lang, Ba Vinh, Ba Tơ, Quảng Ngãi|01012022"
GIVE = """async ([id, text]) => {
  const { readCard } = await import(new URL("../scan/card.js", WIZARD));
  const { placeOf } = await import(new URL("../scan/places.js", WIZARD));
  const { cardOf, fill } = await import(new URL("./filling.js", WIZARD));
  const form = document.getElementById("wizard");
  const card = readCard(text);
  card.place = await placeOf(card.address, card.issued);
  fill(cardOf(form, document.getElementById(`q-${id}`)), card, JSON.parse(form.dataset.messages));
  const now = document.getElementById(`q-${id}`);
  if ("filled" in now.dataset) document.getElementById("wizard-next").click();
  return "filled" in now.dataset;
}"""


@dataclass
class Counted:
    """taps, typed letters, and how many answers were typed at all."""

    taps: int = 0
    letters: int = 0
    answers: int = 0
    scans: int = 0


def rows(browser: Browser, url: str) -> list[Row]:
    """One row for each form: taps, and behind them letters; the birth registration's typed answers have a limit."""
    found = []
    for slug, code in sorted(_forms()):
        counted = _walk(browser, url, code)
        limit = MOST_TYPED_BIRTH if code == BIRTH else MOST_QUESTIONS
        said = f"{counted.taps} taps, {counted.letters} letters typed, {counted.scans} cards scanned"
        found.append(Row(f"typed answers in {slug}", counted.answers, limit, beside=said))
    return found


def _forms() -> Iterator[tuple[str, str]]:
    from app.forms import queries

    yield from queries.slugs().items()


def _walk(browser: Browser, url: str, code: str) -> Counted:
    context = browser.new_context(base_url=url, viewport=PHONE, locale="vi-VN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    wizard = Wizard(page).open(code)
    counted = Counted()
    for _ in range(MOST_QUESTIONS):
        if wizard.reads_back:
            break
        now = wizard.id
        _answer(page, wizard, counted)
        page.wait_for_function(
            "id => document.getElementById(`q-${id}`).hidden || document.querySelector('.question--read:not([hidden])')", arg=now
        )
    assert wizard.reads_back, (code, wizard.id)
    context.close()
    return counted


def _answer(page: Page, wizard: Wizard, counted: Counted) -> None:
    one = wizard.question
    kind, is_required = one.get_attribute("data-type") or "", one.get_attribute("data-required") is not None
    if one.locator(".taps .choice").count() and kind != "place":
        return _tap(one.locator(".taps .choice__label").first, counted)
    if one.get_attribute("data-card") and kind != "date" and _scanned(page, wizard, counted):
        return None
    if not is_required and kind not in ("yes_no", "choice"):
        counted.taps += 1
        return wizard.later()
    if kind in ("yes_no", "choice"):
        if wizard.id.endswith(".more"):
            counted.taps += 1
            return wizard.tap("Hết rồi")
        return _tap(one.locator(".choice__label:visible").first, counted)
    if kind == "people":
        return _next(wizard, counted)
    if kind == "photo":
        counted.taps += 2
        return wizard.later()
    if kind == "place":
        _tap(one.locator(".choice__label:visible").first, counted)
        if not one.locator(".fields:visible").count():
            return None
        return _next(wizard, counted)
    return _keys(page, wizard, kind, counted)


def _scanned(page: Page, wizard: Wizard, counted: Counted) -> bool:
    if not page.locator("#wizard-scan").is_visible():
        return False
    base = page.evaluate("document.querySelector('link[rel=modulepreload]').href.replace(/modules\\/.*/, 'wizard/x.js')")
    done = page.evaluate(GIVE.replace("WIZARD", f"'{base}'"), [wizard.id, CARD])
    counted.taps += TAPS_OF_A_SCAN if done else 0
    counted.scans += done
    return bool(done)


def _keys(page: Page, wizard: Wizard, kind: str, counted: Counted) -> None:
    """Digits and dates by our own keys, letters by the phone's."""
    if kind == "date":
        for text in DATES.get(wizard.id, DATE):
            _tap(page.locator(f".pad__key:text-is('{text}')"), counted)
        return None
    if wizard.question.get_attribute("data-kind") == "year":
        _tap(page.locator(".pad__key:text-is('1990 – 1999')"), counted)
        return _tap(page.locator(".pad__key:text-is('1990')"), counted)
    if kind in ("number", "phone", "citizen_id"):
        for digit in {"phone": "0912345678", "citizen_id": "051190001234"}.get(kind, "2"):
            _tap(page.locator(f".pad__key:text-is('{digit}')"), counted)
        return _next(wizard, counted)
    text = SAMPLES["email" if wizard.question.get_attribute("data-kind") == "email" else kind]
    wizard.write(text)
    counted.letters += len(text)
    counted.answers += 1
    return _next(wizard, counted)


def _tap(button, counted: Counted) -> None:
    inside = button.locator("input")
    (inside if inside.count() else button).click()
    counted.taps += 1


def _next(wizard: Wizard, counted: Counted) -> None:
    wizard.next()
    counted.taps += 1
