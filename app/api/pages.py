"""`/admin/systems`: who made keys for which systems, what they may, where they listen. `/api`: the whole of it on one screen."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for

from ..accounts import doors, scopes, signing
from ..accounts.who import MACHINE, Staff, current
from ..config import Config
from ..web.access import may, public
from ..web.clock import now
from ..web.errors import Invalid
from ..web.pages import page
from . import hooks, openapi, queries, rules, service
from .service import NoSuchSystem

bp = Blueprint("systems", __name__, url_prefix="/admin/systems")
about = Blueprint("api_about", __name__, url_prefix="/api")
bp.after_request(doors.keep_private)


@about.get("")
@public
def explained():
    """What a system can ask for and how, for the engineer on the other side."""
    return page("api/about.html", operations=openapi.operations(), calls=_config().api_calls, url=_config().public_url)


@about.get("/openapi.json")
@public
def description():
    """The same for programs: OpenAPI 3.1."""
    return jsonify(openapi.document(_config().public_url))


@bp.before_request
def prove_again():
    """Keys are made by who has just shown one: else the screen is locked first, and whoever walks up to it makes none."""
    staff = current()
    if staff is None or staff.id is None or staff.is_proved or staff.is_locked:
        return None
    signing.lock(staff.sign_in)
    return redirect(url_for("accounts.locked", next=url_for("systems.index")), 303)


@bp.get("")
@may("manage_systems")
def index():
    """The systems of my offices, their hooks, and the form that makes another."""
    return _index()


def _index(problem: str = "", status: int = 200) -> Response:
    offices = {code: name for code, name in scopes.places().offices().items() if code in scopes.offices_in(_manager().scope)}
    found = queries.systems(_manager().scope, now())
    return page(
        "api/systems.html",
        status=status,
        systems=found,
        offices=offices,
        rights=rules.RIGHTS,
        days=rules.DAYS,
        most_hooks=hooks.MOST_OF_ONE,
        problem=problem,
    )


@bp.post("")
@may("manage_systems")
def make():
    """Make a system (`office`, `name`, `rights`, `days`) and show its key this once; 422 with the page."""
    form = request.form
    if form.get("office", "") not in scopes.offices_in(_manager().scope):
        raise NoSuchSystem
    days = form.get("days", "")
    try:
        wanted = (form["office"], form.get("name", ""), form.getlist("rights"), int(days) if days.isdecimal() else 0)
        _, key = service.make(doors.keys(), *wanted, now())
    except Invalid:
        return _index("system", 422)
    return page("api/secret.html", kind="key", name=form.get("name", ""), secret=key)


@bp.post("/<int:system_id>/rotate")
@may("manage_systems")
def rotate(system_id: int):
    """Another key for a system, shown this once; the old one works for 7 more days."""
    _office_of(system_id)
    key = service.rotate(doors.keys(), system_id, now())
    return page("api/secret.html", kind="rotated", name=queries.names([f"{queries.ACTOR}{system_id}"]).popitem()[1], secret=key)


@bp.post("/<int:system_id>/revoke")
@may("manage_systems")
def revoke(system_id: int):
    """End a system at once: 303."""
    _office_of(system_id)
    service.revoke(system_id, now())
    return redirect(url_for("systems.index"), 303)


@bp.post("/<int:system_id>/hooks")
@may("manage_systems")
def add_hook(system_id: int):
    """Let an address (`url`) hear of changes and show its secret this once; 409 and 422 with the page."""
    url, office_code = request.form.get("url", "").strip(), _office_of(system_id)
    try:
        _, secret = hooks.add(doors.keys(), system_id, office_code, url, _config().hooks_inside, now())
    except (hooks.NotAnAddress, hooks.TooManyHooks) as refusal:
        return _index("hook", refusal.status)
    return page("api/secret.html", kind="hook", name=url, secret=secret)


@bp.post("/<int:system_id>/hooks/<int:hook_id>/remove")
@may("manage_systems")
def remove_hook(system_id: int, hook_id: int):
    """Tell an address no more: 303."""
    hooks.remove(system_id, hook_id, _office_of(system_id))
    return redirect(url_for("systems.index"), 303)


@bp.post("/<int:system_id>/hooks/<int:hook_id>/again")
@may("manage_systems")
def try_again(system_id: int, hook_id: int):
    """Send what was parked once more: 303."""
    hooks.try_again(system_id, hook_id, _office_of(system_id), now())
    return redirect(url_for("systems.index"), 303)


def _office_of(system_id: int) -> str:
    """The office of a system in the scope of whoever asks. Raises NoSuchSystem for any other."""
    office_code = queries.office_of(system_id)
    if office_code is None or not _manager().may_see(office_code):
        raise NoSuchSystem
    return office_code


def _manager() -> Staff:
    return current() or MACHINE


def _config() -> Config:
    return current_app.extensions["gocua.config"]
