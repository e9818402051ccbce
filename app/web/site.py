"""The public addresses of the house, as each room offers them: what the static export writes down.

A room offers a function at start-up: `site.offer(app, function)`. The function gets no argument, runs inside an app
context and yields addresses without language prefix, each answering 200 and the same to everybody: `/p/1.001193`,
`/e/birth?page=2`. With `in_each_language=False` they are taken once, as they stand: assets, clips, `/sw.js`.
What another room has not built yet may be offered too: addresses that no route answers are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from . import languages

Addresses = Callable[[], Iterable[str]]
OFFERS = "gocua.public_pages"


@dataclass(frozen=True)
class Offer:
    """What one room offers."""

    addresses: Addresses
    in_each_language: bool


def offer(app: Flask, addresses: Addresses, in_each_language: bool = True) -> None:
    """Add a room's public addresses to the house's."""
    app.extensions.setdefault(OFFERS, []).append(Offer(addresses, in_each_language))


@dataclass(frozen=True)
class Address:
    """One public address: `prefix` is the language's ("" or "/en"), `rest` what follows, `rule` the route that answers."""

    prefix: str
    rest: str
    rule: str

    def __str__(self) -> str:
        return self.prefix + self.rest


def addresses(app: Flask) -> list[Address]:
    """Every public address in every offered language, each once, in the order in which rooms offer them."""
    return list(dict.fromkeys(found for one in app.extensions.get(OFFERS, []) for found in _of(app, one)))


def _of(app: Flask, one: Offer) -> Iterator[Address]:
    tags = [language.tag for language in languages.offered()] if one.in_each_language else [languages.DEFAULT]
    for rest in one.addresses():
        rule = route(app, rest)
        if rule is not None:
            yield from (Address("" if tag == languages.DEFAULT else f"/{tag}", rest, rule) for tag in tags)


def route(app: Flask, address: str) -> str | None:
    """The rule that answers an address without language prefix (`/p/<code>`), or None."""
    path = urlsplit(languages.lower_head(address)).path
    try:
        rule, _ = app.url_map.bind("localhost").match(path, return_rule=True)
    except (HTTPException, RequestRedirect):
        return None
    return rule.rule
