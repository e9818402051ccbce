"""`/p/<code>/start`: the wizard and the plain form's way in. `/d/<ticket>`: the state, and for its holder the receipt."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..forms import places, uploads
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..forms.compact import FILLERS
from ..notices import push
from ..notices import service as notices
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..offices.rules import read_code, shown
from ..procedures import queries as procedures
from ..sealing import Keys
from ..sync import intake, seal_keys
from ..web import languages
from ..web.access import public
from ..web.errors import Invalid, Missing
from ..web.export import is_for_looking
from ..web.pages import page, page_once, published
from . import calendar, codes, queries, rules, service
from .queries import StateView

bp = Blueprint("dossiers", __name__)
RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 30 * 60
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
ANY_TICKET = "OOOOIIII"  # letters that no ticket has


def keys() -> Keys:
    """This copy's keys."""
    return current_app.extensions["gocua.keys"]


@bp.get("/p/<code>/start")
@bp.get("/p/<code>/start/<int:version>")
@public
def start(code: str, version: int | None = None):
    """The wizard: one document, one form. Without a question set: the papers, the steps and whom to call.

    version: an older one, for who began with it; today's has no number in its address.
    """
    procedure = _procedure(code)
    office = _office(request.args.get("o"))
    form = forms.form_for(code, version)
    if (request.args.get("o") and office is None) or (version is not None and not _is_older(form, code)):
        return redirect(url_for("dossiers.start", code=code, o=office.code if office else None), 303)
    published()
    if form is None or procedure.state != "current" or is_for_looking(current_app):
        return page("dossiers/no_form.html", procedure=procedure, office=office)
    return _wizard(form, procedure, office, MultiDict(), {}, None)


def _is_older(form, code: str) -> bool:
    today = forms.form_for(code)
    return bool(form and today and form.version < today.version)


@bp.post("/p/<code>/start")
@bp.post("/p/<code>/start/<int:version>")
@public
def send(code: str, version: int | None = None):
    """Take the form: 303 to the receipt once it is stored; 422 with the same questions, their answers and errors."""
    procedure, form = _procedure(code), forms.form_for(code, version)
    if form is None or procedure.state != "current":
        raise Missing
    office = _office(request.values.get("office") or request.args.get("o"))
    photos = uploads.received(form, request.files)
    reading = form_rules.read(form, request.form, photos, calendar.today(), places)
    errors = dict(reading.errors)
    if office is None:
        errors = {"office": "", **errors}
    if request.form.get("step") == "review":
        return _wizard(form, procedure, office, _shown_again(), {}, form_rules.pairs(form, reading))
    if errors or reading.consent != "yes":
        return _wizard(form, procedure, office, _shown_again(), errors, None, 422)
    assert office is not None
    receipt = service.receive_form(keys(), _filled(form, procedure, office, reading, photos), calendar.now())
    return _to_receipt(receipt.ticket, receipt.secret)


def _shown_again() -> MultiDict:
    """What was sent, as a page can carry it: without the control characters that no field can hold."""
    return MultiDict((name, CONTROL.sub("", value)) for name, value in request.form.items(multi=True))


def _filled(form, procedure, office: OfficeView, reading, photos) -> service.FilledForm:
    numbers = [reading.answers.get(question.id) for question in form.questions if question.type == "citizen_id"]
    return service.FilledForm(
        office_code=office.code,
        procedure_code=procedure.code,
        procedure_version=procedure.version,
        form_slug=form.slug,
        form_version=form.version,
        language=languages.current().tag,
        answers=reading.answers,
        later=reading.later,
        files=tuple((question_id, photo.data) for question_id, photo in photos.items() if question_id in reading.answers),
        id_number=next((number for number in numbers if number), None),
        filled_by=filler if (filler := request.form.get("filled_by")) in FILLERS else "self",
    )


def _wizard(form, procedure, office: OfficeView | None, values, errors, review, status: int = 200):
    commune = places.communes().get(office.code) if office else None
    return page(
        "forms/wizard.html",
        status=status,
        form=form,
        procedure=procedure,
        office=office,
        offices=[] if office else offices.offices(),
        keys=seal_keys.compact(seal_keys.listed(keys(), office.code, calendar.now().date())) if office else "",
        root=seal_keys.root_point(keys()),
        values=values,
        errors=errors,
        review=review,
        provinces=places.provinces(),
        communes=places.communes_of(commune.province_code) if commune else (),
        own_province=commune.province_code if commune else "",
        post_to=_posted_to(form, procedure.code, office),
    )


def _posted_to(form, code: str, office: OfficeView | None) -> str:
    version = form.version if _is_older(form, code) else None
    return url_for("dossiers.start", code=code, version=version, o=office.code if office else None)


@bp.get("/d/<ticket>")
@public
def show(ticket: str):
    """The state of a dossier; with the receipt's secret (a cookie of this page alone) the whole receipt."""
    found = _dossier(ticket)
    if _holds(found):
        response = page("dossiers/receipt.html", **_receipt(found, request.cookies[RECEIPT_COOKIE]))
    else:
        response = _state_page(found)
    response.headers["Cache-Control"] = "no-store"
    return response


