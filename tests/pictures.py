"""Draws the manifest's pictures: icons from our own mark, screens from our own pages. `make pictures`, then look at them.

The maskable icon keeps the mark inside the safe zone, a circle of 80 % of the width; phones cut the rest as they like.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from app.web import pictures
from app.web.manifest import FOLDER, PAPER, SCREENS, THEME
from tests.bench.houses import furnish
from tests.chromium import program
from tests.server import LiveServer

SAFE_SHARE = 0.75  # of the maskable icon: what is not the ground's colour then stays within the circle
ADDRESSES = dict(zip(SCREENS, ("/", "/p/1.001193"), strict=True))
COLOURS = 48


def drawn(browser: Browser, picture: str, size: int, share: float, background: str) -> Image.Image:
    """A square with a picture of the table in its middle; share: of the width."""
    page = browser.new_page(viewport={"width": size, "height": size})
    edge, inner = round(size * (1 - share) / 2), round(size * share)
    placed = pictures.svg(picture).replace("<svg ", f'<svg x="{edge}" y="{edge}" width="{inner}" height="{inner}" ', 1)
    ground = f'<rect width="100%" height="100%" fill="{background}"/>'
    page.set_content(
        f'<body style="margin:0;color:{THEME}"><svg width="{size}" height="{size}" style="display:block">{ground}{placed}</svg>'
    )
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return shot


def screen(browser: Browser, address: str) -> Image.Image:
    """A page as a phone of 360 x 640 shows it."""
    page = browser.new_page(viewport={"width": 360, "height": 640}, locale="vi-VN")
    page.goto(address, wait_until="networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return shot


def save(name: str, picture: Image.Image) -> None:
    """Write one PNG of few colours."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name:28} {path.stat().st_size:6} bytes", file=sys.stderr)


def draw() -> None:
    """All pictures, from a house with the demo in it."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        furnish(Path(scratch) / "data")
        server = LiveServer(Path(scratch) / "data")
        browser = playwright.chromium.launch(executable_path=program(is_whole=True), args=["--no-sandbox", "--disable-gpu"])
        try:
            for size in (192, 512):
                save(f"icon-{size}", drawn(browser, "mark", size, 0.96, PAPER))
            save("maskable-512", drawn(browser, "mark", 512, SAFE_SHARE, THEME))
            for picture in ("scan", "find", "slip"):
                save(f"shortcut-{picture}-96", drawn(browser, picture, 96, 0.7, PAPER))
            for name, address in ADDRESSES.items():
                for tag, prefix in (("vi", ""), ("en", "/en")):
                    save(f"screen-{name}-{tag}", screen(browser, server.url + prefix + address))
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    draw()
