"""What a page must be whatever happened: never blank, never scripts of two versions, its buttons alive."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TimedOut

MISSING = 503
NOT_BLANK = """() => document.querySelector("main") && document.querySelector("main").innerText.trim().length > 20"""
ALIVE = """() => !document.querySelector("[data-module]:not([data-started=done])")"""
VERSIONS = """() => {
  const versions = (texts) => [...new Set(texts.map((text) => (/\\/static\\/([0-9a-f]+)\\//.exec(text) || [])[1]).filter(Boolean))];
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  return {
    named: versions([...document.querySelectorAll("[src], [href]")].map((one) => one.getAttribute("src") || one.getAttribute("href"))),
    loaded: versions(loaded),
    modules: [...document.querySelectorAll("[data-started=done]")].map((one) => `js/modules/${one.dataset.module}.js`),
    ran: self.ran || [],
  };
}"""


class Blank(AssertionError):
    """A page on which nothing stands."""


class Mixture(AssertionError):
    """A page with scripts of two versions."""


class Dead(AssertionError):
    """A page of the pack whose buttons do nothing, since a script is not there."""


@dataclass(frozen=True)
class Seen:
    """A page that was looked at: its status, and the version whose scripts it has."""

    status: int
    version: str


def look(page: Page, address: str, newest: str, is_whole: bool) -> Seen:
    """Open an address and check what stands there. newest: the version whose scripts tell; is_whole: the page is promised."""
    answer = page.goto(address, wait_until="commit")
    status = answer.status if answer else 0
    _wait(page, NOT_BLANK, Blank, f"{address} is blank ({status})")
    if is_whole:
        assert status != MISSING, f"{address} is not there, though the pack is said to be complete"
        _wait(page, ALIVE, Dead, f"a script of {address} did not start")
    found = page.evaluate(VERSIONS)
    named = found["named"]
    if len(named) != 1 or not set(found["loaded"]) <= set(named):
        raise Mixture(f"{address}: {found}")
    silent = set(found["modules"]) - set(found["ran"])
    if found["ran"] if named[0] != newest else silent:
        raise Mixture(f"{address} of {named[0]} has other scripts: {found}")
    return Seen(status, named[0])


def _wait(page: Page, question: str, fault: type[AssertionError], words: str) -> None:
    try:
        page.wait_for_function(question)
    except TimedOut as error:
        raise fault(words) from error
