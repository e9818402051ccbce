"""`/search`: from everyday words to procedures."""

from __future__ import annotations

from flask import Blueprint, request

from ..web.access import public
from ..web.pages import page
from . import queries

bp = Blueprint("search", __name__)
MOST_CHARACTERS = 200


@bp.get("/search")
@public
def index():
    """Procedures that fit `q`, best first, at most 20, or a question back; htmx gets only the block `results`."""
    typed = request.args.get("q", "")[:MOST_CHARACTERS]
    return page("search/index.html", fragment="results", q=typed.replace("\0", "").strip(), found=queries.matches(typed))
