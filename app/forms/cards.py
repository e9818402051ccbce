"""Which questions a citizen card answers, and for whom: one rule over the ids, `<person><part>`. Pure.

`me_ho_ten` and `me_so_dinh_danh` are the name and the number of one person, `me_`. A form asks about a card where it asks
for a number; people who have a card and no such question (the dead of mai-tang) stand in its data, under `cards`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

PARTS = {
    ("person_name", "ho_ten"): "name",
    ("citizen_id", "so_dinh_danh"): "number",
    ("date", "ngay_sinh"): "born",
    ("number", "nam_sinh"): "born",
    ("choice", "gioi_tinh"): "sex",
    ("date", "ngay_cap"): "issued",
    ("place", "noi_cu_tru"): "address",
    ("place", "noi_cu_tru_cuoi"): "address",
    ("place", "noi_o"): "address",
    ("place", "thuong_tru"): "address",
}
_SPLIT = re.compile(rf"(.*?)({'|'.join(sorted({suffix for _, suffix in PARTS}, key=len, reverse=True))})")


def parts(questions: Iterable[tuple[str, str]], also: Iterable[str] = ()) -> dict[str, str]:
    """Question id -> `<person> <part>` of all that a card answers.

    questions: (id, type) of a form, or of the people in a list. also: people with a card whose number is not asked.
    """
    found = {id_: named for id_, type_ in questions if (named := _part(id_, type_))}
    people = {person for person, part in found.values() if part == "number"} | set(also)
    return {id_: f"{person} {part}" for id_, (person, part) in found.items() if person in people}


def _part(id_: str, type_: str) -> tuple[str, str] | None:
    match = _SPLIT.fullmatch(id_)
    part = PARTS.get((type_, match.group(2))) if match else None
    if match is None or part is None or (match.group(1) and match.group(1)[-1] not in "_."):
        return None
    return match.group(1), part
