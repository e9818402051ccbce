"""The tables of old addresses: every commune of today is named, as the forms have it."""

from app.forms import old_places, places


def table(code: str) -> list[str]:
    return (old_places.FOLDER / f"{code}.js").read_text("utf-8").split("`")[1].split("\n")


def test_every_commune_of_today_is_named_in_its_provinces_table():
    for province in places.provinces():
        named = {line.split("|")[0] for line in table(province.code) if not line.startswith("*")}
        assert named == {place.name for place in places.communes_of(province.code)}, province.name


def test_an_old_commune_stands_with_its_district_below_its_province():
    lines = table("51")
    assert "Xã Ba Vinh|Ba Tơ:Ba Vinh,Ba Điền" in lines[lines.index("*Quảng Ngãi") :]
    assert lines[0] == "*Kon Tum" and lines.index("*Quảng Ngãi") > 10


def test_a_divided_commune_stands_with_each_of_its_heirs():
    assert len([line for line in table("51") if "Trà Bùi" in line]) == 2


def test_nothing_in_a_table_can_end_its_script():
    for path in old_places.FOLDER.glob("*.js"):
        text = path.read_text("utf-8")
        assert text.count("`") in (0, 2) and "${" not in text and "\\" not in text, path.name
