"""One's own keys: passkeys, password and code, PIN, devices."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, request, url_for

from ..web.access import may
from ..web.clock import now
from ..web.errors import Missing
from ..web.pages import page
from . import doors, own_keys, passkeys, proofs, queries, rules, service, signing

bp = Blueprint("me", __name__, url_prefix="/desk/me")
bp.after_request(doors.keep_private)


@bp.before_request
def prove_again():
    """Keys are changed by who has just shown one: else the screen is locked first, and whoever walks up to it gets no key."""
    staff = doors.me()
    if not staff.is_proved:
        signing.lock(staff.sign_in)
        return redirect(url_for("accounts.locked", next=url_for("me.index")), 303)
    return None


@bp.get("")
@may("keep_own_keys")
def index():
    """My keys and devices."""
    return _index()


def _index(problem: str = "", status: int = 200) -> Response:
    staff, person = doors.me(), queries.person(doors.own_id())
    at_desk = staff.role in rules.DESK_ROLES
    return page("accounts/me.html", status=status, staff=staff, person=person, site=doors.site(), problem=problem, at_desk=at_desk)


@bp.post("/password")
@may("keep_own_keys")
def password():
    """Set the sign-in word and password (`login`, `password`, `old`): 303; 409 and 422 with the page."""
    form = request.form
    try:
        words = (form.get("login", ""), form.get("password", ""), form.get("old", ""))
        own_keys.set_password(_desk_account(), *words, doors.me().sign_in)
    except own_keys.BadWord as wrong:
        return _index(wrong.which, 422)
    except own_keys.LoginTaken:
        return _index("taken", 409)
    person = queries.person(doors.own_id())
    return redirect(url_for("me.index" if person and person.has_code else "me.code"), 303)


@bp.get("/code")
@may("keep_own_keys")
def code():
    """A new secret for an authenticator app, as QR and as text; it counts once the app has shown a code."""
    _desk_account()
    return _code_page(proofs.new_secret())


@bp.post("/code")
@may("keep_own_keys")
def send_code():
    """Take the secret of that page (`secret`) with a code that the app shows (`code`): 303; 422 with the same QR."""
    secret = request.form.get("secret", "")
    try:
        own_keys.set_totp(doors.keys(), _desk_account(), secret, request.form.get("code", ""), now())
    except own_keys.BadWord:
        return _code_page(secret if proofs.is_secret(secret) else proofs.new_secret(), "code", 422)
    return redirect(url_for("me.index"), 303)


def _code_page(secret: str, problem: str = "", status: int = 200) -> Response:
    person = queries.person(doors.own_id())
    address = proofs.enrolment(secret, (person and person.login) or "gocua")
    return page("accounts/code.html", status=status, secret=secret, address=address, problem=problem)


@bp.post("/pin")
@may("keep_own_keys")
def pin():
    """Set this device's six digits (`pin` and `again`): 303; 422 with the page."""
    staff, digits = doors.me(), request.form.get("pin", "")
    if digits != request.form.get("again", ""):
        return _index("again", 422)
    try:
        own_keys.set_pin(doors.keys(), doors.own_id(), staff.device_id or 0, digits)
    except own_keys.BadWord as wrong:
        return _index(wrong.which, 422)
    return redirect(url_for("me.index"), 303)


@bp.post("/passkeys/ask")
@may("keep_own_keys")
def ask_passkey():
    """JSON for the browser: what kind of passkey to make. 404 where passkeys cannot work."""
    asked = passkeys.ask_for_new(doors.needed_site(), _desk_account(), doors.me().name, now())
    return Response(asked, mimetype="application/json")


@bp.post("/passkeys")
@may("keep_own_keys")
def add_passkey():
    """Take a new passkey: JSON `{next}`; 422 for one that we did not ask for."""
    passkeys.add(doors.needed_site(), _desk_account(), doors.said(), doors.browser().label, now())
    return jsonify(next=url_for("me.index"))


@bp.post("/passkeys/<int:passkey_id>/remove")
@may("keep_own_keys")
def remove_passkey(passkey_id: int):
    """Forget one of my passkeys: 303."""
    passkeys.remove(doors.own_id(), passkey_id)
    return redirect(url_for("me.index"), 303)


@bp.post("/devices/<int:device_id>/revoke")
@may("keep_own_keys")
def revoke_device(device_id: int):
    """Take one of my devices away: 303."""
    service.revoke_device(doors.own_id(), device_id, now())
    return redirect(url_for("me.index"), 303)


@bp.post("/end-others")
@may("keep_own_keys")
def end_others():
    """End all my other sessions: 303."""
    service.end_others(doors.own_id(), doors.me().sign_in)
    return redirect(url_for("me.index"), 303)


def _desk_account() -> int:
    """My number, for keys that only officers, leaders and admins have. Raises Missing."""
    if doors.me().role not in rules.DESK_ROLES:
        raise Missing
    return doors.own_id()
