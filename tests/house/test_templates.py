"""Every template compiles, every component is documented, every picture is there and has its licence written down."""

import json
import re
from pathlib import Path

import pytest

from app.web import pictures

APP = Path(__file__).resolve().parents[2] / "app"
TEMPLATES = sorted(str(path.relative_to(APP / "templates")) for path in (APP / "templates").rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(house, name):
    house.jinja_env.get_template(name)


@pytest.mark.parametrize("path", sorted((APP / "templates" / "components").glob("*.html")), ids=lambda path: path.stem)
def test_a_component_holds_one_macro_of_its_own_name_and_says_what_it_is(path):
    text = path.read_text("utf-8")
    assert text.startswith("{# ui." + path.stem)
    assert re.findall(r"{% macro (\w+)", text) == [path.stem]


def test_every_picture_that_data_and_templates_name_is_drawn():
    for name in pictures.table():
        view_box, body = pictures.drawing(name)
        assert body.startswith("<") and view_box.startswith("0 0 ")


def test_own_pictures_are_small_and_all_in_the_table():
    for path in (APP / "static" / "icons").glob("*.svg"):
        assert pictures.table().get(path.stem) == "own", f"{path.name} is in no table"
        assert path.stat().st_size <= 3_072


def test_nothing_is_marked_safe_in_templates():
    for path in (APP / "templates").rglob("*.html"):
        assert "|safe" not in path.read_text("utf-8").replace(" ", ""), path


def test_the_data_name_only_pictures_of_the_table():
    data = APP / "procedures" / "data"
    extras = json.loads((data / "extras.json").read_text("utf-8"))
    names = {row["picture"] for row in extras.values()}
    names |= {paper["picture"] for row in extras.values() for paper in row.get("papers", [])}
    names |= {row["picture"] for row in json.loads((data / "events.json").read_text("utf-8"))}
    assert names <= set(pictures.table())
