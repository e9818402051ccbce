"""The list of people who do not know yet: to be called, or called out by the village loudspeaker without a name."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for

from ..accounts import who
from ..dossiers import calendar, telling
from ..dossiers import queries as dossiers
from ..dossiers.service import NoSuchDossier
from ..procedures import queries as procedures
from ..web.access import may
from ..web.pages import page
from .routes import bp


@bp.get("/tell")
@may("read_dossiers")
def tell():
    """Who was not reached, with the number to call; for the loudspeaker only codes."""
    staff = who.current()
    rows = telling.unreached(current_app.extensions["gocua.keys"], staff.offices() if staff else [])
    names = {card.code: card.plain_name for card in procedures.cards({row.procedure_code for row in rows})}
    return page("desk/tell.html", rows=rows, procedures=names)


@bp.post("/d/<dossier_id>/called")
@may("accept_dossier")
def called(dossier_id: str):
    """The holder was called: 303 back to the list."""
    staff, office = who.current(), dossiers.office_of(dossier_id)
    if staff is None or office is None or not staff.may_see(office):
        raise NoSuchDossier
    telling.note(dossier_id, telling.CALLED, staff.actor, calendar.now())
    return redirect(url_for("desk.show", dossier_id=dossier_id) if request.form.get("stay") else url_for("desk.tell"), 303)
