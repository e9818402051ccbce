"""Onto the home screen: offered only after something useful, never again after a no. Inside other apps: the way to Chrome."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FLAGS, PHONE
from tests.browser.pages.wizard import Wizard
from tests.chromium import program

PROMPT = """(outcome) => {
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = () => { window.asked = (window.asked || 0) + 1; };
  offer.userChoice = Promise.resolve({ outcome });
  dispatchEvent(offer);
  return offer.defaultPrevented;
}"""
OFFER = "Để Gõ Cửa ra màn hình chính"
ZALO = "Mozilla/5.0 (Linux; Android 10; CPH2185 Build/QP1A) AppleWebKit/537.36 Version/4.0 Chrome/114.0 Mobile Safari/537.36 Zalo android/12"
WEBVIEW = "Mozilla/5.0 (Linux; Android 9; SM-J415F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/103.0 Mobile Safari/537.36"
FACEBOOK = "Mozilla/5.0 (Linux; Android 11; M2006) AppleWebKit/537.36 Chrome/114.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/420.0;]"
ZALO_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/500"


def finish_papers(screen, code="2.000815"):
    screen.goto(f"/p/{code}/papers")
    while screen.locator(".screen--now").count():
        screen.locator(".screen--now .pick__label").first.click()
    expect(screen.locator("#result")).to_be_visible()


def test_it_is_offered_after_the_walk_saver_and_not_before(screen):
    screen.goto("/p/1.001193/papers")
    assert screen.evaluate(PROMPT, "accepted"), "the browser's own banner never comes over a page"
    offer = screen.get_by_role("button", name=OFFER)
    expect(offer).to_be_hidden()
    while screen.locator(".screen--now").count():
        screen.locator(".screen--now .pick__label").first.click()
    expect(offer).to_be_visible()
    box, result = offer.bounding_box(), screen.locator("#result").bounding_box()
    assert box["y"] >= result["y"] + result["height"], "at the end, over nothing"
    offer.click()
    expect(offer).to_be_hidden()
    assert screen.evaluate("asked") == 1


def test_it_is_offered_on_the_receipt(screen):
    wizard = Wizard(screen).open("2.000815")
    wizard.answer_all()
    wizard.confirm_all()
    wizard.send()
    screen.wait_for_selector("[data-module=keep-receipt][data-kept]", state="attached")
    screen.wait_for_selector("[data-module=install][data-started=done]", state="attached")
    screen.evaluate(PROMPT, "accepted")
    expect(screen.get_by_role("button", name=OFFER)).to_be_visible()


@pytest.mark.parametrize("way", ["here", "in the browser's own question"])
def test_after_a_no_it_is_never_offered_again(screen, way):
    finish_papers(screen)
    screen.evaluate(PROMPT, "dismissed")
    screen.get_by_role("button", name="Không cần" if way == "here" else OFFER).click()
    expect(screen.get_by_role("button", name=OFFER)).to_be_hidden()
    screen.wait_for_function("() => localStorage.getItem('install:refused') !== null")
    finish_papers(screen, "1.001193")
    screen.evaluate(PROMPT, "accepted")
    expect(screen.get_by_role("button", name=OFFER)).to_be_hidden()


def test_where_the_browser_cannot_ask_nothing_is_offered(screen):
    finish_papers(screen)
    expect(screen.get_by_role("button", name=OFFER)).to_be_hidden()


def test_the_page_of_what_the_phone_keeps_says_how_to_do_it_by_hand_or_asks(screen):
    screen.goto("/my-phone")
    screen.wait_for_selector("[data-module=my-phone][data-shown]")
    by_hand = screen.get_by_text("Bấm ba chấm của trình duyệt.")
    expect(by_hand).to_be_visible()
    screen.evaluate(PROMPT, "accepted")
    expect(screen.get_by_role("button", name=OFFER)).to_be_visible()
    expect(by_hand).to_be_hidden()


def test_inside_the_installed_program_nothing_is_offered(screen):
    screen.add_init_script(
        "const real = matchMedia; window.matchMedia = (q) => q.includes('standalone') ? { matches: true } : real.call(window, q);"
    )
    finish_papers(screen)
    screen.evaluate(PROMPT, "accepted")
    expect(screen.get_by_role("button", name=OFFER)).to_be_hidden()


@pytest.fixture
def inside(chromium, live):
    """`inside(ZALO)`: a page in the small browser of another app."""
    contexts = []

    def open_in(agent, **options):
        context = chromium.new_context(base_url=live.url, viewport=PHONE, user_agent=agent, locale="vi-VN", **options)
        contexts.append(context)
        return context.new_page()

    yield open_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("agent", [ZALO, WEBVIEW, FACEBOOK], ids=["zalo", "webview", "facebook"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_in_another_app_the_end_of_the_page_shows_the_way_to_chrome(inside, live, agent, prefix):
    page = inside(agent)
    page.goto(f"{prefix}/p/1.001193?x=1")
    steps = page.locator("#inapp")
    expect(steps).to_contain_text(
        "What is saved here may get lost" if prefix else "Lưu ở đây có thể mất. Mở bằng Chrome thì chắc hơn."
    )
    expect(steps.locator("svg.picture--large")).to_have_count(2)
    link = steps.locator("#inapp-chrome a")
    expect(link).to_be_visible()
    host = live.url.removeprefix("http://")
    wanted = f"intent://{host}{prefix}/p/1.001193?x=1#Intent;scheme=http;package=com.android.chrome;end"
    assert link.get_attribute("href") == wanted
    assert page.evaluate("document.querySelector('main').lastElementChild.id") == "inapp"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("link", name="Start" if prefix else "Bắt đầu làm", exact=True)).to_be_visible()


def test_on_an_iphone_only_the_steps_are_shown(inside):
    page = inside(ZALO_IPHONE)
    page.goto("/p/1.001193")
    expect(page.locator("#inapp")).to_be_visible()
    expect(page.locator("#inapp-chrome")).to_be_hidden()


def test_in_chrome_itself_nothing_of_it_is_asked_for(screen):
    asked = []
    screen.on("request", lambda request: asked.append(request.url))
    screen.goto("/p/1.001193")
    screen.wait_for_load_state("networkidle")
    assert not [one for one in asked if "inapp" in one or "open-in-chrome" in one]
    assert screen.locator("#inapp").count() == 0


def test_the_page_works_in_the_other_app_when_the_steps_cannot_be_fetched(inside):
    page = inside(ZALO)
    page.route("**/open-in-chrome", lambda route: route.abort())
    page.goto("/p/1.001193/papers")
    page.locator(".screen--now .pick__label").first.click()
    expect(page.locator(".check__count")).to_have_text("2 / 8")


def test_chromium_finds_nothing_that_stands_against_installing(chromium, live, tmp_path):
    """Outside incognito, hence a profile on disk."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=program(is_whole=True), args=FLAGS, viewport=PHONE, base_url=live.url
    )
    try:
        page = context.new_page()
        for address in ("/", "/en/"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            line = context.new_cdp_session(page)
            manifest = line.send("Page.getAppManifest")
            assert not manifest["errors"] and json.loads(manifest["data"])["start_url"] == address
            assert line.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    finally:
        context.close()
