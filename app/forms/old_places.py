"""Places as they were called until 30 June 2025, with districts, and which commune they belong to today: for citizen cards.

Run at set-up: `python -m app.forms.old_places` writes one script for each of today's provinces into static/vendor/places/,
so that a phone maps an address by itself. The table comes from the package vietnamadminunits, which is read, not imported:
docs/adr/0013-citizen-cards.md.

A script's text, one line a commune of today:  `Xã Ba Vinh|Ba Tơ:Ba Điền,Ba Vinh`  (today's name, then district and its old
communes); `^` marks a township. A line `*Quảng Ngãi` names the old province of the lines below it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from . import places

FOLDER = Path(__file__).resolve().parents[1] / "static" / "vendor" / "places"
TOWNSHIP = "Thị trấn"
ALSO_CALLED = {"Huế": "Thừa Thiên Huế"}


def write() -> int:
    """Write the scripts; returns how many. Raises ModuleNotFoundError without the package, KeyError on a strange table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    tables = _tables()
    names: dict[str, str] = {}
    for key, province in _provinces(tables).items():
        text = "\n".join(_lines(tables, key, province))
        (FOLDER / f"{province.code}.js").write_text(f"export default `{text}`;\n", "utf-8")
        for old in tables["converter"]["DICT_PROVINCE"][key]:
            name = tables["old"]["DICT_PROVINCE"][old]["provinceShort"]
            names[name] = names[ALSO_CALLED.get(name, name)] = province.code
    (FOLDER / "provinces.js").write_text(
        f"export default {json.dumps(names, ensure_ascii=False, separators=(',', ':'))};\n", "utf-8"
    )
    communes = {one.code: "|".join(commune.name for commune in places.communes_of(one.code)) for one in places.provinces()}
    (FOLDER / "communes.js").write_text(
        f"export default {json.dumps(communes, ensure_ascii=False, separators=(',', ':'))};\n", "utf-8"
    )
    return len(list(FOLDER.glob("*.js")))


def _tables() -> dict[str, dict]:
    found = find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("vietnamadminunits")
    folder = Path(found.origin).parent / "data"
    return {
        name: json.loads((folder / file).read_text("utf-8"))
        for name, file in (("converter", "converter_2025.json"), ("old", "parser_legacy.json"))
    }


def _provinces(tables: dict[str, dict]) -> dict[str, places.Place]:
    """The package's key -> today's province."""
    by_name = {_squashed(place.name): place for place in places.provinces()}
    named = {key: tables["old"]["DICT_PROVINCE"][key]["provinceShort"] for key in tables["converter"]["DICT_PROVINCE"]}
    return {key: by_name[_squashed(name)] for key, name in named.items()}


def _lines(tables: dict[str, dict], key: str, province: places.Place) -> list[str]:
    parts: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for old, today in _pairs(tables["converter"], key):
        names = _old_names(tables["old"], old)
        if names:
            old_province, district, commune = names
            parts[old_province][_commune_named(today, province).name][district].append(commune)
    lines = []
    for old_province in sorted(parts):
        lines.append(f"*{old_province}")
        for today, districts in sorted(parts[old_province].items()):
            lines.append(
                "|".join([today, *(f"{district}:{','.join(sorted(found))}" for district, found in sorted(districts.items()))])
            )
    return lines


def _pairs(converter: dict, key: str) -> list[tuple[str, str]]:
    """(old commune, today's commune) by the package's keys; one that was divided stands there with each of its heirs."""
    whole = [(old, today) for today, olds in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].get(key, {}).items() for old in olds]
    divided = converter["DICT_PROVINCE_WARD_DIVIDED"].get(key, {})
    return whole + [(old, heir["newWardKey"]) for old, heirs in divided.items() for heir in heirs]


def _old_names(old: dict, key: str) -> tuple[str, str, str] | None:
    """(province, district, commune) as people write them, of `tinhquangngai_huyenbato_xabavi`."""
    province, district, commune = key.split("_")
    named = old["DICT_PROVINCE"][province]["provinceShort"], old["DICT_PROVINCE_DISTRICT"][province][district]["districtShort"]
    if not commune:
        return (*named, "")
    for table in ("DICT_PROVINCE_DISTRICT_WARD_ACCENTED", "DICT_PROVINCE_DISTRICT_WARD_NO_ACCENTED"):
        found = old[table].get(province, {}).get(district, {}).get(commune)
        if found:
            return (*named, found["wardShort"] + ("^" if found["wardType"] == TOWNSHIP else ""))
    return None


def _commune_named(key: str, province: places.Place) -> places.Place:
    """Today's commune by the package's key: `xabavi`, or with accents where two are alike."""
    communes = places.communes_of(province.code)
    exact = [place for place in communes if place.name.casefold().replace(" ", "") == key]
    alike = exact or [place for place in communes if _squashed(place.name) == _squashed(key)]
    if len(alike) != 1:
        raise KeyError(f"{key} in {province.name}: {len(alike)} communes")
    return alike[0]


def _squashed(name: str) -> str:
    return "".join(letter for letter in places.folded(name).removeprefix("tinh ").removeprefix("thanh pho ") if letter.isalnum())


if __name__ == "__main__":
    print(f"{write()} tables of old places")
