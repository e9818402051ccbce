"""The real provinces and communes of today: 34 and 3,321, without districts. From the package vietnam-provinces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from vietnam_provinces import Province, Ward


@dataclass(frozen=True)
class Place:
    """A province (`province_code` is its own) or a commune."""

    code: str
    name: str
    province_code: str


@cache
def provinces() -> tuple[Place, ...]:
    """All provinces, by name as Vietnamese sorts it without accents."""
    found = [Place(str(int(province.code)), province.name, str(int(province.code))) for province in Province.iter_all()]
    return tuple(sorted(found, key=lambda place: folded(place.name)))


@cache
def communes() -> dict[str, Place]:
    """Code -> commune."""
    return {str(int(ward.code)): Place(str(int(ward.code)), ward.name, str(int(ward.province_code))) for ward in Ward.iter_all()}


@cache
def communes_of(province_code: str) -> tuple[Place, ...]:
    """The communes of one province, by name."""
    found = [place for place in communes().values() if place.province_code == province_code]
    return tuple(sorted(found, key=lambda place: folded(place.name)))


def province(code: str) -> Place | None:
    """The province with this code, or None."""
    return next((place for place in provinces() if place.code == code), None)


def province_named(name: str) -> Place | None:
    """The province with this code or name: with or without `tỉnh`, accents and capitals; None if there is none."""
    if name.isascii() and name.isdecimal():
        return province(name.lstrip("0"))
    wanted = _folded_province(name)
    return next((place for place in provinces() if _folded_province(place.name) == wanted), None)


def commune_named(name: str, province_code: str) -> Place | None:
    """The commune of that province which a person typed: with or without `xã`, accents and capitals; None if unclear.

    The commune's own code will do too.
    """
    if name.isascii() and name.isdecimal():
        found_by_code = communes().get(name.lstrip("0"))
        return found_by_code if found_by_code and found_by_code.province_code == province_code else None
    typed = unicodedata.normalize("NFC", " ".join(name.split())).casefold()
    for same in (_as_written, _bare, folded, _folded_bare):
        found = [place for place in communes_of(province_code) if same(place.name) == same(typed)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def folded(text: str) -> str:
    """Lower case without accents and spare spaces, for comparing."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _as_written(name: str) -> str:
    return name.casefold()


def _bare(name: str) -> str:
    return re.sub(r"^(xã|phường|đặc khu)\s+", "", name.casefold())


def _folded_bare(name: str) -> str:
    return re.sub(r"^(xa|phuong|dac khu)\s+", "", folded(name))


def _folded_province(name: str) -> str:
    return re.sub(r"^(tinh|thanh pho|tp\.?)\s+", "", folded(name))
