"""`/desk/new`: which procedure for the person at the counter, and what was left half typed."""

from __future__ import annotations

import os
import time

from flask import current_app, redirect, request, url_for

from ..dossiers import calendar, counter_drafts, service
from ..dossiers.counter_drafts import Line
from ..dossiers.queue import name_in
from ..forms import places
from ..forms import queries as forms
from ..offices import queries as offices
from ..procedures import extras
from ..procedures import queries as procedures
from ..web.access import may
from ..web.errors import Missing
from ..web.pages import page
from .routes import bp
from .scope import staff


@bp.get("/new")
@may("accept_dossier")
def choose():
    """Which procedure (`q`): those with a form, the most used first; and what the officer left half typed today."""
    typed, office_code = request.args.get("q", ""), request.args.get("o")
    wanted = places.folded(typed)
    cards = [card for card in _cards() if wanted in places.folded(f"{card.plain_name} {card.code}")]
    if wanted and len(cards) == 1:
        return redirect(url_for("desk.begin", code=cards[0].code, o=office_code), 303)
    own = [one for one in offices.offices() if staff().may_see(one.code)]
    return page("desk/new.html", cards=cards, drafts=_drafts(), typed=typed, offices=own)


@bp.get("/new/<code>")
@may("accept_dossier")
def begin(code: str):
    """303 to a form of its own: its name is the dossier's from now on. 404 where nothing is asked."""
    if forms.form_for(code) is None:
        raise Missing
    fresh = service.uuid7(int(time.time() * 1000), os.urandom(10))
    return redirect(url_for("desk.fill", code=code, draft_id=fresh, o=request.args.get("o")), 303)


def _drafts() -> list[tuple[Line, str]]:
    """What the officer left half typed, each with whose name is in it."""
    lines = counter_drafts.lines(current_app.extensions["gocua.keys"], staff().actor, calendar.now())
    return [(line, name_in(line.values)) for line in lines]


def _cards() -> list[procedures.Card]:
    """The procedures that have a form, the most used first, then by name."""
    order = {code: place for place, code in enumerate(extras.most_used())}
    asked = [form for slug in forms.slugs() if (form := forms.form(slug))]
    cards = procedures.cards(code for form in asked for code in form.codes)
    return sorted(cards, key=lambda card: (order.get(card.code, len(order)), places.folded(str(card.plain_name))))
