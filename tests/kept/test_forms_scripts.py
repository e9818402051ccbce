"""A form that was opened goes to its end without a network: whatever its scripts may ask for lies on the phone."""

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
WORKER = STATIC.parent / "kept" / "scripts" / "4-files.js"
ASKS = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']""")
# The page itself loads these, or they are fetched at once; a table that only helps typing; the way to Chrome; what looks for news; for
# old phones only, and brought when the form begins (wizard/screen.js).
ELSEWHERE = re.compile(
    r"js/(app|drafts|keeping|phone|player|store|kept/\w+|modules/(wizard|inapp))\.js|vendor/(places/communes|fflate)\.js"
)


def asked_for(script: Path, found: set[Path]) -> set[Path]:
    """A script and all that it imports, at its beginning or when it needs it."""
    if script not in found:
        found.add(script)
        for name in ASKS.findall(script.read_text("utf-8")):
            asked_for((script.parent / name).resolve(), found)
    return found


def test_the_worker_fetches_all_that_a_form_may_ask_for():
    wanted = re.compile(re.search(r"isForm && /(.+?)/\.test", WORKER.read_text("utf-8")).group(1))
    names = {str(one.relative_to(STATIC)) for one in asked_for(STATIC / "js" / "modules" / "wizard.js", set())}
    assert "js/drawer.js" in names and "js/wizard/beginning.js" in names
    assert [name for name in sorted(names) if not wanted.search(name) and not ELSEWHERE.fullmatch(name)] == []
