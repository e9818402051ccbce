"""Photos: opened by a child that has little memory and time, made small, stripped of what cameras write into them."""

import io

import pytest
from PIL import Image

from app.forms import kinds, photos, uploads
from app.forms.questions import UploadedPhoto
from tests.forms.conftest import a_form, a_question, is_wrong


def a_picture(kind="JPEG", size=(900, 1200), noise=False, **options) -> bytes:
    image = Image.effect_noise(size, 90).convert("RGB") if noise else Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["JPEG"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_photo_becomes_a_small_jpeg(kind):
    data = photos.shrink(a_picture(kind, (3000, 2000)))
    assert opened(data).size == (1600, 1067)
    assert len(data) <= 300_000


def test_even_noise_stays_below_300_kb():
    assert len(photos.shrink(a_picture(size=(2400, 1800), noise=True))) <= 300_000


def test_a_photo_stands_upright_and_carries_no_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    image = opened(photos.shrink(a_picture(size=(400, 200), exif=exif)))
    assert image.size == (200, 400)
    assert not image.getexif() and "exif" not in image.info


def test_a_transparent_picture_gets_a_white_ground():
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(out, "PNG")
    assert opened(photos.shrink(out.getvalue())).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0" + bytes(100),
        a_picture()[:400],
        a_picture("GIF"),
        a_picture("BMP"),
        a_picture("TIFF"),
    ],
    ids=["empty", "text", "svg", "pdf", "zeros", "cut", "gif", "bmp", "tiff"],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(photos.BadPhoto):
        photos.shrink(data)


def test_a_picture_bomb_is_refused_before_it_is_opened():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(photos.LargePhoto):
        photos.shrink(out.getvalue())


class Chosen:
    """A file of a request."""

    filename = "giay.jpg"

    def __init__(self, data: bytes):
        self.stream = io.BytesIO(data)


def test_only_the_forms_photos_are_opened():
    form = a_form(a_question("photo", "anh"), a_question("text", "chu"))
    found = uploads.received(form, {"anh": Chosen(a_picture()), "chu": Chosen(b"x"), "khac": Chosen(b"x")})
    assert list(found) == ["anh"]
    assert found["anh"].data.startswith(b"\xff\xd8")


def test_a_field_left_empty_is_no_photo():
    assert uploads.received(a_form(a_question("photo", "anh")), {"anh": Chosen(b"")}) == {}


def test_an_unreadable_photo_is_told_at_its_question(read):
    found = uploads.received(a_form(a_question("photo", "cau")), {"cau": Chosen(b"not a photo")})
    assert is_wrong(read("photo", {}, found), "unreadable", "photo")


def test_of_a_photo_size_and_fingerprint_are_kept(read):
    kept = read("photo", {}, {"cau": UploadedPhoto(b"\xff\xd8abc")})
    assert kept["bytes"] == 5 and len(kept["sha256"]) == 64


def test_a_photo_shows_that_it_is_there(house):
    with house.test_request_context("/"):
        assert kinds.show(a_question("photo"), {"bytes": 5, "sha256": ""}) == "Đã có ảnh"
