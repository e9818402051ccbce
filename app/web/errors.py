"""Errors of the trade and the plain pages that tell them; an error page asks no database.

Rooms raise subclasses of the kinds below. A program, below `/api/`, gets the same as JSON (RFC 9457, "problem details").
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from http import HTTPStatus

import structlog
from flask import Flask, Response, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from ..database import Busy
from .pages import rendered

log = structlog.get_logger("errors")


class TradeError(Exception):
    """Something a person can understand; `status` is the HTTP answer, `headers` go with it, `told` is more for programs."""

    status = 400
    headers: Mapping[str, str] = {}
    told: Mapping[str, object] = {}


class Missing(TradeError):
    """Not there, or not for this person: 404."""

    status = 404


class Taken(TradeError):
    """Somebody else was first: 409."""

    status = 409


class Refused(TradeError):
    """Not allowed: 403."""

    status = 403


class Invalid(TradeError):
    """The request cannot be understood: 422."""

    status = 422


class TooLarge(TradeError):
    """More bytes than can be taken: 413."""

    status = 413


def texts(status: int) -> tuple[str, str]:
    """What happened and what to do now, in the person's language."""
    if status == 404:
        return _("Không tìm thấy trang này"), _("Có thể địa chỉ đã cũ hoặc gõ nhầm. Về trang đầu để tìm lại.")
    if status == 413:
        return _("Nặng quá, không nhận được"), _("Bấm nút quay lại của máy. Câu trả lời vẫn còn. Bỏ bớt ảnh, hoặc viết ngắn lại.")
    if status == 429:
        return _("Hỏi nhanh quá"), _("Chờ một lúc rồi thử lại.")
    if status == 403:
        return _("Trang này không mở được"), _("Về trang đầu, hoặc gọi người giúp.")
    if status == 503:
        return _("Máy chủ đang bận"), _("Chờ một phút rồi bấm gửi lại. Câu trả lời chưa mất.")
    if status >= 500:
        return _("Máy chủ bị lỗi"), _("Chưa có gì được gửi. Thử lại sau, hoặc gọi người giúp.")
    return _("Máy chủ không hiểu"), _("Bấm nút quay lại của máy rồi thử lại.")


def init_app(app: Flask) -> None:
    """Give every error a page with its own status."""
    app.register_error_handler(HTTPException, lambda error: _page(error.code or 500, dict(error.get_headers())))
    app.register_error_handler(TradeError, lambda error: _page(error.status, error.headers, told=error.told))
    app.register_error_handler(Busy, lambda error: _page(503, {"Retry-After": "5"}))
    app.register_error_handler(Exception, _broken)


def _page(status: int, headers: Mapping[str, str] | None = None, reference: str = "", told: Mapping[str, object] | None = None):
    kept = {name: value for name, value in (headers or {}).items() if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    kept["Cache-Control"] = "no-store"
    if request.path.startswith("/api/"):
        return problem(status, {**(told or {}), **({"reference": reference} if reference else {})}, kept)
    title, advice = texts(status)
    return rendered("errors/error.html", title=title, advice=advice, reference=reference), status, kept


def problem(status: int, told: Mapping[str, object], headers: Mapping[str, str]) -> Response:
    """An error for a program: `type`, `title`, `status` and what else is told, as application/problem+json."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **told}
    return Response(json.dumps(body, ensure_ascii=False), status, headers, content_type="application/problem+json")


def _broken(error: Exception):
    """A fault of ours: logged by its kind and place under a reference number, never with what was typed."""
    reference = uuid.uuid4().hex[:8]
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename.rsplit('/app/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
    log.error("broken", kind=type(error).__name__, place=place, reference=reference, route=request.endpoint)
    return _page(500, reference=reference)
