"""`/d/<ticket>`: the state, and for its holder the receipt; what is missing and how to mend it; the end; news."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Response, current_app, redirect, request, url_for

from ..notices import push
from ..notices import service as notices
from ..offices import queries as offices
from ..offices.rules import read_code, shown
from ..procedures import queries as procedures
from ..sync import intake
from ..web import languages
from ..web.access import public
from ..web.errors import Invalid, Missing
from ..web.pages import page, page_once
from . import calendar, codes, missing, queries, rules, service, telling
from .queries import StateView
from .routes import RECEIPT_COOKIE, bp, keys, to_receipt

ANY_TICKET = "OOOOIIII"  # letters that no ticket has


@bp.get("/d/<ticket>")
@public
def show(ticket: str):
    """The state of a dossier; with the receipt's secret (a cookie of this page alone) the whole receipt."""
    found = dossier_of(ticket)
    if holds(found):
        telling.note(found.id, telling.SEEN, "holder", calendar.now())
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
    found = dossier_of(ticket)
    ours = _secret(found)
    if _same(request.form.get("secret", "").lower(), ours):
        return to_receipt(found.ticket, ours)
    last4 = request.form.get("last4", "").strip()
    if not (len(last4) == 4 and last4.isascii() and last4.isdecimal()):
        return page("dossiers/state.html", dossier=found, wrong="form", status=422)
    right = service.opens(keys(), found.id, found.ticket, last4, found.second_fact, calendar.now())
    if right:
        return to_receipt(found.ticket, ours)
    wrong, status = ("later", 429) if right is None else ("wrong", 422)
    return page("dossiers/state.html", dossier=found, wrong=wrong, status=status)


@bp.get("/d/<ticket>/end")
@public
def ending(ticket: str):
    """Withdraw, or have everything deleted: for the holder of the receipt; anybody else is asked for it first."""
    found = dossier_of(ticket)
    if not holds(found):
        return redirect(url_for("dossiers.show", ticket=found.ticket), 303)
    response = page("dossiers/end.html", dossier=found, may_withdraw=rules.may_follow(found.state, "withdrawn"))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/d/<ticket>/end")
@public
def end(ticket: str):
    """`what`: `withdraw` (303 to the state) or `delete` (a page that says so; nothing is left). 409 where it is too late."""
    found = dossier_of(ticket)
    if not holds(found):
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
    found = dossier_of(ticket)
    if not holds(found):
        raise Missing
    address = url_for("dossiers.show", ticket=found.ticket)
    said = request.get_json(silent=True)
    notices.subscribe(keys(), found.id, address, said, languages.current().tag, calendar.now())
    return Response(status=201, headers={"Cache-Control": "no-store"})


def holds(found: StateView) -> bool:
    """True where the receipt's secret came along."""
    secret = request.cookies.get(RECEIPT_COOKIE, "")
    return bool(secret) and _same(secret, _secret(found))


def _secret(found: StateView) -> str:
    """The receipt's secret: what the phone and we derived from its seal, or for a plain form one of our own."""
    return intake.secret_of(keys(), found.id) or service.secret_of(keys(), found.id)


def _same(given: str, ours: str) -> bool:
    return secrets.compare_digest(given.encode(), ours.encode())


def _receipt(found: StateView, secret: str) -> dict[str, Any]:
    procedure = procedures.procedure(found.procedure_code)
    office = offices.office(found.office_code)
    assert procedure is not None and office is not None
    return {
        "dossier": found,
        "secret": secret,
        "procedure": procedure,
        "office": office,
        "missing": missing.of(keys(), found),
        "counter": offices.counter_for(office, procedure.code, procedure.at_police),
        "due": queries.due_on(found.id),
        "push_key": push.server_key(push.private_key(current_app.extensions["gocua.config"], keys())),
        "code": codes.receipt_code(current_app.extensions["gocua.config"].public_url, found.ticket, secret),
    }


def dossier_of(ticket: str) -> StateView:
    """The dossier of a ticket as it stands in an address. Raises NoSuchDossier."""
    read = read_code(ticket, service.TICKET_LENGTH)
    found = queries.by_ticket(read) if read else None
    if found is None:
        raise service.NoSuchDossier
    return found
