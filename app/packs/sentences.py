"""Which sentences need a clip: whatever the pages ask for. The pages themselves are asked, so no list can go stale."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Flask, render_template_string

from ..database import write
from ..web.models import new_edition
from . import speech
from .voice import Synthesiser, speak

SHOW_EVERY_SECONDS = 10.0
RECEIPTS = """{% for state in ("received", "accepted", "returned", "ready", "done", "withdrawn") %}{{ ui.state(state, office) }}{% endfor %}
{% include "dossiers/notes.html" %}{{ ui.say(t("Dự kiến ngày lấy kết quả")) }}{{ ui.say(t("Ngày đến lấy kết quả")) }}
{{ ui.say(t("Ngày nào lấy: quầy sẽ nói.")) }}{% for sentence in reasons %}{{ ui.say(t(sentence)) }}{% endfor %}"""


def build(app: Flask, synthesiser: Synthesiser) -> tuple[int, int, int]:
    """Speak every sentence of `addresses`, page by page; (spoken, there already, bytes). Loudspeakers appear as clips come."""
    written = there = size = 0
    shown_at = time.monotonic()
    fresh = False
    for language, sentence in asked_for(app):
        added = speak(sentence, language, speech.folder(), synthesiser)
        written, there, size = written + bool(added), there + (not added), size + added
        fresh = fresh or bool(added)
        if fresh and time.monotonic() - shown_at > SHOW_EVERY_SECONDS:
            write(new_edition)
            shown_at, fresh = time.monotonic(), False
    if fresh:
        write(new_edition)
    return written, there, size


def asked_for(app: Flask) -> Iterator[tuple[str, str]]:
    """(language, sentence) of everything Vietnamese that the pages want to say, each once, the core first."""
    seen: set[tuple[str, str]] = set()
    for address in addresses(app):
        for pair in sentences_of(app, address):
            if pair[0] == "vi" and pair not in seen:
                seen.add(pair)
                yield pair


def sentences_of(app: Flask, address: str) -> list[tuple[str, str]]:
    """What one page wants to say."""
    asked: list[tuple[str, str]] = []
    app.extensions["gocua.sentences"] = asked
    try:
        if address.startswith("receipts:"):
            with app.test_request_context("/"):
                render_template_string(RECEIPTS, office=address.removeprefix("receipts:"))
        else:
            app.extensions["gocua.rendering"](address)
    finally:
        app.extensions.pop("gocua.sentences")
    return asked


def addresses(app: Flask) -> list[str]:
    """The pages whose sentences are spoken, the core first."""
    return app.extensions["gocua.spoken_pages"]()
