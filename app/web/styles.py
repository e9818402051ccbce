"""Styles: small files, one per concern, joined in order at start-up: inlined into citizens' pages, linked by staff's.

The page that follows a scan does not carry the wizard's styles: `inlined_style("wizard")` has them, `inlined_style("receipt")` all.

The order of the files is the cascade: every selector is one class, so the later file wins.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from flask import Flask, g
from markupsafe import Markup

CITIZEN = ("tokens", "base", "layout", "components/*", "print", "last")
STAFF = ("tokens", "base", "layout", "components/*", "desk", "papers", "print", "last")
WIZARD_ONLY = ("question", "wizard", "pad", "card")
RECEIPT_ONLY = ("missing",)


def joined(folder: Path, names: tuple[str, ...], without: tuple[str, ...] = ()) -> str:
    """All files of `names` (with `*` for a folder) in order, without comments and spare white space."""
    files = [path for name in names for path in sorted(folder.glob(f"{name}.css")) if path.stem not in without]
    text = "\n".join(path.read_text("utf-8") for path in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


def init_app(app: Flask) -> None:
    """Give citizens' pages `inlined_style()`, whose hash goes into the policy, and staff pages a file to link."""
    folder = Path(app.static_folder or "") / "css"
    left_out = {"": WIZARD_ONLY + RECEIPT_ONLY, "wizard": RECEIPT_ONLY, "receipt": ()}
    styles = {kind: joined(folder, CITIZEN, without) for kind, without in left_out.items()}
    hashes = {kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for kind, text in styles.items()}
    app.extensions["gocua.staff_css"] = joined(folder, STAFF)

    def inlined_style(kind: str = "") -> Markup:
        g.inlined_style = f"sha256-{hashes[kind]}"
        return Markup(f"<style>{styles[kind]}</style>")  # noqa: S704

    app.jinja_env.globals["inlined_style"] = inlined_style
