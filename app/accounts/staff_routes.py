"""The people of one's scope: invite, unlock, revoke, end. And the audit."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, request, url_for

from ..web.access import may
from ..web.clock import now
from ..web.errors import Invalid, Missing
from ..web.pages import page
from . import audit, doors, queries, rules, scopes, service
from .who import MACHINE, Staff, current

bp = Blueprint("staff", __name__, url_prefix="/desk")
bp.after_request(doors.keep_private)


@bp.get("/staff")
@may("manage_staff")
def index():
    """Everybody of my scope with their devices, and the form that invites."""
    staff = _manager()
    return page(
        "accounts/staff.html",
        staff=staff,
        people=queries.people(staff.scope),
        scopes=scopes.within(staff.scope),
        roles=rules.INVITES[staff.role],
        now=now(),
        may_manage=_may,
    )


@bp.post("/staff/invite")
@may("manage_staff")
def invite():
    """Make a link for a new person (`role`, `scope`, `name`) and show it this once, as QR and as text; 422 beyond my rights."""
    form = request.form
    role, scope = form.get("role", ""), form.get("scope", "")
    if not _may(role, scope) or scope not in scopes.within(_manager().scope):
        raise Invalid
    return _invited(service.invite(role, scope, form.get("name", ""), now()), form.get("name", ""))


@bp.post("/staff/<int:account_id>/invite")
@may("manage_staff")
def invite_again(account_id: int):
    """Make a link that brings a new device to somebody who lost theirs, and show it this once."""
    person = _person(account_id)
    return _invited(service.invite(person.role, person.scope, person.name, now(), account_id), person.name)


def _invited(token: str, name: str) -> Response:
    address = current_app.extensions["gocua.config"].public_url + url_for("accounts.invitation", token=token)
    return page("accounts/invited.html", address=address, name=name)


@bp.post("/staff/<int:account_id>/end")
@may("manage_staff")
def end(account_id: int):
    """Let a person go: 303. Nobody ends their own account (422)."""
    if account_id == _manager().id:
        raise Invalid
    service.end_account(_person(account_id).id, now())
    return redirect(url_for("staff.index"), 303)


@bp.post("/staff/<int:account_id>/devices/<int:device_id>/revoke")
@may("manage_staff")
def revoke_device(account_id: int, device_id: int):
    """Take somebody's device away: 303."""
    service.revoke_device(_person(account_id).id, device_id, now())
    return redirect(url_for("staff.index"), 303)


@bp.post("/staff/<int:account_id>/devices/<int:device_id>/unlock")
@may("manage_staff")
def unlock_device(account_id: int, device_id: int):
    """Let somebody who waits after wrong PINs try again at once: 303."""
    service.unlock_device(_person(account_id).id, device_id)
    return redirect(url_for("staff.index"), 303)


@bp.get("/audit")
@may("read_audit")
def entries():
    """Who did and read what in my scope, newest first (`before`: a number, `subject`: one dossier)."""
    before, subject = request.args.get("before", type=int), request.args.get("subject", "")[:80]
    found = queries.audit_lines(_manager().scope, before, subject)
    return page("accounts/audit.html", entries=found, subject=subject, most=queries.ON_A_PAGE, is_whole=None)


@bp.post("/audit")
@may("read_audit")
def verify():
    """The same page, with the chain read from its beginning to its end: whole or broken."""
    broken, count, _ = audit.first_broken()
    found = queries.audit_lines(_manager().scope)
    return page(
        "accounts/audit.html",
        entries=found,
        subject="",
        most=queries.ON_A_PAGE,
        is_whole=broken is None,
        broken=broken,
        count=count,
    )


def _manager() -> Staff:
    return current() or MACHINE


def _may(role: str, scope: str) -> bool:
    staff = _manager()
    return scopes.may_manage(staff.role, staff.scope, role, scope)


def _person(account_id: int) -> queries.Person:
    """Somebody whom I may manage. Raises Missing for all others."""
    found = queries.person(account_id)
    if found is None or not _may(found.role, found.scope):
        raise Missing
    return found
