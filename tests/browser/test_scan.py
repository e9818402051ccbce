"""The scanner in a real browser: its camera looks at a real poster; refused, absent or deaf cameras leave two other ways."""

import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
import qrcode
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from app.dossiers.service import secret_of
from app.sealing import Keys
from tests.browser.conftest import FLAGS, PHONE
from tests.chromium import program

PICTURE = (1280, 720)
FRAMES = 5
PATIENCE_MS = 10_000
CARD = "051190001234||Phạm Thị Thử|01021990|Nữ|Xã Ba Tơ, Quảng Ngãi|01012022"


@pytest.fixture(scope="session")
def poster(live, chromium) -> Image.Image:
    """The first poster, printed as the officer prints it."""
    context = chromium.new_context()
    answer = context.request.post(f"{live.url}/desk/posters", form={"what": "1.001193", "paper": "a5", "place": "1"})
    assert answer.headers["content-type"] == "application/pdf"
    page = pypdfium2.PdfDocument(answer.body())[0].render(scale=2).to_pil()
    context.close()
    return page


def code(text: str) -> Image.Image:
    return qrcode.make(text).convert("RGB").resize((520, 520))


def seen(thing: Image.Image) -> bytes:
    """A JPEG of what a phone held before it sees: turned a little, on a wall, not quite sharp."""
    wall = Image.new("RGB", PICTURE, (176, 164, 140))
    thing = thing.convert("RGB")
    thing.thumbnail((PICTURE[1] - 40, PICTURE[1] - 40))
    turned = thing.rotate(5, expand=True, fillcolor=(176, 164, 140), resample=Image.Resampling.BICUBIC)
    wall.paste(turned, ((PICTURE[0] - turned.width) // 2, (PICTURE[1] - turned.height) // 2))
    file = io.BytesIO()
    wall.filter(ImageFilter.GaussianBlur(0.7)).save(file, "JPEG", quality=80)
    return file.getvalue()


@pytest.fixture
def phone_before(live, chromium, tmp_path) -> Iterator:
    """`phone_before(thing)`: a page on a phone whose camera looks at a picture; it keeps what it asked in `page.asked`."""
    browsers = []

    def opened(thing: Image.Image | None, allowed: bool = True) -> Page:
        flags = list(FLAGS)
        if thing is not None:
            film = tmp_path / "film.mjpeg"
            film.write_bytes(seen(thing) * FRAMES)
            flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
        browser = chromium.browser_type.launch(executable_path=program(is_whole=True), args=flags)
        browsers.append(browser)
        page = browser.new_context(base_url=live.url, viewport=PHONE, permissions=["camera"] if allowed else []).new_page()
        page.set_default_timeout(15_000)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        return page

    yield opened
    for browser in browsers:
        browser.close()


def look(page: Page, prefix: str = "") -> None:
    page.goto(f"{prefix}/scan")
    page.get_by_role("button", name="Open the camera" if prefix else "Mở máy ảnh").click()


def the_other_ways_are_there(page: Page) -> None:
    expect(page.locator("input[name=photo]")).to_be_attached()
    expect(page.get_by_text("Chụp hình mã", exact=True)).to_be_visible()
    expect(page.get_by_label("Hoặc gõ mã ngắn dưới hình")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_citizen_scans_a_poster_and_its_page_opens(phone_before, poster, live, prefix):
    page = phone_before(poster)
    page.goto(f"{prefix}/scan")
    page.wait_for_load_state("networkidle")
    assert not [address for address in page.asked if "zxing" in address or "scan-worker" in address]
    look(page, prefix)
    page.wait_for_url(re.compile(re.escape(f"{live.url}{prefix}{live.demo['posters'][0]}"), re.IGNORECASE))
    expect(page.locator("h1")).to_have_text(re.compile("birth" if prefix else "khai sinh", re.IGNORECASE))
    assert all(address.startswith(live.url) for address in page.asked)


def test_a_phone_whose_own_detector_is_broken_reads_with_ours(phone_before, poster, live):
    page = phone_before(poster)
    page.add_init_script(
        """window.BarcodeDetector = class {
          static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
          detect() { return Promise.reject(new DOMException("Barcode detection service unavailable", "NotSupportedError")); }
        };"""
    )
    look(page)
    page.wait_for_url(re.compile(re.escape(live.demo["posters"][0]), re.IGNORECASE))


def test_a_receipt_opens_whole_and_its_secret_stays_out_of_addresses(phone_before, live):
    ticket = live.demo["tickets"][0]
    with sqlite3.connect(live.data_dir / "gocua.sqlite3") as database:
        (dossier_id,) = database.execute("SELECT id FROM dossiers WHERE ticket = ?", (ticket,)).fetchone()
    secret = secret_of(Keys(live.data_dir / "keys"), dossier_id)
    page = phone_before(code(f"{live.url}/d/{ticket}#{secret}".upper()))
    look(page)
    expect(page.get_by_text("Mang theo khi đến quầy")).to_be_visible()
    assert page.url == f"{live.url}/d/{ticket}"
    assert not [address for address in page.asked if secret in address.partition("#")[0].lower()]


@pytest.mark.parametrize("text", ["https://example.org/q/4V8XV3", "https://example.org/?x=127.0.0.1", "WIFI:S:quan;P:12345678;;"])
def test_a_foreign_code_opens_nothing_and_goes_nowhere(phone_before, live, text):
    page = phone_before(code(text))
    look(page)
    expect(page.get_by_text("Mã này không phải của Gõ Cửa.")).to_be_visible()
    assert page.url == f"{live.url}/scan"
    assert not [address for address in page.asked if "code=" in address or not address.startswith(live.url)]
    the_other_ways_are_there(page)


def test_a_citizen_card_is_named_and_nothing_of_it_leaves_the_phone(phone_before, live):
    page = phone_before(code(CARD))
    look(page)
    expect(page.get_by_text("Đây là mã của thẻ căn cước. Dùng nó khi trả lời câu hỏi.")).to_be_visible()
    assert page.url == f"{live.url}/scan"
    assert not [address for address in page.asked if "code=" in address or "051190001234" in address or quote("|") in address]


@pytest.mark.parametrize("trouble", ["refused", "absent"])
def test_a_camera_that_does_not_open_leaves_the_other_ways(phone_before, poster, trouble):
    page = phone_before(None if trouble == "absent" else poster, allowed=trouble == "absent")
    look(page)
    expect(page.get_by_text("Máy ảnh không mở được.")).to_be_visible()
    expect(page.get_by_role("button", name="Mở máy ảnh")).to_be_visible()
    the_other_ways_are_there(page)


def test_a_browser_that_never_answers_is_given_ten_seconds(screen):
    screen.add_init_script("navigator.mediaDevices.getUserMedia = () => new Promise(() => {});")
    screen.clock.install()
    look(screen)
    expect(screen.get_by_text("Đang mở máy ảnh.")).to_be_visible()
    screen.clock.fast_forward(PATIENCE_MS)
    expect(screen.get_by_text("Máy ảnh không mở được.")).to_be_visible()
    the_other_ways_are_there(screen)


def test_a_browser_without_cameras_does_not_offer_one(screen):
    screen.add_init_script("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });")
    screen.goto("/scan")
    the_other_ways_are_there(screen)
    screen.wait_for_load_state("networkidle")
    expect(screen.get_by_role("button", name="Mở máy ảnh")).to_be_hidden()


@pytest.fixture
def photo(poster, tmp_path) -> Path:
    """A photo of the poster, as the phone's camera gives it."""
    path = tmp_path / "photo.jpg"
    path.write_bytes(seen(poster))
    return path


def test_a_photo_is_sent_by_itself(screen, live, photo):
    screen.goto("/scan")
    screen.wait_for_selector(".snap--on")
    expect(screen.get_by_role("button", name="Xem mã trong hình")).to_be_hidden()
    screen.locator("input[name=photo]").set_input_files(photo)
    screen.wait_for_url(re.compile(re.escape(live.demo["posters"][0]), re.IGNORECASE))


def test_without_script_a_photo_and_a_typed_code_open_the_poster(plain_screen, live, photo):
    wanted = re.compile(re.escape(live.demo["posters"][0]), re.IGNORECASE)
    plain_screen.goto("/scan")
    plain_screen.locator("input[name=photo]").set_input_files(photo)
    plain_screen.get_by_role("button", name="Xem mã trong hình").click()
    plain_screen.wait_for_url(wanted)
    plain_screen.goto("/scan")
    expect(plain_screen.get_by_role("button", name="Mở máy ảnh")).to_be_hidden()
    plain_screen.get_by_label("Hoặc gõ mã ngắn dưới hình").fill(live.demo["posters"][0].rsplit("/", 1)[1].lower())
    plain_screen.get_by_role("button", name="Mở").click()
    plain_screen.wait_for_url(wanted)


def test_only_the_decoders_own_answer_may_run_webassembly(screen):
    with screen.expect_response(lambda answer: answer.url.endswith("app.js")) as script:
        page = screen.goto("/scan")
    folder = script.value.url.removesuffix("js/app.js")
    policies = {
        name: screen.request.get(folder + name).headers.get("content-security-policy", "")
        for name in ("js/scan-worker.js", "js/app.js")
    }
    assert "script-src 'self' 'wasm-unsafe-eval'" in policies["js/scan-worker.js"]
    assert policies["js/app.js"] == ""  # the page that loads it carries the policy
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy
