"""The desk as an officer without a mouse meets it: a scanner that types, Tab, arrows, Enter; the focus always shows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

MOST_STOPS = 120
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one);
  const ring = one.closest(".check, .ask, .choice__label") || one;
  return {
    name: (one.getAttribute("aria-label") || one.name || "") + " " + (one.innerText || ""),
    shows: [style, getComputedStyle(ring)].some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0),
  };
}"""


class Desk:
    """`Desk(page)`: knows no mouse. Whatever gets the focus on the way must show it."""

    def __init__(self, page: Page):
        self.page = page

    def scan(self, code: str) -> None:
        """The scanner types what it read into the field that waits for it, and Enter."""
        expect(self.page.locator("#code")).to_be_focused()
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Enter")

    def home(self) -> Desk:
        """The list, ready for the scanner."""
        self.page.goto("/desk")
        self.page.wait_for_selector("[data-module=find][data-started=done]")
        return self

    def to(self, name: str) -> Desk:
        """Press Tab until what has the focus is called so: by its words or its field's name."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED)
            if found is None:
                continue  # past the end of the page: the browser's own bar
            assert found["shows"], f"nobody sees where the focus is: {found['name']}"
            if name in found["name"]:
                return self
        raise AssertionError(f"Tab never came to {name}")

    def press(self, name: str) -> None:
        """Go to a button or link and open it with Enter."""
        self.to(name).enter()

    def enter(self) -> None:
        """Press Enter, and wait for the page that it opens."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, down: int) -> None:
        """Go to a list and take the answer that is so many steps down."""
        self.to(name)
        for _ in range(down):
            self.page.keyboard.press("ArrowDown")
