"""A photo of a paper: upright, small, without what cameras write beside it, shown large; a blurred one is asked about."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Page, expect

from tests.browser.pages.wizard import Wizard

pytestmark = pytest.mark.browser

BIRTH = "1.001193"
ORIENTATION, MAKE = 0x0112, 0x010F
LAID_ON_ITS_SIDE = 6
BYTES = """async () => {
  const input = document.getElementById("anh_giay_chung_sinh");
  return [...new Uint8Array(await input.files[0].arrayBuffer())];
}"""
SMALL_AGAIN = """before => {
  const { files: [file] } = document.getElementById("anh_giay_chung_sinh");
  return file.name === "photo.jpg" && file.size !== before;
}"""


def a_paper(size=(2400, 1600), blur: float = 0, exif: bool = False, kind: str = "JPEG") -> bytes:
    """A photo of a printed page; `exif`: taken with the phone on its side, the camera's name in it."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for row in range(size[1] // 106):
        draw.text(
            (size[0] // 24, 30 + row * 100), "Giấy chứng sinh của một bé không có thật.", fill="black", font_size=size[0] // 40
        )
    file, data = io.BytesIO(), Image.Exif()
    data[ORIENTATION], data[MAKE] = LAID_ON_ITS_SIDE, "Camera of somebody"
    image.filter(ImageFilter.GaussianBlur(blur)).save(file, kind, quality=85, **({"exif": data} if exif else {}))
    return file.getvalue()


@pytest.fixture
def asked(screen) -> Wizard:
    """The form where it asks for the photo."""
    return Wizard(screen).open(BIRTH).until("anh_giay_chung_sinh")


def take(page: Page, data: bytes) -> Image.Image:
    """Take a photo; returns what lies in the form once it was drawn anew."""
    page.locator("#anh_giay_chung_sinh").set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data})
    page.wait_for_function(SMALL_AGAIN, arg=len(data))
    kept = bytes(page.evaluate(BYTES))
    assert len(kept) <= 300_000
    return Image.open(io.BytesIO(kept))


def test_a_photo_is_turned_upright_made_small_and_tells_nothing_of_the_phone(asked):
    kept = take(asked.page, a_paper(exif=True))
    assert kept.size == (1067, 1600)
    assert not kept.getexif() and b"somebody" not in kept.info.get("exif", b"")
    expect(asked.page.locator(".photo__blurry")).to_have_count(0)


def test_a_page_full_of_print_is_small_too(asked):
    image = Image.effect_noise((2000, 1500), 90)
    file = io.BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=90)
    assert max(take(asked.page, file.getvalue()).size) >= 800


def test_a_small_photo_too_leaves_its_camera_behind(asked):
    kept = take(asked.page, a_paper((800, 600), exif=True))
    assert kept.size == (600, 800) and not kept.getexif()


def test_a_blurred_photo_is_asked_about_and_may_stay(asked):
    take(asked.page, a_paper(blur=14))
    expect(asked.page.get_by_text("Ảnh hơi mờ. Chụp lại không?")).to_be_visible()
    asked.next()
    expect(asked.page.locator("#q-anh_giay_chung_sinh")).to_be_hidden()


def test_a_sharp_photo_takes_the_question_away_again(asked):
    take(asked.page, a_paper(blur=14))
    expect(asked.page.locator(".photo__blurry")).to_be_visible()
    take(asked.page, a_paper())
    expect(asked.page.locator(".photo__blurry")).to_have_count(0)


@pytest.mark.parametrize(("blur", "is_blurred"), [(0, False), (2, False), (14, True), (25, True)])
def test_blur_is_told_from_sharpness(asked, blur, is_blurred):
    take(asked.page, a_paper(blur=blur))
    expect(asked.page.locator(".photo__blurry")).to_have_count(1 if is_blurred else 0)


def test_a_tap_shows_the_photo_large(asked):
    take(asked.page, a_paper((1600, 2400)))
    picture = asked.page.locator(".photo__picture")
    before = picture.bounding_box()
    asked.page.get_by_role("button", name="Xem ảnh to").click()
    asked.page.wait_for_function("width => document.querySelector('.photo__picture').clientWidth > width", arg=before["width"])
    assert picture.bounding_box()["width"] > 300
