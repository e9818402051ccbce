"""The program's next version, and a catalogue that changes: `python -m tests.soak.editions DATA PROGRAM [NOTE]`, in the folder of a program.

Packs are built by the program whose pages they hold, hence in a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.village import COPIES, house_in, pack, tell
from tests.server import ROOT

PARTS = ("app", "translations", "migrations", "catalogue", "tests")
MARK = '\n(self.ran = self.ran || []).push("{name}");\n'


def next_program(folder: Path) -> Path:
    """Copy the program to `folder`; each script of the copy tells when it ran: by that a page shows whose scripts it has."""
    for name in PARTS:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    static = folder / "app" / "static"
    for path in (static / "js").rglob("*.js"):
        path.write_text(path.read_text("utf-8") + MARK.format(name=path.relative_to(static)), "utf-8")
    return folder


def change(root: Path, data: Path, program: str, note: str = "") -> None:
    """Build the pack of a program anew, after the catalogue changed by a `note` about a fee, if there is one."""
    subprocess.run(
        [sys.executable, "-m", "tests.soak.editions", str(data), program, note], cwd=root, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    folder, name, words = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    if words:
        with house_in(folder):
            tell(COPIES, fee_note_vi=words)
    pack(folder, "vi", program=name)
