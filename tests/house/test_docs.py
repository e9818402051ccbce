"""Docs cannot fall behind: settings, commands, licences, and nothing in the tree that must not be there."""

import re
import subprocess
from pathlib import Path

from app import cli
from app.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


def test_every_setting_stands_in_the_docs():
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [f"| `{one.name}` | {one.default} | {one.help} |" for one in SETTINGS] == [
        line for line in text.splitlines() if line.startswith("| `")
    ]


def test_no_setting_is_read_that_is_not_in_the_table():
    known = {one.name for one in SETTINGS}
    for path in (ROOT / "app").rglob("*.py"):
        used = set(re.findall(r"\bGOCUA_[A-Z_]+\b", path.read_text("utf-8")))
        assert used <= known | {"GOCUA_"}, f"{path.name}: {used - known}"


def test_every_command_stands_in_the_docs():
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    for name, command in cli.group.commands.items():
        if name in ("run", "shell", "routes", "db"):
            continue
        for part in getattr(command, "commands", {"": command}):
            assert f"gocua {name} {part}".strip() in text, f"gocua {name} {part}"


def test_every_part_has_its_licence():
    text = (ROOT / "docs" / "licences.md").read_text("utf-8").lower()
    named = re.findall(r'^  "([a-z][\w-]*)', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    missing = [
        name for name in named if name.split("[")[0] not in text and name not in ("browser", "expected_console", "ignore", "error")
    ]
    assert not missing


def test_no_path_of_a_machine_and_no_registry_host_is_in_the_tree():
    folders = "|".join(("wo" + "rk", "far" + "m", "ho" + "me", "ro" + "ot"))
    hosts = "|".join(("npm" + "js", "pyp" + "i.org", "python" + "hosted", "deb.deb" + "ian"))
    wrong = re.compile(rf"(?<![\w.])/(?:{folders})/|{hosts}")
    for path in tracked():
        if path.suffix in (".png", ".ico"):
            continue
        found = wrong.search(path.read_text("utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found.group()}"


def test_each_decision_is_on_one_screen_and_says_why():
    for path in sorted((ROOT / "docs" / "adr").glob("*.md")):
        text = path.read_text("utf-8")
        assert "**Decision.**" in text and ("**Not chosen.**" in text or "Not chosen" in text), path.name
        assert len(text.splitlines()) <= 60, path.name
