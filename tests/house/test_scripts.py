"""Our scripts: parsed as ES2020 by acorn, small, and with nothing that a strict policy or an old phone cannot bear."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / "app" / "static" / "js").rglob("*.js"))
PARSE = """const acorn = require("acorn"), fs = require("fs");
const wrong = [];
for (const file of JSON.parse(process.argv[1])) {
  const sourceType = file.endsWith("-worker.js") ? "script" : "module";
  try { acorn.parse(fs.readFileSync(file, "utf8"), { ecmaVersion: 2020, sourceType }); }
  catch (error) { wrong.push(`${file}: ${error.message}`); }
}
console.log(JSON.stringify(wrong));"""
LATER_THAN_CHROME_80 = re.compile(
    r"\.(replaceChildren|replaceAll|at|hasOwn|structuredClone|toSorted|findLast)\(|\bPromise\.any\b|\?\?=|\|\|=|&&="
)


def node() -> str:
    found = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    assert Path(found).exists(), "run `make test`, which installs a Node where there is none"
    return found


def test_every_script_parses_on_the_phones_that_people_have():
    names = json.dumps([str(path) for path in SCRIPTS])
    done = subprocess.run([node(), "-e", PARSE, names], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_small_and_asks_for_nothing_newer(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 170
    assert not LATER_THAN_CHROME_80.search(text), LATER_THAN_CHROME_80.search(text)
    for forbidden in ("eval(", "new Function", "innerHTML", "document.write", "insertAdjacentHTML"):
        assert forbidden not in text


def test_templates_use_no_htmx_feature_that_needs_eval():
    for path in (ROOT / "app" / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "hx-on" not in text and "hx-vals" not in text and not re.search(r'hx-trigger="[^"]*\[', text), path
        assert not re.search(r"(?<!data-)hx-(get|post|target|swap)=", text), f"{path}: data-hx-, which is valid HTML"


def test_the_styles_hold_no_escape_from_the_cascade():
    for path in (ROOT / "app" / "static" / "css").rglob("*.css"):
        text = path.read_text("utf-8")
        assert "!important" not in text and "@layer" not in text and ":has(" not in text, path
