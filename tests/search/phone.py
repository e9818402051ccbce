"""The phone's own search (static/js/search), run by Node on the index that a phone fetches."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "app" / "static" / "js" / "search"
RUN = """import { find, load } from "./engine.js";
import { readFileSync } from "node:fs";
const { index, names, texts } = JSON.parse(readFileSync(0, "utf8"));
const loaded = load(JSON.parse(index), names);
console.log(JSON.stringify(texts.map((text) => find(loaded, text))));"""


def found_by_phone(index: str, texts: list[str], folder: Path, names: dict | None = None) -> list[dict]:
    """What the phone finds for each of `texts`: kind, hits, question. `folder` gets a copy of the engine. names: /search/names.json."""
    shutil.copytree(ENGINE, folder, dirs_exist_ok=True)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "run.js").write_text(RUN)
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    asked = json.dumps({"index": index, "names": names, "texts": texts})
    done = subprocess.run([node, "run.js"], cwd=folder, input=asked, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
