"""Every screen at 360 px: nothing cut off, targets for fingers, text to read, axe-core content, nothing from elsewhere."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from app.dossiers import queries
from app.packs.speech import key
from tests.browser.keeper import PACK_PAGE, saved
from tests.browser.office import office
from tests.browser.pages.wizard import Wizard
from tests.server import LiveServer
from tests.sounds import a_tone

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/?page=2",
    "/e/birth",
    "/f/ho-tich",
    "/p/1.001193",
    "/p/1.004222",
    "/p/1.003622",
    "/p/1.001193/papers",
    "/p/1.001193/papers/result?h1=no",
    "/p/1.001193/start",
    "/p/2.000815/start",
    "/p/1.003622/start",
    "/search?q=mai+t%C3%A1ng",
    "/search?q=sdfgh",
    "/search?q=con",
    "/help",
    "/privacy",
    "/scan",
    "/languages",
    "/open-in-chrome",
    "/q/AAAAAA",
    "/nope",
    "/d/7K3F9QXM",
    "DEMO",
)
DESK = (
    "/desk",
    "/desk/new",
    "/desk/new/1.001193",
    "/desk/posters",
    "/desk/patrol",
    "/desk/office",
    "/desk/office/account",
    "/desk/catalogue",
    "/desk/tell",
    "/desk/fees",
    "DOSSIER",
    "DOSSIER/return",
    "DOSSIER/fee",
    "DOSSIER/copy",
    "/desk/staff",
    "/desk/audit",
    "/admin/systems",
    "/api",
    "/sign-in",
    "/components",
)
SMALLEST = """() => [...document.querySelectorAll('a, button, select, input:not([type=hidden]), summary, label.pick__label')]
  .filter(one => one.offsetParent && !one.closest('.visually-hidden') && getComputedStyle(one).opacity !== '0')
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && !one.closest('p, dd, .fold__inside') && !(one.matches('input[type=radio]') && one.closest('label')))
  .filter(([one, box]) => box.height < 47.5 || box.width < 47.5)
  .map(([one, box]) => `${one.tagName}.${one.className} ${Math.round(box.width)}x${Math.round(box.height)} ${one.textContent.trim().slice(0, 30)}`)"""
SMALL_TEXT = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.offsetParent && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(one => parseFloat(getComputedStyle(one).fontSize) < 18).map(one => one.textContent.trim().slice(0, 40))"""


def address_of(page, live):
    return f"/d/{live.demo['tickets'][0]}" if page == "DEMO" else page


def serious(screen) -> list[str]:
    """What axe-core finds serious or critical."""
    screen.evaluate(AXE.read_text("utf-8"))
    found = screen.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.expected_console("404")
@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_screen_on_a_small_phone(screen, live, page, prefix):
    elsewhere = []
    screen.on(
        "request",
        lambda request: elsewhere.append(request.url) if urlsplit(request.url).netloc != urlsplit(live.url).netloc else None,
    )
    screen.goto(prefix + address_of(page, live))
    screen.wait_for_load_state("networkidle")
    assert not elsewhere
    sound(screen)


def sound(screen) -> None:
    """Nothing cut off, targets for fingers, text to read, nothing that axe-core finds serious."""
    assert screen.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.evaluate(SMALLEST) == []
    assert screen.evaluate(SMALL_TEXT) == []
    assert serious(screen) == []


