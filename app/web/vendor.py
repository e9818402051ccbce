"""Copy the installed browser parts into static/vendor/: only the files and pictures that the product uses, drawn with fewer digits.

Run at set-up: `python -m app.web.vendor`. Nothing of it is committed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from .drawing import compact

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "fflate.js": "fflate/esm/browser.js",
    "lean-qr.js": "lean-qr/index.mjs",
    "zxing-reader.js": "zxing-wasm/dist/iife/reader/index.js",
    "zxing-reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
}
SETS = {"openmoji": "@iconify-json/openmoji/icons.json", "tabler": "@iconify-json/tabler/icons.json"}


def copy_files() -> None:
    """Copy scripts under plain names; raises FileNotFoundError when `npm ci` has not run."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)


def copy_pictures() -> int:
    """Write the pictures named in the table to vendor/pictures.json; returns how many. Raises KeyError on a wrong name."""
    table = json.loads((ROOT / "app/web/data/pictures.json").read_text("utf-8"))
    wanted = sorted({source for source in table.values() if ":" in source})
    sets = {name: json.loads((MODULES / path).read_text("utf-8")) for name, path in SETS.items()}
    found = {source: _icon(sets, source) for source in wanted}
    for source, body in _slim(found).items():
        found[source]["body"] = compact(body)
    (VENDOR / "pictures.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    return len(found)


def _icon(sets: dict[str, dict], source: str) -> dict:
    name, icon = source.split(":")
    entry = sets[name]["icons"].get(icon) or sets[name]["icons"][sets[name]["aliases"][icon]["parent"]]
    size = sets[name]
    return {
        "width": entry.get("width", size.get("width", 16)),
        "height": entry.get("height", size.get("height", 16)),
        "body": compact(entry["body"]),
    }


def _slim(pictures: dict[str, dict]) -> dict[str, str]:
    """The pictures' bodies as slim.mjs draws them; raises CalledProcessError when node or svgo is not there."""
    command = ["node", str(Path(__file__).with_name("slim.mjs"))]
    return json.loads(subprocess.run(command, input=json.dumps(pictures), capture_output=True, text=True, check=True).stdout)  # noqa: S603


if __name__ == "__main__":
    copy_files()
    print(f"{copy_pictures()} pictures, {len(FILES)} scripts")
