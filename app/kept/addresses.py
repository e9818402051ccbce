"""This room's public addresses (web/site.py): the page that saves a pack, its list, and the files of the newest packs."""

from __future__ import annotations

from collections.abc import Iterator

from ..offices import queries as offices
from ..web import languages
from . import shelf


def pages() -> Iterator[str]:
    """In each language: the page of every office; the lists too, once the packs of all languages are built."""
    for office in offices.offices():
        yield f"/offices/{office.code}/pack"
        if not all(shelf.manifest(f"{office.code}-{language.tag}") for language in languages.offered()):
            continue
        yield f"/offices/{office.code}/pack.json"
        yield from (f"/offices/{office.code}/sounds/{choice}.json" for choice in ("most_used", "all"))


def files() -> Iterator[str]:
    """Bundles, news and units, by their own names."""
    for office in offices.offices():
        for language in languages.offered():
            name = f"{office.code}-{language.tag}"
            made = shelf.manifest(name)
            if made is None:
                continue
            yield from (bundle["address"] for bundle in made["bundles"])
            yield from (f"/kept/{name}/news.json", f"/kept/{name}/units.json")
            yield from (f"/kept/{name}/units/{digest}.txt" for digest in shelf.units(name).values())
