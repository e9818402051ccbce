"""One dossier at the desk. The list of people waiting is in queue.py, returns in checking.py, posters and settings in files of their own."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, request, url_for

from ..accounts import audit, names, who
from ..dossiers import calendar, checks, missing, opening, returns, service, telling
from ..dossiers import queries as dossiers
from ..dossiers.rules import NEXT
from ..dossiers.service import NoSuchDossier
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..offices import queries as offices
from ..procedures import queries as procedures
from ..web.access import may
from ..web.errors import Missing
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
    procedure = procedures.procedure(found.line.procedure_code)
    if form is None or procedure is None:
        raise NoSuchDossier
    seen = checks.of(dossier_id)
    is_open = found.line.state in ("received", "accepted")
    return page(
        "desk/show.html",
        dossier=found,
        pairs=form_rules.official(form, found.answers, found.later),
        labels={question.id: question.label for question in form.questions},
        procedure=procedure,
        papers=[*procedure.to_bring, *procedure.perhaps],
        checks=seen,
        lacking=missing.told(returns.open_findings(current_app.extensions["gocua.keys"], dossier_id), found, form, procedure),
        office=offices.office(found.office_code),
        next_states=NEXT[found.line.state],
        days_left=(found.due_on - calendar.today()).days if found.due_on and is_open else None,
        is_untold=telling.is_untold(found.line.state, [state for _, state, _ in found.events]),
        is_made=request.args.get("made") == "1",
        people=names.of([found.taken_by, *(actor for _, _, actor in found.events), *(one.actor for one in seen.values())]),
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
