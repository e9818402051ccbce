"""The wizard as a person meets it: one question on the screen, buttons with words, a count at the top."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

NAME = "Phạm Văn Đạt"
ENGLISH = {"Hết rồi": "No one else", "Đồng ý": "I agree"}
SAID = """async (whose) => {
  const { put } = await import("/static/any/js/store.js");
  await put("settings", "whose", whose);
}"""
CANNOT_SEAL = "() => { delete document.querySelector('#wizard').dataset.keys; }"  # as without HTTPS: the form goes the plain way
SCREEN = (
    "() => [...document.querySelectorAll('.question')].filter((one) => !one.hidden).map((one) => one.id + one.className).join()"
)


class Wizard:
    """`Wizard(page).open("2.000815")`; then `tap`, `write`, `next`, or `answer_all` where the answers do not matter."""

    def __init__(self, page: Page):
        self.page = page

    def open(self, code: str, query: str = "", whose: str = "own") -> Wizard:
        """Open the form of a procedure, anew, until one question stands alone; whose phone it is was said before."""
        if whose:
            self.page.goto("/healthz")
            self.page.evaluate(SAID, whose)
        self.look(code, query)
        if self.id == "again":
            self.tap("Làm mới")
        return self

    def look(self, code: str, query: str = "") -> Wizard:
        """Open the form as it comes: at a question, or at "continue or start new?"."""
        self.page.goto(f"/p/{code}/start{query}")
        self.page.wait_for_selector(".wizard--on .question:visible, #wizard-again:visible")
        return self

    def kept(self) -> str:
        """Wait until the phone has kept all that was answered; returns the draft's id."""
        self.page.wait_for_selector("#wizard[data-kept]", state="attached")
        return self.page.locator("#wizard").get_attribute("data-kept") or ""

    @property
    def question(self) -> Locator:
        """The question on the screen."""
        return self.page.locator(".question:not([hidden]):visible")

    @property
    def id(self) -> str:
        """The id of the question on the screen, or nothing."""
        return self._now("question")

    @property
    def count(self) -> str:
        """`5 / 18` as it stands at the top."""
        return " ".join(self.page.locator("#wizard-count").inner_text().split())

    @property
    def error(self) -> str:
        """What the question says is to be done, or nothing."""
        found = self.question.locator(".question__error")
        return found.inner_text() if found.count() else ""

    def asks(self, text: str) -> None:
        """Wait until the screen asks this."""
        expect(self.question.locator(".question__ask")).to_have_text(text)

    def words(self) -> list[str]:
        """The words on the big buttons of the question; the first one-tap answers come with a script of their own."""
        self.question.locator(".choice__label:visible").first.wait_for()
        return [text.strip() for text in self.question.locator(".choice__label").all_inner_texts() if text.strip()]

    def tap(self, text: str) -> None:
        """Tap the answer with these words, or with the English for them."""
        text = ENGLISH[text] if text in ENGLISH and self.page.locator("html").get_attribute("lang") == "en" else text
        label = self.question.locator(".choice__label", has_text=re.compile(rf"^\s*{re.escape(text)}\s*$"))
        inside = label.locator("input")
        (inside if inside.count() else label).click()

    def write(self, text: str, part: str = "") -> None:
        """Write into the question's field, or into a part of it (`year`, `commune`)."""
        fields = self.question.locator(f'[name$=".{part}"]' if part else "input.field, textarea.field")
        fields.first.fill(text)

    def next(self) -> None:
        """Press the big button."""
        self.page.locator("#wizard-next").click()

    def back(self) -> None:
        """The phone's own Back, once the browser's history knows the screen: it is written after the screen was painted."""
        self.page.wait_for_function("id => history.state && history.state.place === `ask-${id}`", arg=self.id)
        self.page.go_back()

    def later(self) -> None:
        """Press "later" or "skip"."""
        self.page.locator("#wizard-later").click()

    def answer(self) -> None:
        """Answer the question on the screen somehow, as few taps as it takes."""
        kind, name, choice = self._now("type"), self.id, self.question.locator(".choice__label:visible").first
        if name.endswith(".more"):
            self.tap("Hết rồi")
        elif kind in ("yes_no", "choice"):
            inside = choice.locator("input")
            (inside if inside.count() else choice).click()
        elif kind == "place":
            choice.click()
            if self.id == name:
                self.write("Thôn Nước Lang", "detail")
                self.next()
        elif kind == "date":
            self._date()
        elif kind == "people":
            self.next()
        elif kind in ("photo", "citizen_id"):
            self.later()
        else:
            self.write(self._text(kind or ""))
            self.next()

    def answer_all(self) -> list[str]:
        """Answer until the reading back begins; returns the ids in the order they were asked."""
        asked = []
        while not self.reads_back:
            asked.append(self.id)
            assert len(asked) < 120, asked
            self.answer_and_go_on()
        return asked

    def until(self, id_: str) -> Wizard:
        """Answer whatever comes before the question `id_`."""
        for _ in range(120):
            if self.id == id_:
                return self
            self.answer_and_go_on()
        raise AssertionError(f"{id_} never came")

    def answer_and_go_on(self) -> None:
        """Answer the question on the screen somehow, and wait for the next screen."""
        screen = self._screen()
        self.answer()
        self.page.wait_for_function(f"before => ({SCREEN})() !== before", arg=screen)

    @property
    def reads_back(self) -> bool:
        """True while the answer stands in the place of its inputs."""
        return self.page.evaluate("() => Boolean(document.querySelector('.question--read:not([hidden])'))")

    def _now(self, what: str) -> str:
        """What the question on the screen says of itself; asked in one step, since walks ask it hundreds of times."""
        return self.page.evaluate("what => document.querySelector('.question:not([hidden])')?.dataset[what] || ''", what)

    def _screen(self) -> str:
        return self.page.evaluate(SCREEN)

    def confirm_all(self) -> int:
        """Press "right" until the consent is asked; returns how many answers were read back."""
        count = 0
        while self.id != "consent":
            before = self._screen()
            self.page.locator("#wizard-right").click()
            self.page.wait_for_function(f"before => ({SCREEN})() !== before", arg=before)
            count += 1
        return count

    def send(self) -> None:
        """Consent and press "send"."""
        self.tap("Đồng ý")
        self.page.locator("#wizard-send").click()

    def _date(self) -> None:
        if not self.page.evaluate("() => 'required' in document.querySelector('.question:not([hidden])').dataset"):
            self.later()
            return
        self.write("1990", "year")
        self.next()

    def _text(self, kind: str) -> str:
        said = self._now("kind")
        if kind == "number":
            return "1990" if said == "year" else "3"
        return {"person_name": NAME, "phone": "0912345678"}.get(kind, "a@xa.vn" if said == "email" else "Gì đó")
