"""`/voice/<key>`: the sound of one sentence; its name is its content, so it never changes."""

from __future__ import annotations

import re

from flask import Blueprint, send_from_directory

from ..web.access import public
from ..web.errors import Missing
from ..web.published import FOREVER
from .speech import folder

bp = Blueprint("packs", __name__)
NAME = re.compile(r"[0-9a-f]{20}\.(opus|mp3)")
TYPES = {"opus": "audio/ogg", "mp3": "audio/mpeg"}


@bp.get("/voice/<name>")
@public
def clip(name: str):
    """A clip, with byte ranges (Safari needs them); 404 for one that nobody spoke."""
    found = NAME.fullmatch(name)
    if not found or not (folder() / name).exists():
        raise Missing
    response = send_from_directory(folder(), name, mimetype=TYPES[found.group(1)], conditional=True)
    response.headers["Cache-Control"] = FOREVER
    return response
