"""The battery falls out while a pack is being saved: what came stays, nothing is called complete, and saving goes on where it stopped."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from tests.browser.keeper import PACK_PAGE, PATIENCE_SECONDS, said, saved, settled, until
from tests.browser.village import BIRTH
from tests.line import Line
from tests.soak.phone import Phone

pytestmark = pytest.mark.browser
HALF = re.compile(r"Chưa đủ: mới có \d+ KB trong \d+ KB")
BUNDLES = "fetch('/offices/21484/pack.json').then((one) => one.json()).then((one) => one.bundles.length)"
BEGUN = "async () => (await (await caches.open('gocua-packs')).keys()).filter((key) => key.url.endsWith('.bin')).length"
# From the `number`th time that a page writes what `wanted` names, the phone is so slow that it never comes to an end.
SLOW = """([wanted, number]) => {
  const put = Cache.prototype.put;
  let count = 0;
  Cache.prototype.put = function (key, answer) {
    if (new RegExp(wanted).test(key) && ++count >= number) return new Promise(() => (window.isWriting = true));
    return put.call(this, key, answer);
  };
}"""


@pytest.fixture
def mine(chromium, line: Line, tmp_path) -> Iterator[Phone]:
    """A phone with the page that saves open, and the worker in charge."""
    phone = Phone(chromium.browser_type, tmp_path / "phone")
    page = phone.start()
    page.goto(line.url + PACK_PAGE)
    settled(page)
    yield phone
    phone.kill()


def press(phone: Phone) -> None:
    """Press the button; the phone may die at any moment from then on."""
    button = phone.page.locator("[data-module=pack] form button")
    expect(button).to_be_visible()
    with suppress(Error):
        button.click()


def dead(phone: Phone) -> None:
    """Wait until the battery fell out."""
    until_true(lambda: phone.is_dead)
    phone.kill()


def until_true(question: Callable[[], bool]) -> None:
    """Ask again and again until the answer is yes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("number", [1, 4, -1], ids=["the first bundle", "the fourth", "the last"])
def test_killed_while_a_bundle_travels_it_goes_on_at_that_bundle(mine: Phone, line: Line, number: int):
    bundles = mine.page.evaluate(BUNDLES)
    came = (number - 1) % bundles if number > 0 else bundles - 1
    line.call_at(".bin", came + 1, mine.drop)
    press(mine)
    dead(mine)
    line.cut()
    page = mine.start()
    page.goto(line.url + PACK_PAGE)
    expect(said(page)).to_have_text(HALF)
    expect(page.locator("[data-part=done]")).to_be_hidden()
    assert page.evaluate(BEGUN) == came
    line.mend()
    line.asked.clear()
    saved(page, line.url + PACK_PAGE)
    assert line.count(".bin") == bundles - came


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("^/kept-packs/", 2), ("^/kept-packs/", 60), ("^/kept-packs(-next)?$", 1)],
    ids=["the second text", "the sixtieth", "the line that says complete"],
)
def test_killed_while_it_is_written_down_it_is_not_complete_and_costs_no_byte_again(
    mine: Phone, line: Line, wanted: str, number: int
):
    mine.page.evaluate(SLOW, [wanted, number])
    press(mine)
    until(mine.page, "() => window.isWriting")
    mine.kill()
    page = mine.start()
    page.goto(line.url + PACK_PAGE)
    expect(page.locator("[data-module=pack] form button")).to_have_text("Lưu tiếp")
    expect(page.locator("[data-part=done]")).to_be_hidden()
    line.asked.clear()
    saved(page, line.url + PACK_PAGE)
    assert line.count(".bin") == 0
    line.cut()
    assert page.goto(f"{line.url}/p/{BIRTH}").status == 200


def test_killed_between_the_two_lines_that_say_complete_it_is_complete(mine: Phone, line: Line):
    mine.page.evaluate(SLOW, ["^/kept-packs(-next)?$", 2])
    press(mine)
    until(mine.page, "() => window.isWriting")
    mine.kill()
    line.cut()
    page = mine.start()
    page.goto(line.url + PACK_PAGE)
    expect(page.locator("[data-part=done]")).to_be_visible()
    assert page.goto(f"{line.url}/p/{BIRTH}").status == 200
    until(page, "() => document.querySelector('[data-module]:not([data-started=done])') === null")
