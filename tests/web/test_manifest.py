"""The manifest: what a browser needs to install the program, agreeing with the page that names it, in each language."""

import io
import json
import math
import re

import pytest
from PIL import Image

from app.web import manifest

LANGUAGES = ["", "/en"]


def opened(visit, prefix):
    """(the manifest that the home page names, the home page)."""
    home = visit(f"{prefix}/")
    address = re.search(r'<link rel="manifest" href="([^"]+)">', home.text).group(1)
    answer = visit(address)
    assert answer.headers["Content-Type"] == "application/manifest+json"
    return json.loads(answer.text), home


def picture(visit, address) -> Image.Image:
    answer = visit.client.get(address)
    assert answer.status_code == 200 and answer.content_type == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    return Image.open(io.BytesIO(answer.data))


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_it_agrees_with_the_page(visit, prefix):
    said, home = opened(visit, prefix)
    assert said["theme_color"] == re.search(r'name="theme-color" content="([^"]+)"', home.text).group(1)
    assert (said["lang"], said["dir"]) == (re.search(r'<html lang="(\w+)" dir="(\w+)">', home.text)).groups()
    assert said["lang"] == (prefix.strip("/") or "vi")
    assert (said["id"], said["scope"], said["display"], said["name"]) == ("/", "/", "standalone", "Gõ Cửa")
    visit(said["start_url"])
    assert said["start_url"] == prefix + "/"


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_picture_decodes_to_the_size_that_it_says(visit, prefix):
    said, _ = opened(visit, prefix)
    pictures = said["icons"] + said["screenshots"] + [icon for one in said["shortcuts"] for icon in one["icons"]]
    for one in pictures:
        if one["type"] != "image/png":
            assert visit.client.get(one["src"]).data.startswith(b"<svg")
            continue
        assert "x".join(map(str, picture(visit, one["src"]).size)) == one["sizes"]
    wanted = {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"), ("any", "any")}
    assert wanted == {(one["sizes"], one["purpose"]) for one in said["icons"]}
    assert [one["form_factor"] for one in said["screenshots"]] == ["narrow", "narrow"]


def test_a_phone_may_cut_the_maskable_icon_round(visit):
    said, _ = opened(visit, "")
    (address,) = [one["src"] for one in said["icons"] if one["purpose"] == "maskable"]
    icon = picture(visit, address).convert("RGB")
    ground, half = icon.getpixel((0, 0)), icon.width / 2
    drawn = [(x, y) for x in range(0, 512, 2) for y in range(0, 512, 2) if icon.getpixel((x, y)) != ground]
    assert ground == (11, 79, 52) and len(drawn) > 1000
    assert max(math.dist(point, (half, half)) for point in drawn) <= 0.4 * icon.width


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_shortcuts_lead_to_pages_of_the_house_in_the_language(house, visit, prefix):
    said, _ = opened(visit, prefix)
    assert [one["url"] for one in said["shortcuts"]] == [f"{prefix}{path}" for path in ("/scan", "/search", "/my-phone#receipts")]
    assert len({one["name"] for one in said["shortcuts"]}) == 3
    for one in said["shortcuts"][:2]:
        visit(one["url"])


def test_names_are_in_the_language(visit):
    vi, en = (opened(visit, prefix)[0] for prefix in LANGUAGES)
    assert [one["name"] for one in vi["shortcuts"]] == ["Quét mã trên tường", "Tìm việc cần làm", "Giấy hẹn của tôi"]
    assert all(one["name"].isascii() for one in en["shortcuts"]) and en["description"] != vi["description"]
    assert en["screenshots"][0]["src"] != vi["screenshots"][0]["src"]
    assert opened(visit, "/hre")[0]["lang"] == "vi", "a language without a pack says what its texts really are"


def test_the_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in manifest.FOLDER.glob("*.png")}
    assert len(sizes) >= 10 and max(sizes.values()) < 40_000
    assert sum(size for name, size in sizes.items() if name.startswith("icon")) < 10_000


def test_an_older_address_gets_todays_picture_and_an_unknown_one_nothing(visit):
    older = visit.client.get("/installed/000000000000/icon-192.png")
    assert older.status_code == 200 and older.headers["Cache-Control"] == "no-cache"
    visit("/installed/000000000000/nothing.png", status=404)
    visit("/installed/000000000000/..%2f..%2fpictures.png", status=404)
