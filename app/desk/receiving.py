"""`/desk/new/<code>/<id>`: an officer types for the person at the counter, on one dense page of the same form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..dossiers import calendar, counter, counter_drafts, filling
from ..dossiers import queries as dossiers
from ..dossiers.counter_drafts import Draft
from ..forms import cleaning, places, uploads
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..forms.questions import Form, UploadedPhoto
from ..forms.rules import Reading
from ..offices import queries as offices
from ..procedures import queries as procedures
from ..procedures.queries import ProcedureView
from ..sealing import Keys
from ..web.access import may
from ..web.errors import Missing, Taken
from ..web.pages import page
from .routes import bp
from .scope import own_office, staff

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOT_KEPT = ("step", "consent", "o")


class Received(Taken):
    """It became a dossier, in another tab: nothing typed here is kept any more."""


@bp.get("/new/<code>/<draft_id>")
@may("accept_dossier")
def fill(code: str, draft_id: str):
    """The form, with what was typed before; 303 to the dossier that it became; 404 for another officer's."""
    _form(code)
    if dossiers.office_of(_id(draft_id)):
        return redirect(url_for("desk.show", dossier_id=draft_id), 303)
    draft = counter_drafts.opened(_keys(), draft_id, staff().actor, calendar.now())
    return _page(code, draft or Draft(draft_id, own_office().code, code, {}, {}), {})


@bp.post("/new/<code>/<draft_id>")
@may("accept_dossier")
def receive(code: str, draft_id: str):
    """Take it (`step=send`): 303 to the dossier, 422 with what is wrong; else keep it and show it again, or throw it away (`forget`)."""
    (form, procedure), step = _form(code), request.form.get("step")
    if step == "forget":
        counter_drafts.forget(_id(draft_id), staff().actor)
        return redirect(url_for("desk.choose"), 303)
    if dossiers.office_of(_id(draft_id)):  # the same press again
        return redirect(url_for("desk.show", dossier_id=draft_id), 303)
    draft, problems = _kept(form, code, draft_id)
    if step != "send":
        return _page(code, draft, problems)
    values, photos = _as_sent(form, draft)
    reading = form_rules.read(form, values, photos, calendar.today(), places)
    errors = {**reading.errors, **problems}
    if errors or request.form.get("consent") != "yes":
        return _page(code, draft, errors or {"consent": ""}, 422)
    filled = filling.filled(form, procedure, draft.office_code, reading, photos, "officer")
    at_counter = counter.AtCounter(draft.id, staff().actor, _seen(procedure, reading, draft.values))
    counter.receive(_keys(), filled, at_counter, calendar.now())
    counter_drafts.forget(draft.id, staff().actor)
    return redirect(url_for("desk.show", dossier_id=draft.id, made=1), 303)


@bp.post("/new/<code>/<draft_id>/keep")
@may("accept_dossier")
def keep(code: str, draft_id: str):
    """Keep what was typed so far, without a page: 204; 422 where a photo could not be read, 409 once it is a dossier."""
    form, _ = _form(code)
    if dossiers.office_of(_id(draft_id)):
        raise Received
    _, problems = _kept(form, code, draft_id)
    return "", 422 if problems else 204


def _kept(form: Form, code: str, draft_id: str) -> tuple[Draft, dict[str, str]]:
    """The draft as it stands after this request, and what was wrong with its photos: question id -> sentence."""
    now, actor = calendar.now(), staff().actor
    typed = {name: cleaning.carried(text) for name, text in request.form.items() if name not in NOT_KEPT}
    came = uploads.received(form, request.files)
    good = {name: photo.data for name, photo in came.items() if not photo.problem}
    draft = Draft(_id(draft_id), own_office().code, code, typed, good)
    if not dossiers.office_of(draft_id):
        counter_drafts.keep(_keys(), draft, actor, now)
    whole = counter_drafts.opened(_keys(), draft_id, actor, now) or draft
    return whole, {name: photo.problem for name, photo in came.items() if photo.problem}


def _as_sent(form: Form, draft: Draft) -> tuple[MultiDict, dict[str, UploadedPhoto]]:
    """What the form's rules read: a paper that was seen at the counter needs no photo, so that photo is put off."""
    values = MultiDict(draft.values)
    for question in form.questions:
        if question.type == "photo" and values.get(f"{question.id}.seen") and question.id not in draft.photos:
            values[f"{question.id}.later"] = "1"
    return values, {name: UploadedPhoto(data) for name, data in draft.photos.items()}


def _seen(procedure: ProcedureView, reading: Reading, values: Mapping[str, str]) -> dict[str, bool]:
    photos = {f"photo.{one}": True for one in reading.later if values.get(f"{one}.seen")}
    papers = {f"paper.{paper.number}": True for paper in procedure.papers if values.get(f"paper.{paper.number}")}
    return photos | papers


def _page(code: str, draft: Draft, errors: dict[str, str], status: int = 200):
    form, procedure = _form(code)
    office = offices.office(draft.office_code)
    commune = places.communes().get(draft.office_code)
    return page(
        "desk/new_form.html",
        status=status,
        form=form,
        procedure=procedure,
        office=office,
        draft=draft,
        values=draft.values,
        errors=errors,
        papers=[*procedure.to_bring, *procedure.perhaps],
        provinces=places.provinces(),
        communes=places.communes_of(commune.province_code) if commune else (),
        own_province=commune.province_code if commune else "",
    )


def _form(code: str) -> tuple[Form, ProcedureView]:
    form, procedure = forms.form_for(code), procedures.procedure(code)
    if form is None or procedure is None or procedure.state != "current":
        raise Missing
    return form, procedure


def _id(draft_id: str) -> str:
    if not ID.fullmatch(draft_id):
        raise Missing
    return draft_id


def _keys() -> Keys:
    return current_app.extensions["gocua.keys"]
