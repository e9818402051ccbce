"""`/sw.js`: the service worker, with what it must know written in: the scripts by content, the policy, the addresses."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from flask import Flask, current_app

from ..forms import places
from ..offices import queries as offices
from ..packs import speech
from ..web import languages
from ..web.security import policy

SCRIPTS = Path(__file__).parent / "scripts"
ON_USE = re.compile(r"vendor/(zxing|fflate)|scan-worker|vendor/places/|unpacker|unpressing|/carry")
AT_ONCE = re.compile(r"js/(app|keeping|player|kept|kept/files|modules/(back|listen|say|here))\.js")
STYLE = "sha256-STYLE"


def source(app: Flask) -> str:
    """The worker's text. It changes with any script, so that the browser sees that there is a new version.

    AT_ONCE is fetched on a first visit; the rest of FILES on the second, or with a pack; what is in neither when it is used.
    """
    own = _own_places()
    kept = {name: digest for name, digest in files().items() if name in own or not ON_USE.search(name)}
    values = {
        "VERSION": app.jinja_env.globals["version"],
        "FILES": kept,
        "AT_ONCE": [name for name in kept if AT_ONCE.fullmatch(name)],
        "POLICY": policy(style_src=f"'self' '{STYLE}'"),
        "TAGS": [language.tag for language in languages.offered() if language.tag != languages.DEFAULT],
        "VOICE": speech.digested("TEXT", languages.DEFAULT, speech.SPEAKER),
    }
    head = "".join(f"const {name} = {json.dumps(value, separators=(',', ':'))};\n" for name, value in values.items())
    return head + "".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob("*.js")))


def _own_places() -> set[str]:
    """The tables of old addresses that the offices' people need: citizen cards are read without a network too; and today's communes."""
    communes = [places.communes().get(office.code) for office in offices.offices()]
    return {
        "vendor/places/provinces.js",
        "vendor/places/communes.js",
        *(f"vendor/places/{one.province_code}.js" for one in communes if one),
    }


def files() -> dict[str, str]:
    """Every script that pages load -> 12 hex digits of its content."""
    folder = Path(current_app.static_folder or "")
    paths = [path for part in ("js", "vendor") for path in sorted((folder / part).rglob("*.js"))]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in paths}
