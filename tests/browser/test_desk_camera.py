"""The desk's camera looks at the small codes that a phone shows one after the other, and takes the dossier in by itself."""

import json
import re

import pytest
from playwright.sync_api import expect

from app.sync import scanned
from tests.browser.conftest import FLAGS
from tests.browser.test_scan import code, seen
from tests.chromium import program
from tests.phone import FULL_BIRTH, sealed

pytestmark = pytest.mark.browser
FRAMES = 12  # of each code: the film turns faster than any phone does


def test_several_codes_are_read_as_they_come_and_open_one_dossier(live, chromium, tmp_path):
    context = chromium.new_context()
    listing = json.loads(context.request.get(f"{live.url}/offices/21484/keys.json").text())
    context.close()
    codes = scanned.parts_of(sealed(listing, values={**FULL_BIRTH, "con_ho_ten": "Phạm Thị Bé Bốn"}).blob)
    film = tmp_path / "film.mjpeg"
    film.write_bytes(b"".join(seen(code(text)) * FRAMES for text in reversed(codes)))
    flags = [*FLAGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=program(is_whole=True), args=flags)
    desk = browser.new_context(base_url=live.url, viewport={"width": 1280, "height": 800}, permissions=["camera"]).new_page()
    desk.set_default_timeout(30_000)
    desk.goto("/desk")
    desk.get_by_role("button", name="Máy ảnh").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#look")).to_be_visible()
    expect(desk.locator("[data-part=count]")).to_have_text(re.compile(rf"\d / {len(codes)}"), timeout=30_000)
    desk.wait_for_url(re.compile(r"/desk/d/[0-9a-f-]{36}"))
    expect(desk.locator(".desk__paper")).to_contain_text("Phạm Thị Bé Bốn")
    browser.close()
