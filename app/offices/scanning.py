"""What a scanned or typed code opens, always on this host: posters, receipts, procedures. Everything else is None."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import zxingcpp
from flask import current_app
from PIL import Image

from ..forms import photos
from . import rules

MOST_PHOTO_BYTES = 12 * 1024 * 1024
PROCEDURE = re.compile(r"[1-9]\.\d{6}")
INSIDE = re.compile(r"/(?:[a-z]{2,3}/)?(?:q|d|p)/[A-Za-z0-9.]{6,9}", re.IGNORECASE)


def address_of(text: str) -> str | None:
    """The path on this host that `text` (a scanned address or a typed code) opens, or None."""
    text = text.strip()
    if "://" in text:
        return _path_of(text)
    if rules.read_code(text, 6):
        return f"/q/{rules.read_code(text, 6)}"
    if rules.read_code(text, 8):
        return f"/d/{rules.read_code(text, 8)}"
    return f"/p/{text}" if PROCEDURE.fullmatch(text) else None


class NotAPoster(ValueError):
    """A code that is no business of a walk from poster to poster: a receipt, a page, a citizen card, a mistyped short code."""


def poster_in(text: str, is_typed: bool = False) -> str | None:
    """The id of the poster that a code names; None for a foreign code. Raises NotAPoster.

    is_typed: by a person, who may have mistyped a short code; what a camera read is what the code says.
    """
    text = text.strip()
    address = address_of(text)
    if address and "/q/" in address.lower():
        return address.rsplit("/", 1)[1].upper()
    is_ours = address is not None or (_host_of(text) == own_host().lower() and "/q/" not in text.lower())
    is_slip = is_typed and "." not in text and "/" not in text
    if not text or is_ours or is_slip or rules.is_personal(text):
        raise NotAPoster
    return None


def _host_of(text: str) -> str:
    try:
        return urlsplit(text).netloc.lower()
    except ValueError:
        return ""


def own_host() -> str:
    """The host that our codes name, with its port if it has one."""
    return current_app.extensions["gocua.config"].public_host


def _path_of(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or parts.netloc.lower() != own_host().lower():
        return None
    return parts.path if INSIDE.fullmatch(parts.path) else None


def address_in_photo(data: bytes) -> str | None:
    """The path that the first of our codes in a photo opens, or None; a file that is no picture is None too."""
    found = [address_of(text) for text in texts_in_photo(data)]
    return next((address for address in found if address), None)


def texts_in_photo(data: bytes) -> list[str]:
    """What the QR codes in a photo say; nothing for a file that is no picture."""
    try:
        picture = Image.open(io.BytesIO(photos.shrink(data)), formats=["JPEG"])
        codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    except (photos.BadPhoto, OSError):
        return []
    return [code.text for code in codes]
