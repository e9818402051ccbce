"""From a sentence on the screen to its clip. A loudspeaker stands only where pressing it makes a sound."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from flask import Flask, current_app

from ..web import languages
from ..web.texts import Text

SPEAKER = "synthetic-vi-central"
PARTS = tuple(Text(part) for part in ("Ngày", "Tháng", "Năm", *map(str, range(32))))  # of which the phone makes dates and numbers


def key(text: str, language: str = languages.DEFAULT, speaker: str = SPEAKER) -> str:
    """20 hex digits that name a clip: another text, language or speaker is another clip."""
    said = unicodedata.normalize("NFC", " ".join(text.split()))
    return hashlib.sha256(digested(said, language, speaker).encode()).hexdigest()[:20]


def digested(said: str, language: str, speaker: str) -> str:
    """What the name of a clip is a digest of."""
    return f"{language}\0{said}\0{speaker}"


def folder() -> Path:
    """Where clips lie: each as <key>.opus and <key>.mp3."""
    return current_app.extensions["gocua.config"].data_dir / "voice"


def speech(text: Text | str) -> str | None:
    """The address of a sentence's clip in the language that the sentence is in, or None. Notes what was asked for (voice build).

    It is the MP3's; the Opus file, for most phones, has the same name but for its ending.
    """
    language = text.lang if isinstance(text, Text) else languages.current().html_lang
    asked = current_app.extensions.get("gocua.sentences")
    if asked is not None:
        asked.append((language, str(text)))
    name = key(str(text), language)
    if not (folder() / f"{name}.mp3").exists():
        return None
    return f"/voice/{name}.mp3"


def init_app(app: Flask) -> None:
    """Give templates `speech()` and the parts that spoken numbers are made of."""
    app.jinja_env.globals.update(speech=speech, spoken_parts=list(PARTS))
