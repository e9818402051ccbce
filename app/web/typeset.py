"""From a typst template and values to a PDF. Values travel as JSON, so that no text of theirs is ever read as markup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_serif
import typst

FONTS = [str(Path(package.__file__).parent / "files") for package in (fontpkg_noto_sans, fontpkg_noto_serif)]


def pdf(template: Path, sheet: Any) -> bytes:
    """The PDF of `template`, which reads its values by `json(bytes(sys.inputs.sheet))`. Fonts: Noto Sans and Noto Serif only."""
    inputs = {"sheet": json.dumps(sheet, ensure_ascii=False)}
    data = typst.compile(str(template), format="pdf", font_paths=FONTS, ignore_system_fonts=True, sys_inputs=inputs)
    assert isinstance(data, bytes)
    return data
