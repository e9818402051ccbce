"""`/api/v1`: dossiers out, states in, hooks. Every call shows a key (access.py); every error is a problem in JSON (web/errors.py)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from ..accounts import audit
from ..config import Config
from ..dossiers import queries as opened
from ..dossiers.service import NoSuchDossier
from ..sealing import Keys
from ..web.access import may_key
from ..web.clock import now
from ..web.errors import problem
from . import access, checks, dossiers, hooks, queries, rules, service

MOST_BODY_BYTES = 64 * 1024
bp = Blueprint("api", __name__, url_prefix="/api/v1")


@bp.before_request
def keep_small() -> None:
    """No call of another system has much to say: 413 above 64 KB."""
    request.max_content_length = MOST_BODY_BYTES


@bp.after_request
def keep_private(response: Response) -> Response:
    """Nothing of this is stored by anybody between."""
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Authorization")
    return response


@bp.errorhandler(rules.NotUnderstood)
def not_understood(error: rules.NotUnderstood):
    """422 with the name of the part that says what it cannot say."""
    return problem(422, {"detail": f"not understood: {error}"}, {})


@bp.get("/dossiers")
@may_key("read")
def list_dossiers():
    """Dossiers in order of their last change (`state`, `changed_since`, `cursor`, `limit`), without what people wrote."""
    return _answer(dossiers.changed(access.system().scope, rules.page(request.args), now()))


@bp.get("/dossiers/<uuid:dossier_id>")
@may_key("read")
def show_dossier(dossier_id):
    """One dossier with its answers; 304 for who has it as it is; 404 for another office's as for one that never was."""
    _without_parameters()
    return _answer(dossiers.whole(str(dossier_id)))


@bp.get("/dossiers/<uuid:dossier_id>/attachments/<int(max=999):number>")
@may_key("files")
def show_attachment(dossier_id, number: int):
    """One photo (JPEG), counted from 0 as the dossier lists them; 304 for who has it."""
    _without_parameters()
    office_code, mark = dossiers.office_of(str(dossier_id)), dossiers.photo_mark(str(dossier_id), number)
    if mark is None:
        raise NoSuchDossier
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(mark)
    audit.seen("dossier.photo_read", str(dossier_id), office_code)
    if not request.if_none_match.contains(mark):
        answer.set_data(opened.photo(_keys(), str(dossier_id), number) or b"")
    answer.headers["Content-Disposition"] = f'attachment; filename="photo-{number}.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer.make_conditional(request)


@bp.post("/dossiers/<uuid:dossier_id>/state")
@may_key("write")
def set_state(dossier_id):
    """Set a state as an officer would (`state`, `if_state`, `findings`); 409 with the state as it is where that cannot be."""
    _without_parameters()
    move, call = rules.move(_said()), checks.idempotency_key(request.headers.get("Idempotency-Key", ""))
    dossiers.office_of(str(dossier_id))
    checks.findings_fit(str(dossier_id), move.findings)
    return jsonify(service.set_state(_keys(), access.system(), str(dossier_id), move, call, now()))


@bp.get("/hooks")
@may_key("hooks")
def list_hooks():
    """The addresses that hear of changes for this system, and what waits for each."""
    _without_parameters()
    return jsonify({"hooks": [_hook(one) for one in queries.hooks([_own_id()])]})


@bp.post("/hooks")
@may_key("hooks")
def add_hook():
    """Let an address (`url`) hear of changes: 201 with its secret, this once; 409 for a sixth."""
    _without_parameters()
    asker, inside = access.system(), _config().hooks_inside
    hook_id, secret = hooks.add(_keys(), _own_id(), asker.scope, rules.hook_address(_said()), inside, now())
    made = next(one for one in queries.hooks([_own_id()]) if one.id == hook_id)
    return jsonify({**_hook(made), "secret": secret}), 201


@bp.delete("/hooks/<int(max=2147483647):hook_id>")
@may_key("hooks")
def remove_hook(hook_id: int):
    """Tell an address no more: 204; 404 for another system's."""
    _without_parameters()
    hooks.remove(_own_id(), hook_id, access.system().scope)
    return "", 204


def _hook(one: queries.HookView) -> dict[str, Any]:
    return {
        "id": one.id,
        "url": one.url,
        "made_at": rules.stamp(one.made_at),
        "waiting": one.waiting,
        "parked": one.parked,
    }


def _answer(said: dict[str, Any]) -> ResponseReturnValue:
    answer = jsonify(said)
    answer.add_etag()
    return answer.make_conditional(request)


def _said() -> Any:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        return request.get_json()
    except RecursionError:  # 64 KB of brackets
        raise BadRequest from None


def _without_parameters() -> None:
    for name in request.args:
        raise rules.NotUnderstood(name[:40])


def _own_id() -> int:
    return access.system().system_id or 0


def _config() -> Config:
    return current_app.extensions["gocua.config"]


def _keys() -> Keys:
    return current_app.extensions["gocua.keys"]
