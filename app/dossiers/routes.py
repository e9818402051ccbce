"""`/p/<code>/start`: the wizard, and the plain form's way in."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..forms import cleaning, places, uploads
from ..forms import queries as forms
from ..forms import rules as form_rules
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..procedures import queries as procedures
from ..sealing import Keys
from ..sync import seal_keys
from ..web.access import public
from ..web.errors import Missing
from ..web.export import is_for_looking
from ..web.pages import page, published
from . import calendar, filling, service

bp = Blueprint("dossiers", __name__)
RECEIPT_COOKIE = "receipt"
RECEIPT_SECONDS = 30 * 60


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
    filled = filling.filled(form, procedure, office.code, reading, photos, request.form.get("filled_by"))
    receipt = service.receive_form(keys(), filled, calendar.now())
    return to_receipt(receipt.ticket, receipt.secret)


def _shown_again() -> MultiDict:
    """What was sent, as a page can carry it: without the control characters that no field can hold."""
    return MultiDict((name, cleaning.carried(value)) for name, value in request.form.items(multi=True))


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


def to_receipt(ticket: str, secret: str):
    """303 to the whole receipt, with the secret in a cookie of its address alone."""
    address = url_for("dossiers.show", ticket=ticket)
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        RECEIPT_COOKIE, secret, max_age=RECEIPT_SECONDS, path=address, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response


def _procedure(code: str) -> procedures.ProcedureView:
    found = procedures.procedure(code)
    if found is None:
        raise Missing
    return found


def _office(code: str | None) -> OfficeView | None:
    return offices.office(code) if code and len(code) <= 8 else offices.only_office()
