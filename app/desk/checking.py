"""Checking a dossier at the desk: what is missing is marked from a closed list, and goes back in one return."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..accounts import who
from ..dossiers import calendar, checks, opening, returns
from ..dossiers.queries import Opened
from ..dossiers.reasons import ANSWER, PAPER, PHOTO, REASONS, Finding, NoFinding
from ..dossiers.rules import may_follow
from ..dossiers.service import NoSuchDossier, WrongState
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..procedures import queries as procedures
from ..web.access import may
from ..web.errors import Invalid
from ..web.pages import page

bp = Blueprint("checking", __name__, url_prefix="/desk")


@bp.after_request
def keep_private(response):
    """What the desk shows is never stored by anybody."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/d/<dossier_id>/return")
@may("accept_dossier")
def marking(dossier_id: str):
    """Photos, papers and answers side by side, each with the reasons that there are."""
    return _page(_dossier(dossier_id), _prefilled(dossier_id))


@bp.post("/d/<dossier_id>/return")
@may("accept_dossier")
def give_back(dossier_id: str):
    """Return the dossier for all that was marked: 303 to it; 422 where nothing was, 409 when somebody was first."""
    found = _dossier(dossier_id)
    try:
        findings = read_findings(request.form)
    except NoFinding:
        raise Invalid from None
    if not findings:
        return _page(found, request.form, 422)
    returns.give_back(current_app.extensions["gocua.keys"], dossier_id, findings, _actor(), calendar.now())
    return redirect(url_for("desk.show", dossier_id=dossier_id), 303)


@bp.post("/d/<dossier_id>/check")
@may("accept_dossier")
def check(dossier_id: str):
    """Note that a paper was seen (`paper.<number>=yes`) or is missing (`no`), or take that back: 303 to its place on the page."""
    found = opening.for_staff(dossier_id)
    target, answer = next(iter(request.form.items()), ("", ""))
    procedure = procedures.procedure(found.line.procedure_code)
    if procedure is None or target not in {f"{PAPER}.{paper.number}" for paper in procedure.papers}:
        raise Invalid
    checks.mark(dossier_id, target, {"yes": True, "no": False}.get(answer), _actor(), calendar.now())
    return redirect(url_for("desk.show", dossier_id=dossier_id, _anchor=f"check-{target}"), 303)


def _prefilled(dossier_id: str) -> MultiDict:
    """What the officer found missing already stands marked."""
    return MultiDict((target, "missing") for target, one in checks.of(dossier_id).items() if not one.is_there)


def read_findings(sent: MultiDict) -> list[Finding]:
    """What was marked: fields `<kind>.<target>` with a reason; of a photo also `.x` and `.y`. Raises NoFinding."""
    found = []
    for name, reason in sent.items():
        kind, _, target = name.partition(".")
        if kind in REASONS and target and not target.endswith((".x", ".y")) and reason:
            found.append(Finding(kind, target, reason, _place(sent, name) if kind == PHOTO else None))
    return found


def _place(sent: MultiDict, name: str) -> tuple[int, int] | None:
    x, y = sent.get(f"{name}.x", ""), sent.get(f"{name}.y", "")
    return (int(x), int(y)) if x.isdecimal() and y.isdecimal() and len(x) <= 4 and len(y) <= 4 else None


def _page(found: Opened, marked: MultiDict, status: int = 200):
    form = forms.form(found.line.form_slug, found.form_version)
    procedure = procedures.procedure(found.line.procedure_code)
    if form is None or procedure is None:
        raise NoSuchDossier
    questions = {question.id: question for question in form.questions}
    answered = dict((question.id, answer) for question, answer in form_rules.official(form, found.answers, found.later))
    asked = [one for one in form.questions if one.type != "photo" and form_rules.applies(one, found.answers)]
    return page(
        "desk/return.html",
        status=status,
        dossier=found,
        procedure=procedure,
        photos=[(number, questions.get(question_id)) for number, question_id in found.files],
        papers=[*procedure.to_bring, *procedure.perhaps],
        answers=[(question, answered.get(question.id, "")) for question in asked],
        reasons={PHOTO: REASONS[PHOTO], PAPER: REASONS[PAPER], ANSWER: REASONS[ANSWER]},
        marked=marked,
        is_empty=status == 422,
    )


def _actor() -> str:
    staff = who.current()
    return staff.actor if staff else "desk"


def _dossier(dossier_id: str) -> Opened:
    found = opening.for_staff(dossier_id)
    if not may_follow(found.line.state, "returned"):
        raise WrongState
    return found