@pytest.mark.expected_console("Failed to load resource")
@pytest.mark.expected_console("ERR_")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_screens_of_what_the_phone_keeps_in_each_state(far, line, prefix):
    screen = far.new_page()
    screen.goto(prefix + PACK_PAGE)
    expect(screen.locator("[data-module=pack] form")).to_be_visible()
    sound(screen)
    line.break_at(".bin", 3)
    screen.locator("[data-module=pack] form button").click()
    expect(screen.locator("[data-module=pack] form button")).to_be_enabled()
    expect(screen.locator("[data-part=said]")).not_to_be_empty()
    sound(screen)
    line.mend()
    for address in ("/my-phone", "/drafts", "/offline"):
        screen.goto(prefix + address)
        sound(screen)
    saved(screen, prefix + PACK_PAGE)
    sound(screen)
    wizard = Wizard(screen).open("1.001193")
    wizard.write("Đinh Thị Thử Nghiệm Có Tên Rất Là Dài Để Xem Hàng Có Bị Cắt Không")
    wizard.next()
    draft = wizard.kept()
    screen.goto(f"{prefix}/my-phone")
    expect(screen.locator("[data-list=drafts] .row:visible")).to_have_count(1)
    sound(screen)
    screen.locator("[data-list=drafts] button:visible").first.click()
    sound(screen)
    for address in ("/drafts", f"/drafts#from-{draft}"):
        screen.goto("about:blank")
        screen.goto(prefix + address)
        sound(screen)
    screen.locator("[data-part=get]").click()
    expect(screen.locator("[data-part=shown]")).not_to_be_empty()
    sound(screen)
    line.cut()
    screen.goto(f"{prefix}/my-phone")
    sound(screen)
    screen.goto(f"{prefix}/e/nowhere")
    expect(screen.locator("[data-module=here]")).to_be_visible()
    sound(screen)


@pytest.mark.expected_console("404")
@pytest.mark.parametrize("page", ["/", "/p/1.001193", "/p/1.001193/papers", "/search?q=con"])
def test_a_screen_of_320_pixels_cuts_nothing_off(screen, page):
    screen.set_viewport_size({"width": 320, "height": 560})
    screen.goto(page)
    assert screen.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", DESK)
def test_a_page_of_the_desk(screen, live, page):
    screen.set_viewport_size({"width": 1280, "height": 800})
    if page.startswith("DOSSIER"):
        with office(live.data_dir):
            page = page.replace("DOSSIER", f"/desk/d/{queries.by_ticket(live.demo['tickets'][0]).id}")
    assert screen.goto(page).status == 200
    assert screen.evaluate("document.documentElement.scrollWidth") <= 1280
    assert serious(screen) == []


def test_the_walk_savers_questions_need_no_scrolling(screen):
    screen.set_viewport_size({"width": 360, "height": 560})
    for code in ("1.001193", "1.004222", "1.000656", "1.014027"):
        screen.goto(f"/p/{code}/papers")
        while screen.locator(".screen--now").count():
            last = screen.locator(".screen--now .pick").last.bounding_box()
            bar = screen.locator(".bottom").bounding_box()
            assert last["y"] + last["height"] <= bar["y"], (code, screen.locator(".screen--now").inner_text())
            screen.locator(".screen--now .pick__label").first.click()


@pytest.fixture
def speaking(furnished, tmp_path):
    """A server whose help page has two sentences with a sound."""
    folder = tmp_path / "data"
    shutil.copytree(furnished, folder)
    (folder / "voice").mkdir(exist_ok=True)
    for text in ("Người giúp bạn", "Chỉ đóng tiền tại quầy, có biên lai. Không đưa mã OTP cho ai."):
        for name, data in a_tone(1.5).items():
            (folder / "voice" / f"{key(text)}.{name}").write_bytes(data)
    server = LiveServer(folder)
    yield server
    server.stop()


def test_a_loudspeaker_speaks_and_a_second_press_stops_it(screen, speaking):
    screen.goto(f"{speaking.url}/help")
    first = screen.locator("main .say").first
    first.click()
    expect(screen.locator(".is-speaking")).to_have_count(1)
    first.click()
    expect(screen.locator(".is-speaking")).to_have_count(0)


def test_the_whole_screen_is_heard_from_one_button(screen, speaking):
    screen.goto(f"{speaking.url}/help")
    lit = screen.locator(".is-speaking")
    screen.get_by_role("button", name="Nghe", exact=True).click()
    expect(lit).to_contain_text("Người giúp bạn")
    expect(lit).to_contain_text("Chỉ đóng tiền", timeout=8_000)
    expect(lit).to_have_count(0, timeout=8_000)


def test_where_nothing_can_be_heard_no_loudspeaker_stands(screen):
    screen.goto("/f/ho-tich")
    screen.wait_for_load_state("networkidle")
    assert screen.locator(".say").count() == 0
    expect(screen.get_by_role("button", name="Nghe", exact=True)).to_be_hidden()
