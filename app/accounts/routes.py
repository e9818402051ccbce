"""Signing in and out, invitations, the locked screen."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for

from ..web.access import may, public
from ..web.clock import now
from ..web.errors import Missing
from ..web.pages import page
from . import cookies, doors, invented, own_keys, passkeys, queries, rules, service, signing
from .tries import NotLetIn
from .who import current

bp = Blueprint("accounts", __name__)
bp.after_request(doors.keep_private)


@bp.get("/sign-in")
@public
def sign_in():
    """The ways in that this browser has: its people's PIN, a passkey, password and code."""
    return _sign_in_page()


@bp.post("/sign-in")
@public
def send_sign_in():
    """Sign in by PIN (`account`, `pin`) or password (`login`, `password`, `code`): 303 onward; 422 and 429 with the page."""
    form, browser = request.form, doors.browser()
    try:
        if "pin" in form:
            return doors.let_in(signing.with_pin(doors.keys(), form.get("account", 0, int), form["pin"], browser, now()))
        words = (form.get("login", ""), form.get("password", ""), form.get("code", ""))
        return doors.let_in(signing.with_password(doors.keys(), *words, browser, now()))
    except NotLetIn as refusal:
        return _refused(_sign_in_page, refusal)


def _sign_in_page(problem: NotLetIn | None = None, status: int = 200) -> Response:
    return page(
        "accounts/sign_in.html",
        status=status,
        people=queries.on_device(doors.browser().device),
        site=doors.site(),
        problem=problem,
        next=rules.own_page(request.values.get("next", "")) or "",
        login=request.form.get("login", ""),
    )


def _refused(render, refusal: NotLetIn) -> Response:
    response = render(refusal, 429 if refusal.wait_seconds else 422)
    if refusal.wait_seconds:
        response.headers["Retry-After"] = str(refusal.wait_seconds)
    return response


@bp.post("/sign-in/passkey/ask")
@public
def ask_passkey():
    """JSON for the browser: what a passkey is to sign. 404 where passkeys cannot work."""
    return Response(passkeys.ask_to_sign(doors.needed_site(), now()), mimetype="application/json")


@bp.post("/sign-in/passkey")
@public
def send_passkey():
    """Sign in by what a passkey signed: JSON `{next}` with the cookies; 422 when it does not fit."""
    opened = passkeys.sign_in(doors.needed_site(), doors.said(), doors.browser(), now())
    return doors.let_in(opened, jsonify(next=doors.onward(opened.role)))


@bp.post("/sign-out")
@public
def sign_out():
    """End this browser's session: 303 to the sign-in page. The device stays known."""
    signing.sign_out(cookies.read(cookies.STAFF))
    response = redirect(url_for("accounts.sign_in"), 303)
    cookies.drop(response, cookies.STAFF)
    return response


@bp.get("/invite/<token>")
@public
def invitation(token: str):
    """Whom this link is for, and one button; a chat's preview that opens it spends nothing. 404 for a used or old one."""
    return _invitation(token)


def _invitation(token: str, problem: str = "", status: int = 200) -> Response:
    found = queries.invitation(token, now())
    if found is None:
        return page("accounts/no_invitation.html", status=404)
    return page("accounts/invite.html", status=status, invited=found, wants_pin=found.role in rules.PIN_ROLES, problem=problem)


@bp.post("/invite/<token>")
@public
def accept(token: str):
    """Use the link, once: this browser is bound and signed in (`pin` and `again`). 303 onward; 422 for a PIN that will not do."""
    pin = request.form.get("pin", "")
    if pin != request.form.get("again", ""):
        return _invitation(token, "again", 422)
    try:
        opened = service.accept(doors.keys(), token, pin, doors.browser(), now())
    except own_keys.BadWord as wrong:
        return _invitation(token, wrong.which, 422)
    except service.NoSuchInvitation:
        return page("accounts/no_invitation.html", status=404)
    return doors.let_in(opened, redirect(url_for("me.index"), 303))


@bp.get("/sign-in/demo/<token>")
@public
def demo(token: str):
    """In the demo only: sign in as an invented person, and a page that goes on by itself.

    Not a redirect: a browser that comes from another site would follow that without the session's cookie.
    """
    opened = invented.sign_in(_demo_role(token), doors.browser(), now())
    return doors.let_in(opened, page("accounts/demo.html", role=opened.role, onward=doors.onward(opened.role)))


def _demo_role(token: str) -> str:
    role = invented.role_of(doors.keys(), token) if current_app.extensions["gocua.config"].demo else None
    if role is None:
        raise Missing
    return role


@bp.post("/lock")
@may("keep_own_keys")
def lock():
    """Lock this screen at once: 303 to the page that asks who is back."""
    signing.lock(doors.me().sign_in)
    return redirect(url_for("accounts.locked", next=rules.own_page(request.form.get("next", ""))), 303)


@bp.post("/here")
@may("keep_own_keys")
def here():
    """Somebody is at the keys: the screen stays open. 204."""
    return Response(status=204)


@bp.get("/locked")
@public
def locked():
    """A locked screen: it shows nothing but whose it is, and asks for the PIN, password or passkey."""
    staff = current()
    if staff is None or staff.id is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return _locked_page() if staff.is_locked else redirect(doors.onward(staff.role), 303)


@bp.post("/locked")
@public
def unlock():
    """Open a locked screen by `pin` or `password`: 303 back; 422 and 429 with the page."""
    staff = current()
    if staff is None or staff.id is None:
        return redirect(url_for("accounts.sign_in"), 303)
    try:
        if "pin" in request.form and staff.device_id:
            signing.unlock_with_pin(doors.keys(), staff.sign_in, staff.device_id, request.form["pin"], now())
        else:
            word = request.form.get("password", "")
            signing.unlock_with_password(doors.keys(), staff.sign_in, staff.id, word, now())
    except NotLetIn as refusal:
        return _refused(_locked_page, refusal)
    return redirect(doors.onward(staff.role), 303)


def _locked_page(problem: NotLetIn | None = None, status: int = 200) -> Response:
    person = queries.person(doors.own_id())
    wanted = rules.own_page(request.values.get("next", "")) or ""
    return page(
        "accounts/locked.html", status=status, staff=doors.me(), person=person, site=doors.site(), problem=problem, next=wanted
    )
