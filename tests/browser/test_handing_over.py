"""A dossier without a network: the officer's camera takes it from the screen, or a file carries it."""

import io
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from app.dossiers import cli
from app.sync import envelope, intake, scanned
from app.web.clock import now
from tests.browser.keeper import equipped, until
from tests.browser.office import dossiers, office, photos
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import BIRTH, FILL, NO_NETWORK, RECEIPT, TRIED, a_photo, press_send, to_the_end
from tests.phone import FULL_BIRTH

pytestmark = pytest.mark.browser


@pytest.fixture
def wizard(screen) -> Wizard:
    return Wizard(screen)


def photographed(picture: bytes, angle: float = 12) -> Image.Image:
    """The screen of a phone of 5 inches as an officer's camera sees it: turned, from the side, a little dark."""
    screen = Image.open(io.BytesIO(picture)).convert("L")
    wide, high = screen.size
    lean = wide * 0.06
    corners = (0, 0, -lean, high, wide + lean, high, wide, 0)
    seen = screen.transform((wide, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=90)
    data = io.BytesIO()
    seen.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=90).point(lambda value: 30 + value * 0.7).save(
        data, "JPEG", quality=70
    )
    return Image.open(data)


@pytest.mark.expected_console(NO_NETWORK)
def test_with_no_network_the_screen_carries_it_and_what_is_sent_later_is_the_same(chromium, live):
    phone = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640}, device_scale_factor=2)
    wizard = Wizard(phone.new_page())
    page = wizard.page
    to_the_end(wizard, BIRTH)
    page.evaluate(FILL, FULL_BIRTH)
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    until(page, TRIED)
    page.locator("[data-act=show]").click()
    expect(page.locator("[data-part=compare]")).to_have_text(re.compile(r"^[A-Z2-7]{4}-[A-Z2-7]{4}$"))
    picture = page.screenshot()
    assert page.locator("[data-part=qr]").bounding_box()["width"] >= 290  # 5 cm on a screen of 5 inches
    found = zxingcpp.read_barcodes(photographed(picture))
    assert len(found) == 1 and found[0].text.startswith("HS1:"), found
    codes = scanned.Reading()
    assert codes.add(found[0].text) and len(codes.blob) <= 644
    assert envelope.short_code(codes.blob) == page.locator("[data-part=compare]").inner_text().replace("-", "")
    with office(live.data_dir) as app:
        by_hand = intake.receive(app.extensions["gocua.keys"], codes.blob, "code", now(), office_code="21484")
        assert dossiers(app)[by_hand.receipt["id"]].answers["cha_noi_cu_tru"]["detail"] == "Thôn Gò Rét, số nhà 12"
    phone.set_offline(False)
    page.wait_for_url(RECEIPT)
    assert page.url.endswith(by_hand.receipt["code"])
    phone.close()


@pytest.mark.expected_console(NO_NETWORK)
def test_easier_codes_come_one_after_the_other(wizard, phone):
    page = wizard.page
    to_the_end(wizard, BIRTH)
    page.evaluate(FILL, FULL_BIRTH)
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    page.locator("[data-act=show]").click()
    page.locator("[data-act=easier]").click()
    codes = scanned.Reading()
    for _ in range(60):
        found = zxingcpp.read_barcodes(photographed(page.screenshot()))
        if found and codes.add(found[0].text):
            break
        page.wait_for_timeout(150)
    assert codes.blob and codes.count == len(scanned.parts_of(codes.blob)) > 1


@pytest.mark.expected_console(NO_NETWORK)
def test_a_file_carries_it_with_its_photos(wizard, phone, live, tmp_path):
    page = wizard.page
    draft = to_the_end(wizard, BIRTH, photo=a_photo())
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    with page.expect_download() as download:
        page.locator("[data-act=file]").click()
    path = tmp_path / "a.hoso"
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".hoso")
    with office(live.data_dir) as app:
        done = app.test_cli_runner().invoke(cli.scan, [str(path), "--office", "21484"])
        assert done.exit_code == 0 and "Received" in done.output and "1 photos" in done.output, done.output
        again = app.test_cli_runner().invoke(cli.scan, [str(path)])
        assert "Received before" in again.output
        assert photos(app)[draft] == [0]
