"""Making pictures small for old phones: fewer elements with the same look. Neighbours of one colour become one path. Pure.

A picture stands in a page among others, so nothing in it may have an id: what it used by id stands in its place instead.
"""

from __future__ import annotations

import copy
import re
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"


def compact(body: str) -> str:
    """The inside of an SVG with simple shapes as paths and equal neighbours joined."""
    root = ElementTree.fromstring(f'<svg xmlns="{SVG}">{body}</svg>')  # noqa: S314 - our own and installed files only
    _spell_out(root)
    _join(root)
    text = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    text = text.replace("ns0:", "").replace(f' xmlns:ns0="{SVG}"', "").replace(f' xmlns="{SVG}"', "").replace(" />", "/>")
    return re.sub(r">\s+<", "><", text.strip())


def _spell_out(root: ElementTree.Element) -> None:
    """Put a copy of what it names in the place of each `use`, and drop the definitions."""
    named = {f"#{one.get('id')}": one for one in root.iter() if "id" in one.attrib}
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{SVG}}}use" and child.get("href") in named:
                drawn = copy.deepcopy(named[child.attrib.pop("href")])
                drawn.attrib.update(child.attrib)
                parent[place] = drawn
    for child in root.findall(f"{{{SVG}}}defs"):
        root.remove(child)


def _join(parent: ElementTree.Element) -> None:
    kept: list[ElementTree.Element] = []
    for child in list(parent):
        _join(child)
        child.tail = None
        for name in [name for name in child.attrib if name in ("id", "class")]:
            del child.attrib[name]
        _to_path(child)
        before = kept[-1] if kept else None
        if before is not None and _alike(before, child):
            before.set("d", before.get("d", "") + _absolute_start(child.get("d", "")))
            parent.remove(child)
        else:
            kept.append(child)


def _alike(one: ElementTree.Element, other: ElementTree.Element) -> bool:
    if not (one.tag == other.tag == f"{{{SVG}}}path") or "transform" in one.attrib or "opacity" in one.attrib:
        return False
    return {**one.attrib, "d": ""} == {**other.attrib, "d": ""}


def _absolute_start(path: str) -> str:
    """A path's first `m` is absolute anyway; behind another path it must say so."""
    path = path.strip()
    found = re.match(r"m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)", path) if path.startswith("m") else None
    if not found:
        return path
    rest = path[found.end() :].lstrip()
    return f"M{found.group(1)} {found.group(2)}" + (f"l{rest}" if rest[:1] in "-.0123456789," and rest else rest)


def _to_path(shape: ElementTree.Element) -> None:
    """Turn a circle, ellipse, line, polyline, polygon or plain rectangle into a path."""
    kind = shape.tag.removeprefix(f"{{{SVG}}}")
    take = lambda name: float(shape.attrib.pop(name, 0))  # noqa: E731
    if kind in ("circle", "ellipse"):
        x, y = take("cx"), take("cy")
        rx, ry = (take("r"),) * 2 if kind == "circle" else (take("rx"), take("ry"))
        half = f"a{_short(rx)} {_short(ry)} 0 1 0"
        path = f"M{_short(x - rx)} {_short(y)}{half} {_short(2 * rx)} 0{half} {_short(-2 * rx)} 0z"
    elif kind == "line":
        path = f"M{_short(take('x1'))} {_short(take('y1'))}L{_short(take('x2'))} {_short(take('y2'))}"
    elif kind in ("polyline", "polygon"):
        path = "M" + shape.attrib.pop("points", "").strip() + ("z" if kind == "polygon" else "")
    elif kind == "rect" and not {"rx", "ry"} & set(shape.attrib):
        width = take("width")
        path = f"M{_short(take('x'))} {_short(take('y'))}h{_short(width)}v{_short(take('height'))}h{_short(-width)}z"
    else:
        return
    shape.tag = f"{{{SVG}}}path"
    shape.set("d", path)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
