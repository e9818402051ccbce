"""`/search`: from everyday words to procedures; `/search/index.json` and `names.json`: the same for a phone without a network."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from ..web.access import public
from ..web.pages import page, published
from . import queries

bp = Blueprint("search", __name__)
MOST_CHARACTERS = 200


@bp.get("/search")
@public
def index():
    """Procedures that fit `q`, best first, at most 20, or a question back; htmx gets only the block `results`."""
    typed = request.args.get("q", "")[:MOST_CHARACTERS]
    return page("search/index.html", fragment="results", q=typed.replace("\0", "").strip(), found=queries.matches(typed))


@bp.get("/search/names.json")
@public
def phone_names():
    """What is listed now, and what has other names than the index knows: a changed name costs a phone no new index."""
    published()
    return Response(json.dumps(queries.phone_names(), ensure_ascii=False, separators=(",", ":")), mimetype="application/json")


@bp.get("/search/index.json")
@public
def phone_index():
    """What static/js/search needs to find procedures on the phone itself."""
    published()
    return Response(queries.phone_index(), mimetype="application/json")
