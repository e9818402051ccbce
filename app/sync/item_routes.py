"""A device's way in: `POST /api/items`, `PUT /api/items/<id>/files/<i>`, and the keys that it seals to.

Sealed bytes in, a signed receipt out; the same id again gives the same receipt. Nothing here can read what was written.
"""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, current_app, jsonify, request

from ..sealing import Keys
from ..web.access import public
from ..web.clock import now
from ..web.errors import Invalid, Missing, TooLarge, TradeError
from ..web.pages import published
from . import intake, seal_keys
from .intake import BadItem, NoSuchItem, OtherContent

bp = Blueprint("items", __name__)


@bp.get("/offices/<code>/keys.json")
@public
def keys_of(code: str):
    """The signed list of keys: what is sealed to this office, and what receipts are signed with. 404 for no office."""
    listing = seal_keys.listed(_keys(), code, now().date())
    if not any(key["use"] == "seal" for key in listing["keys"]):
        raise Missing
    published()
    return Response(seal_keys.compact(listing), mimetype="application/json")


@bp.post("/api/items")
@public
def receive():
    """Take an item in: 201 with the receipt, 200 with the same one; 400, 413, 422 `invalid` or `key_reuse`, 429."""
    blob = _body(intake.MOST_ITEM_BYTES)
    item_id = request.headers.get("Idempotency-Key", "").strip('"')
    if hashlib.sha256(blob).hexdigest() != request.headers.get("X-Fingerprint", "").lower():
        return _refused("invalid", 422, why="fingerprint")
    if blob[6:22].hex() != item_id.replace("-", "").lower():
        return _refused("invalid", 400, why="id")
    giver = _keys().name("items", now().date().isoformat(), request.remote_addr or "")[:32]
    return _answer(intake.receive(_keys(), blob, "device", now(), giver))


@bp.put("/api/items/<uuid:item_id>/files/<int:number>")
@public
def receive_file(item_id, number: int):
    """Take one of an item's photos in: 201, or 200 where it is here; 404 before its item, 413, 422."""
    blob = _body(intake.MOST_FILE_BYTES)
    if hashlib.sha256(blob).hexdigest() != request.headers.get("X-Fingerprint", "").lower():
        return _refused("invalid", 422, why="fingerprint")
    proof = request.headers.get("X-Proof", "")
    return _answer(intake.receive_file(_keys(), str(item_id), number, blob, proof, now()))


@bp.errorhandler(TradeError)
def refused(error: TradeError):
    """Why not, in one word that the phone has a sentence for."""
    if isinstance(error, BadItem):
        return _refused("invalid", 422, why=error.why)
    word = "key_reuse" if isinstance(error, OtherContent) else "missing" if isinstance(error, NoSuchItem) else "refused"
    return _refused(word, error.status)


def _answer(answer: intake.Answer) -> Response:
    response = jsonify({**answer.receipt, "held": answer.held})
    response.status_code = 201 if answer.is_new else 200
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(word: str, status: int, **more: str) -> Response:
    response = jsonify({"error": word, **more})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    if status == 429:
        response.headers["Retry-After"] = "600"
    return response


def _body(most: int) -> bytes:
    if request.content_length is None:
        raise Invalid
    if request.content_length > most:
        raise TooLarge
    return request.get_data(cache=False)


def _keys() -> Keys:
    return current_app.extensions["gocua.keys"]
