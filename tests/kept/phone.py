"""The phone's own unpacker (static/js/unpacker.js), run by Node as a worker runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app.kept.pressing import node

ROOT = Path(__file__).resolve().parents[2]
RUN = """
const { readFileSync } = require("node:fs");
const { runInThisContext } = require("node:vm");
const folder = process.argv[1];
globalThis.self = { postMessage: (text) => process.stdout.write(text === null ? "nothing" : `text ${text}`) };
globalThis.importScripts = (...names) => names.forEach((name) => runInThisContext(readFileSync(`${folder}/${name}`, "utf8")));
importScripts("unpacker.js");
self.onmessage({ data: new Uint8Array(readFileSync(0)) });
"""


def unpacked(data: bytes) -> str | None:
    """What a phone makes of a pressed text; None where it cannot read it."""
    command = [node(), "-e", RUN, str(ROOT / "app" / "static" / "js")]
    said = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return said.removeprefix("text ") if said.startswith("text ") else None
