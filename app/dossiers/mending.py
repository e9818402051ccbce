"""`/d/<ticket>/mend`: the holder of a returned dossier sends what was missing. Works without script."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, redirect, request, url_for

from ..forms import places, uploads
from ..forms import rules as form_rules
from ..procedures import queries as procedures
from ..web.access import public
from ..web.errors import Missing as NotThere
from ..web.pages import page
from . import calendar, missing, queries, returns
from .queries import StateView
from .reasons import PHOTO
from .receipt_routes import dossier_of, holds
from .routes import bp, keys


@bp.get("/d/<ticket>/photos/<int:number>")
@public
def own_photo(ticket: str, number: int):
    """A photo of the holder's own dossier; 404 for anybody else."""
    found = dossier_of(ticket)
    data = queries.photo(keys(), found.id, number) if holds(found) else None
    if data is None:
        raise NotThere
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(data, mimetype="image/jpeg", headers=headers)


@bp.get("/d/<ticket>/mend")
@public
def mending(ticket: str):
    """One field for each thing that can be sent; what has to be brought is said."""
    found = dossier_of(ticket)
    if not holds(found) or found.state != "returned":
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    return _mend_page(found, {}, 200)


@bp.post("/d/<ticket>/mend")
@public
def mend(ticket: str):
    """Take what was sent: 303 to the receipt; 422 with what could not be read, or where nothing came; 409 where it is too late."""
    found = dossier_of(ticket)
    if not holds(found):
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    rows = missing.of(keys(), found)
    photos, errors = _photos(rows)
    asked = [row.question for row in rows if row.kind != PHOTO and row.can_be_sent and row.question]
    form = missing.form_of(found)
    # conditions hang on answers that are not sent again: what was asked then is asked now
    only = replace(form, questions=tuple(replace(question, show_if=None, required=False) for question in asked))
    reading = form_rules.read(only, request.form, {}, calendar.today(), places)
    errors |= reading.errors
    if errors or not (photos or reading.answers):
        return _mend_page(found, errors or {"": ""}, 422)
    returns.mend(keys(), found.id, reading.answers, photos, calendar.now())
    return redirect(url_for("dossiers.show", ticket=found.ticket), 303)


def _photos(rows: list[missing.Missing]) -> tuple[dict[int, bytes], dict[str, str]]:
    photos: dict[int, bytes] = {}
    errors: dict[str, str] = {}
    for row in rows:
        file = request.files.get(f"photo.{row.number}") if row.number is not None else None
        photo = uploads.opened(file) if file else None
        if photo and photo.problem:
            errors[f"photo.{row.number}"] = photo.problem
        elif photo and row.number is not None:
            photos[row.number] = photo.data
    return photos, errors


def _mend_page(found: StateView, errors: dict[str, str], status: int):
    procedure = procedures.procedure(found.procedure_code)
    commune = places.communes().get(found.office_code)
    response = page(
        "dossiers/mend.html",
        status=status,
        dossier=found,
        missing=missing.of(keys(), found),
        procedure=procedure,
        form=missing.form_of(found),
        values=request.form,
        errors=errors,
        provinces=places.provinces(),
        communes=places.communes_of(commune.province_code) if commune else (),
        own_province=commune.province_code if commune else "",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