def _state_page(found: StateView):
    """Drawn once for each state, office and pair of days; only the ticket is another one."""
    received = found.received_at.replace(hour=0, minute=0, second=0, microsecond=0)
    accepted = found.accepted_at and found.accepted_at.replace(hour=0, minute=0, second=0, microsecond=0)
    like = replace(
        found,
        id="",
        ticket=ANY_TICKET,
        procedure_code="",
        second_fact=None,
        received_at=received,
        accepted_at=accepted,
        changed_at=received,
    )
    words = {ANY_TICKET: found.ticket, shown(ANY_TICKET): shown(found.ticket)}
    return page_once("dossiers/state.html", words, dossier=like, wrong=None)


@bp.post("/d/<ticket>")
@public
def unlock(ticket: str):
    """Open the whole receipt with its secret (from its QR code) or the second fact; five guesses an hour."""
    found = _dossier(ticket)
    ours = _secret(found)
    if _same(request.form.get("secret", "").lower(), ours):
        return _to_receipt(found.ticket, ours)
    last4 = request.form.get("last4", "").strip()
    if not (len(last4) == 4 and last4.isascii() and last4.isdecimal()):
        return page("dossiers/state.html", dossier=found, wrong="form", status=422)
    right = service.opens(keys(), found.id, found.ticket, last4, found.second_fact, calendar.now())
    if right:
        return _to_receipt(found.ticket, ours)
    wrong, status = ("later", 429) if right is None else ("wrong", 422)
    return page("dossiers/state.html", dossier=found, wrong=wrong, status=status)


@bp.get("/d/<ticket>/end")
@public
def ending(ticket: str):
    """Withdraw, or have everything deleted: for the holder of the receipt; anybody else is asked for it first."""
    found = _dossier(ticket)
    if not _holds(found):
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    response = page("dossiers/end.html", dossier=found, may_withdraw=rules.may_follow(found.state, "withdrawn"))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/d/<ticket>/end")
@public
def end(ticket: str):
    """`what`: `withdraw` (303 to the state) or `delete` (a page that says so; nothing is left). 409 where it is too late."""
    found = _dossier(ticket)
    if not _holds(found):
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    if request.form.get("what") == "withdraw":
        service.move(found.id, "withdrawn", "citizen", calendar.now())
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    if request.form.get("what") != "delete":
        raise Invalid
    service.forget(found.id)
    response = page("dossiers/ended.html", ticket=found.ticket)
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(RECEIPT_COOKIE, path=url_for("dossiers.show", ticket=found.ticket))
    return response


@bp.post("/d/<ticket>/notices")
@public
def notify(ticket: str):
    """Let the holder's browser hear about changes: 201; 404 for anybody else, 409 for the eleventh phone, 422."""
    found = _dossier(ticket)
    if not _holds(found):
        raise Missing
    address = url_for("dossiers.show", ticket=found.ticket)
    said = request.get_json(silent=True)
    notices.subscribe(keys(), found.id, address, said, languages.current().tag, calendar.now())
    return Response(status=201, headers={"Cache-Control": "no-store"})


def _holds(found: StateView) -> bool:
    secret = request.cookies.get(RECEIPT_COOKIE, "")
    return bool(secret) and _same(secret, _secret(found))


def _secret(found: StateView) -> str:
    """The receipt's secret: what the phone and we derived from its seal, or for a plain form one of our own."""
    return intake.secret_of(keys(), found.id) or service.secret_of(keys(), found.id)


def _same(given: str, ours: str) -> bool:
    return secrets.compare_digest(given.encode(), ours.encode())


def _to_receipt(ticket: str, secret: str):
    address = url_for("dossiers.show", ticket=ticket)
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        RECEIPT_COOKIE, secret, max_age=RECEIPT_SECONDS, path=address, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response


def _receipt(found: StateView, secret: str) -> dict[str, Any]:
    procedure = procedures.procedure(found.procedure_code)
    office = offices.office(found.office_code)
    assert procedure is not None and office is not None
    day = queries.received_on(found)
    days = procedure.duration_days
    return {
        "dossier": found,
        "secret": secret,
        "procedure": procedure,
        "office": office,
        "counter": offices.counter_for(office, procedure.code, procedure.at_police),
        "due": rules.due_date(day, days, calendar.working_days()) if days is not None else None,
        "push_key": push.server_key(push.private_key(current_app.extensions["gocua.config"], keys())),
        "code": codes.receipt_code(current_app.extensions["gocua.config"].public_url, found.ticket, secret),
    }


def _procedure(code: str) -> procedures.ProcedureView:
    found = procedures.procedure(code)
    if found is None:
        raise Missing
    return found


def _office(code: str | None) -> OfficeView | None:
    return offices.office(code) if code and len(code) <= 8 else offices.only_office()


def _dossier(ticket: str) -> StateView:
    read = read_code(ticket, service.TICKET_LENGTH)
    found = queries.by_ticket(read) if read else None
    if found is None:
        raise service.NoSuchDossier
    return found
