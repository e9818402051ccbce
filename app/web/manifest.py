"""What a browser needs to put the program on the home screen: name, icons, pictures of two screens, shortcuts.

The PNG files of data/install/ are drawn from our own mark and our own screens by `make pictures`. Their addresses carry
their content's hash, so that a release that changes no picture costs a phone no byte.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from . import languages, site

FOLDER = Path(__file__).parent / "data" / "install"
NAME = "Gõ Cửa"
THEME = "#0b4f34"
PAPER = "#ffffff"
ICONS = {"icon-192": "any", "icon-512": "any", "maskable-512": "maskable"}
SCREENS = ("home", "procedure")


def manifest() -> dict[str, Any]:
    """The manifest in the language of the request: one program (`id`), whatever language it was installed in."""
    return {
        "id": "/",
        "name": NAME,
        "short_name": NAME,
        "description": _("Cần giấy gì, mất bao lâu, bao nhiêu tiền. Bắt đầu làm ngay trên máy."),
        "lang": languages.current().html_lang,
        "dir": "ltr",
        "start_url": url_for("procedures.home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": PAPER,
        "icons": [_icon(name, purpose) for name, purpose in ICONS.items()]
        + [{"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        "screenshots": [_screen("home", _("Trang đầu")), _screen("procedure", _("Mang theo giấy gì?"))],
        "shortcuts": [
            _shortcut(_("Quét mã trên tường"), "scan", "/scan"),
            _shortcut(_("Tìm việc cần làm"), "find", "/search"),
            _shortcut(_("Giấy hẹn của tôi"), "slip", "/my-phone#receipts"),
        ],
    }


def _icon(name: str, purpose: str) -> dict[str, str]:
    size = name.rsplit("-", 1)[1]
    return {"src": address(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _screen(name: str, label: str) -> dict[str, str]:
    here = f"screen-{name}-{languages.current().html_lang}"
    drawn = here if here in pictures() else f"screen-{name}-{languages.DEFAULT}"
    return {"src": address(drawn), "sizes": "360x640", "type": "image/png", "form_factor": "narrow", "label": label}


def _shortcut(name: str, picture: str, path: str) -> dict[str, Any]:
    icon = {"src": address(f"shortcut-{picture}-96"), "sizes": "96x96", "type": "image/png"}
    return {"name": name, "url": url_for("procedures.home").rstrip("/") + path, "icons": [icon]}


@cache
def pictures() -> dict[str, str]:
    """Name of each PNG file -> 12 hex digits of its content."""
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(FOLDER.glob("*.png"))}


def address(name: str) -> str:
    """Where a picture is served; raises KeyError for one that was never drawn."""
    return f"/installed/{pictures()[name]}/{name}.png"


def addresses() -> list[str]:
    """The pictures' addresses, for the export."""
    return [address(name) for name in pictures()]


def init_app(app: Flask) -> None:
    """Offer what this room answers to everybody, and what stands at the same address in every house."""
    site.offer(
        app,
        lambda: ["/manifest.webmanifest", "/open-in-chrome", "/offline", "/my-phone", "/search/index.json", "/search/names.json"],
    )
    site.offer(app, lambda: ["/sw.js", "/icon.svg", "/favicon.ico", *addresses(), *_static()], in_each_language=False)


def _static() -> list[str]:
    """Scripts, workers and what they load; the pictures' sources are drawn into pages and need no address."""
    folder = Path(current_app.static_folder or "")
    served = [path for part in ("js", "vendor") for path in sorted((folder / part).rglob("*")) if path.suffix in (".js", ".wasm")]
    return [f"{current_app.static_url_path}/{path.relative_to(folder)}" for path in served]
