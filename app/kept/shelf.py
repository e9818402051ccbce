"""The files of built packs in the data directory: `kept/<office>-<language>/`, and their bundles by content."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

from flask import current_app

from . import coding

KEEP_SECONDS = 14 * 86400  # a phone that was cut may come back for the rest of an older pack
_memory: dict[Path, tuple[float, Any]] = {}


def folder() -> Path:
    """Where the files lie."""
    return current_app.extensions["gocua.config"].data_dir / "kept"


def sha256(data: bytes) -> str:
    """The digest by which files are named and checked, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def manifest(name: str) -> dict[str, Any] | None:
    """The newest pack of this name (`21484-vi`), or None where none was built."""
    return _read(folder() / name / "pack.json")


def unit_texts(name: str) -> dict[str, str]:
    """unit -> text of the newest pack."""
    return _read(folder() / name / "units.json") or {}


def units(name: str) -> dict[str, str]:
    """unit -> digest of its text."""
    return {unit: coding.digest(text) for unit, text in unit_texts(name).items()}


def put(name: str, made: dict[str, Any], texts: dict[str, str]) -> None:
    """Make this the newest pack; readers see the old one or the new one, never half."""
    _write(folder() / name / "units.json", texts)
    _write(folder() / name / "pack.json", made)
    _forget_old()


def touch(name: str, edition: int) -> None:
    """Note that the newest pack is right for this edition too."""
    made = manifest(name)
    if made and made["edition"] != edition:
        _write(folder() / name / "pack.json", {**made, "edition": edition})


def put_slice(data: bytes) -> dict[str, Any]:
    """Keep one bundle under its digest; returns its line in the list."""
    digest = sha256(data)
    path = bundle(digest[:20])
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_bytes(data)
        scratch.rename(path)
    os.utime(path)
    return {"address": f"/kept/{path.name}", "sha256": digest, "bytes": len(data)}


def bundle(name: str) -> Path:
    """The file of a bundle."""
    return folder() / "bundles" / f"{name}.bin"


def _forget_old() -> None:
    limit = time.time() - KEEP_SECONDS
    for path in (folder() / "bundles").glob("*.bin"):
        if path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def _read(path: Path) -> Any:
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    known = _memory.get(path)
    if known is None or known[0] != changed:
        known = _memory[path] = (changed, json.loads(path.read_text("utf-8")))
    return known[1]


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8")
    scratch.rename(path)
