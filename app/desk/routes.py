"""One dossier at the desk; posters; the keeper's list. The list of people waiting is in queue.py, returns in checking.py."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, redirect, request, url_for

from ..accounts import audit, names, who
from ..dossiers import calendar, opening, service
from ..dossiers import queries as dossiers
from ..dossiers.rules import NEXT
from ..dossiers.service import NoSuchDossier
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..offices import hanging
from ..offices import queries as offices
from ..offices import service as offices_service
from ..offices.posters import PAPERS, NoPosters
from ..procedures import queries as procedures
from ..procedures import service as procedures_service
from ..procedures.extras import slug
from ..web.access import may
from ..web.errors import Invalid, Missing
from ..web.pages import page

bp = Blueprint("desk", __name__, url_prefix="/desk")


@bp.after_request
def keep_private(response: Response) -> Response:
    """What the desk shows is never stored by anybody."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/d/<dossier_id>")
@may("read_dossiers")
def show(dossier_id: str):
    """One dossier with its answers, ready to print; 404 for one that is not there, or another office's."""
    found = opening.for_staff(dossier_id)
    form = forms.form(found.line.form_slug, found.form_version)
    if form is None:
        raise NoSuchDossier
    return page(
        "desk/show.html",
        dossier=found,
        form=form,
        pairs=form_rules.official(form, found.answers, found.later),
        procedure=procedures.procedure(found.line.procedure_code),
        office=offices.office(found.office_code),
        next_states=NEXT[found.line.state],
        people=names.of([found.taken_by, *(actor for _, _, actor in found.events)]),
        me=_staff().actor,
    )


@bp.get("/d/<dossier_id>/files/<int:number>")
@may("read_dossiers")
def photo(dossier_id: str, number: int):
    """One photo of a dossier."""
    office_code = _office_of(dossier_id)
    data = dossiers.photo(current_app.extensions["gocua.keys"], dossier_id, number)
    if data is None:
        raise NoSuchDossier
    audit.seen("dossier.photo_read", dossier_id, office_code)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="photo-{number + 1}.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@bp.post("/d/<dossier_id>")
@may("accept_dossier")
def move(dossier_id: str):
    """Set the state: 303 back to the dossier; 409 when somebody was first."""
    _office_of(dossier_id)
    state = request.form.get("state", "")
    if state in ("returned", "received"):  # the one goes with its reasons, the other is the holder's to set
        return redirect(url_for("checking.marking", dossier_id=dossier_id), 303)
    service.move(dossier_id, state, _staff().actor, calendar.now())
    return redirect(url_for("desk.show", dossier_id=dossier_id), 303)


@bp.get("/posters")
@may("make_posters")
def posters():
    """What can be printed, and how often each poster's page was shown in the last 30 days."""
    office = _keeper_office()
    hanging_now = offices.posters(office.code)
    since = calendar.today() - timedelta(days=30)
    return page(
        "desk/posters.html",
        office=office,
        posters=hanging_now,
        scans=offices.scans(office.code, since),
        names=_poster_names(hanging_now),
        sets=hanging.SETS,
        papers=PAPERS,
        problem=None,
    )


def _poster_names(posters) -> dict[str, str]:
    cards = procedures.cards(poster.target for poster in posters if poster.kind == "procedure")
    names = {card.code: str(card.plain_name) for card in cards} | procedures.fields()
    return names | {event.id: str(name) for event, name in procedures.events()}


@bp.post("/posters")
@may("make_posters")
def print_posters():
    """The PDF of a set of posters (`what`, `paper`); 422 for one that is not there."""
    what, paper = request.form.get("what", ""), request.form.get("paper", "a5")
    if paper not in PAPERS:
        raise Invalid
    try:
        data = hanging.print_set(_keeper_office(), what, paper, current_app.extensions["gocua.config"].public_url, calendar.now())
    except NoPosters:
        raise Invalid from None
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="posters-{slug(what)}-{paper}.pdf"'
    return answer


@bp.post("/posters/<poster_id>/retire")
@may("make_posters")
def retire(poster_id: str):
    """Take a poster down; its address keeps answering with a page that helps. 303 back."""
    found = offices.poster(poster_id)
    if found is None or not _staff().may_see(found.office.code):
        raise Missing
    offices_service.retire(poster_id)
    return redirect(url_for("desk.posters"), 303)


@bp.get("/catalogue")
@may("confirm_procedure")
def catalogue():
    """The keeper's list: what is unsure first; each record is confirmed by itself."""
    office = _keeper_office()
    rows = procedures.checks(office.code)
    return page("desk/catalogue.html", rows=rows, office=office)


@bp.post("/catalogue/<code>")
@may("confirm_procedure")
def confirm(code: str):
    """The keeper says: this record is right as it stands. 303 back to the list."""
    procedures_service.confirm(code, _keeper_office().code, calendar.today())
    return redirect(url_for("desk.catalogue") + f"#{code}", 303)


def _keeper_office() -> offices.OfficeView:
    """The office that is asked for (`o`), or the first one in the scope of whoever asks. Raises Missing."""
    wanted = offices.office(request.values.get("o", ""))
    found = [one for one in ([wanted] if wanted else offices.offices()) if _staff().may_see(one.code)]
    if not found:
        raise Missing
    return found[0]


def _office_of(dossier_id: str) -> str:
    """The office of a dossier in the scope of whoever asks. Raises NoSuchDossier for any other."""
    found = dossiers.office_of(dossier_id)
    if found is None or not _staff().may_see(found):
        raise NoSuchDossier
    return found


def _staff() -> who.Staff:
    staff = who.current()
    if staff is None:
        raise Missing
    return staff
