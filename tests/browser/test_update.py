"""News costs next to nothing: one procedure changes, one is withdrawn, a new version of the program comes while a form is open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from app.procedures import service as procedures
from tests.browser.conftest import _context
from tests.browser.keeper import PACK_PAGE, press, said, saved, settled, until
from tests.browser.keeper import line as sign
from tests.browser.pages.wizard import Wizard
from tests.browser.village import BIRTH, COPIES, MARRIAGE, Village, house_in, pack, tell
from tests.line import Line
from tests.server import LiveServer
from tests.soak import editions

pytestmark = [
    pytest.mark.browser,
    pytest.mark.expected_console("Failed to load resource"),
    pytest.mark.expected_console("ERR_"),
]
MORE_BYTES = 1000
WITHDRAWN = "Việc này không còn làm nữa."
VERSIONS = (
    """() => [...new Set([...document.documentElement.outerHTML.matchAll(/\\/static\\/([0-9a-f]+)\\//g)].map((one) => one[1]))]"""
)
LOADED = "() => [...new Set(performance.getEntriesByType('resource').map((one) => (one.name.match(/static\\/([0-9a-f]+)/) || [])[1]).filter(Boolean))]"


@pytest.fixture
def own(village: Village, tmp_path) -> Iterator[Village]:
    """A village of one's own, whose catalogue one may change."""
    shutil.copytree(village.folder, tmp_path / "data")
    own = Village(tmp_path / "data")
    yield own
    own.stop()


@pytest.fixture
def near(chromium, own, request) -> Iterator[BrowserContext]:
    """A phone at the end of its line."""
    yield from _context(chromium, own.line, request, True)


@pytest.fixture(scope="session")
def newer(village: Village, tmp_path_factory) -> Iterator[LiveServer]:
    """The same village served by the program's next version; its pack is still that of the version before."""
    folder = editions.next_program(tmp_path_factory.mktemp("newer"))
    shutil.copytree(village.folder, folder / "data")
    server = LiveServer(folder / "data", folder)
    yield server
    server.stop()


def visited(page: Page, question: str) -> None:
    """Open home again and again, as people do: each visit makes the browser look for a new worker; until the answer is yes."""
    for _ in range(10):
        page.goto("/")
        for _ in range(50):
            if page.evaluate(question):
                return
            page.wait_for_timeout(100)
    raise AssertionError(f"never true: {question}")


def edition(folder: Path, change: Callable[[], object]) -> None:
    """Change the catalogue and build the pack anew, as the server's helper does."""
    with house_in(folder):
        change()
    pack(folder, "vi")


def test_a_changed_procedure_travels_alone(near: BrowserContext, own: Village):
    page = saved(near.new_page())
    edition(own.folder, lambda: tell(COPIES, fee_note_vi="Từ hôm nay: 3.000 đồng một trang."))
    _until_served(page, own, f"/p/{COPIES}", "Từ hôm nay")
    own.line.carried.clear()
    page.goto(f"/p/{COPIES}/papers")
    expect(sign(page)).to_have_attribute("data-said", "changed")
    travelled = sum(size for path, size in own.line.carried.items() if path.startswith("/kept/"))
    page.evaluate("(path) => fetch(path, { cache: 'no-store' }).then((answer) => answer.text())", f"/p/{COPIES}")
    assert 0 < travelled <= own.line.carried[f"/p/{COPIES}"] + MORE_BYTES, own.line.carried
    own.line.cut()
    page.goto(f"/p/{COPIES}")
    expect(page.locator("main")).to_contain_text("Từ hôm nay: 3.000 đồng một trang.")


LOSE = """async () => {
  const cache = await caches.open("gocua-packs");
  const read = async (place) => ({ place, serial: (await (await cache.match(place)).json()).serial });
  const both = await Promise.all(["/kept-packs", "/kept-packs-next"].map(read));
  both.sort((one, other) => other.serial - one.serial);
  await cache.delete(both[0].place);
  navigator.serviceWorker.controller.postMessage({ forget: true });
  return both[0].serial - both[1].serial;
}"""


def test_where_a_dying_phone_loses_the_newest_list_the_pack_before_is_whole(near: BrowserContext, own: Village):
    page = saved(near.new_page())
    edition(own.folder, lambda: tell(COPIES, fee_note_vi="Từ hôm nay: 3.000 đồng một trang."))
    _until_served(page, own, f"/p/{COPIES}", "Từ hôm nay")
    page.goto(f"/p/{COPIES}/papers")
    expect(sign(page)).to_have_attribute("data-said", "changed")
    assert page.evaluate(LOSE) == 1
    own.line.cut()
    page.goto(PACK_PAGE)
    expect(page.locator("[data-part=done]")).to_be_visible()
    assert page.goto(f"/p/{COPIES}").status == 200
    expect(page.locator("main")).not_to_contain_text("Từ hôm nay")


def test_the_saved_page_of_a_withdrawn_procedure_says_so(near: BrowserContext, own: Village):
    page = saved(near.new_page())
    edition(own.folder, lambda: procedures.withdraw(MARRIAGE, None, datetime(2026, 11, 1)))
    _until_served(page, own, f"/p/{MARRIAGE}", WITHDRAWN)
    page.goto("/help")
    page.goto(f"/p/{MARRIAGE}")
    expect(sign(page)).to_have_attribute("data-said", "changed")
    own.line.cut()
    page.goto(f"/p/{MARRIAGE}")
    expect(page.locator("main")).to_contain_text(WITHDRAWN)


def test_a_new_version_waits_for_a_form_then_one_line_says_so(far: BrowserContext, line: Line, newer: LiveServer):
    reader = far.new_page()
    reader.goto(f"/p/{BIRTH}")
    settled(reader)
    form = Wizard(far.new_page())
    form.open(COPIES)
    until(form.page, "async () => (await navigator.locks.query()).held.some((one) => one.name === 'gocua-form')")
    line.lead_to(newer.port)
    visited(reader, "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)")
    reader.goto(f"/p/{BIRTH}")
    reader.wait_for_timeout(500)
    assert reader.evaluate("navigator.serviceWorker.getRegistration().then((one) => Boolean(one.waiting))")
    assert len(form.page.evaluate(VERSIONS)) == 1
    form.answer_and_go_on()
    form.page.close()
    reader.goto(f"/p/{BIRTH}")
    until(reader, "async () => !(await navigator.serviceWorker.getRegistration()).waiting")
    expect(sign(reader)).to_have_attribute("data-said", "newer")
    old = reader.evaluate(VERSIONS)
    sign(reader).get_by_role("link").click()
    reader.wait_for_function("(old) => !document.documentElement.outerHTML.includes(`/static/${old}/`)", arg=old[0])
    until(reader, f"() => String(({LOADED})()) === String(({VERSIONS})())")  # the list of a page only grows: a mixture stays one


def test_a_page_of_the_old_version_keeps_its_own_scripts(far: BrowserContext, line: Line, newer: LiveServer):
    page = far.new_page()
    for address in (f"/p/{COPIES}", f"/p/{BIRTH}"):
        page.goto(address)
        settled(page)
    old = page.evaluate(VERSIONS)
    line.lead_to(newer.port)
    page.goto(f"/p/{BIRTH}")
    until(page, "async () => !(await navigator.serviceWorker.getRegistration()).installing")
    line.cut()
    page.goto(f"/p/{COPIES}")
    assert page.evaluate(VERSIONS) == old
    assert page.evaluate(LOADED) == old
    assert page.evaluate("!document.querySelector('[data-module]:not([data-started=done])')")


def test_while_the_pack_is_still_of_the_version_before_saving_waits_and_goes_on_by_itself(
    far: BrowserContext, line: Line, newer: LiveServer
):
    line.lead_to(newer.port)
    page = far.new_page()
    press(page)
    expect(said(page)).to_have_text("Đang soạn bản mới. Chờ một phút.", timeout=30_000)
    expect(page.locator("[data-part=done]")).to_be_hidden()
    editions.change(newer.root, newer.data_dir, "the next")
    expect(page.locator("[data-part=done]")).to_be_visible(timeout=60_000)
    line.cut()
    page.goto(f"/p/{MARRIAGE}")
    assert page.evaluate(VERSIONS) == page.evaluate(LOADED)


def test_an_old_phone_comes_to_the_new_version_with_its_draft(far: BrowserContext, line: Line, newer: LiveServer):
    wizard = Wizard(far.new_page()).open(COPIES)
    wizard.answer_and_go_on()
    draft = wizard.kept()
    settled(wizard.page)
    wizard.page.close()
    line.lead_to(newer.port)
    page = far.new_page()
    page.goto("/")
    until(page, "async () => !(await navigator.serviceWorker.getRegistration()).installing")
    page.goto("/")
    wizard = Wizard(page).look(COPIES)
    if wizard.id == "again":
        wizard.question.get_by_role("button", name="Làm tiếp").first.click()
    assert wizard.kept() == draft


def _until_served(page: Page, own: Village, address: str, words: str) -> None:
    for _ in range(60):
        if words in page.request.get(own.server.url + address).text():
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"the server does not say {words}")
