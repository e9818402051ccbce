"""A place: province, commune, and what leads to the door. Kept with codes and names, as they were on that day:
`{"province": "51", "province_name": "Quảng Ngãi", "commune": "21484", "commune_name": "Xã Ba Tơ", "detail": "..."}`."""

from __future__ import annotations

from ...web.marks import N_
from ..cleaning import clean
from ..kinds import is_written
from ..questions import WrongAnswer, said

MOST_DETAIL = 200
MOST_NAME = 80
MESSAGES = {
    "missing": N_("Chọn tỉnh, rồi ghi tên xã."),
    "province": N_("Chọn tỉnh."),
    "commune": N_("Ghi tên xã hoặc phường."),
    "unknown": N_("Tỉnh này không có xã đó. Xem lại tên xã."),
    "long": N_("Ghi ngắn lại, không quá 200 chữ cái."),
}


def names(question):
    """`<id>.province`, `<id>.commune`, `<id>.detail`."""
    return tuple(f"{question.id}.{part}" for part in ("province", "commune", "detail"))


def given(question, values):
    """True once a commune or a detail is there: the province alone is chosen beforehand."""
    return any(is_written(values, name) for name in names(question)[1:])


def read(question, values, files, context):
    """The place; raises WrongAnswer unless today's Viet Nam has this commune in this province."""
    province_name, commune_name, detail = names(question)
    province = context.places.province_named(clean(said(values, province_name), MOST_NAME, MESSAGES["province"]))
    if province is None:
        raise WrongAnswer(MESSAGES["province"])
    typed = clean(said(values, commune_name), MOST_NAME, MESSAGES["unknown"])
    if not typed:
        raise WrongAnswer(MESSAGES["commune"])
    commune = context.places.commune_named(typed, province.code)
    if commune is None:
        raise WrongAnswer(MESSAGES["unknown"])
    return {
        "province": province.code,
        "province_name": province.name,
        "commune": commune.code,
        "commune_name": commune.name,
        "detail": clean(said(values, detail), MOST_DETAIL, MESSAGES["long"]),
    }


def show(question, value):
    """From the door to the province: `Thôn Nước Lang, Xã Ba Tơ, Quảng Ngãi`."""
    return ", ".join(part for part in (value["detail"], value["commune_name"], value["province_name"]) if part)
