"""A sentence and the language that it is really in, so that a fallback is marked `lang="vi"` for voices and fonts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask_babel import get_translations
from flask_babel import gettext as _
from markupsafe import escape

from . import languages


@dataclass(frozen=True)
class Text:
    """Plain text in language `lang`; in a page of another language it wears its own `lang`."""

    value: str
    lang: str = languages.DEFAULT

    def __html__(self) -> str:
        if self.lang == languages.current().html_lang:
            return str(escape(self.value))
        return f'<span lang="{self.lang}">{escape(self.value)}</span>'

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


def t(message: str, **values: object) -> Text:
    """The translation of a Vietnamese message, or the message itself, marked as Vietnamese, where the pack lacks it."""
    language = languages.current()
    found = language.tag == languages.DEFAULT or _has(message)
    return Text(_(message, **values), language.html_lang if found else languages.DEFAULT)


def _has(message: str) -> bool:
    catalogue = getattr(get_translations(), "_catalog", {})
    return message in catalogue


def init_app(app: Flask) -> None:
    """Give templates `t()`; `_()` stays for attributes, which cannot carry a language of their own."""
    app.jinja_env.globals["t"] = t
    app.jinja_env.globals["language"] = languages.current
    app.jinja_env.globals["languages_offered"] = languages.offered
