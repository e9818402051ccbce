"""The API described for programs: OpenAPI 3.1, kept by hand beside the routes; a test compares the two and tries every line of it."""

from __future__ import annotations

from typing import Any

from . import rules, schemas
from .schemas import ref

PROBLEMS = {
    "400": "The body is no JSON.",
    "401": "No valid key.",
    "403": "The key lacks the right.",
    "404": "Not there, or another office's.",
    "409": "It is no longer so; for a state, `state` says how it is.",
    "413": "More than 64 KB.",
    "415": "The body is not sent as application/json.",
    "422": "A part says what it cannot say; `detail` names it.",
    "429": "Too fast; Retry-After says how many seconds to wait.",
}
ALWAYS = ("401", "403", "422", "429")
BODY = ("400", "413", "415")
DOSSIER_ID = {"name": "dossier_id", "in": "path", "required": True, "schema": ref("Id")}
NUMBER = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0, "maximum": 999}}
HOOK_ID = {"name": "hook_id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": 2147483647}}
HAVE = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
CALL = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A name for this call. The same call with the same name gives the same answer and changes nothing again.",
    "schema": {"type": "string", "pattern": r"^[A-Za-z0-9._~-]{1,128}$"},
}
QUERY = [
    {"name": "state", "in": "query", "schema": ref("State")},
    {"name": "changed_since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
    {
        "name": "cursor",
        "in": "query",
        "description": "From the answer before; keep it, it never grows old.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,200}$"},
    },
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": rules.MOST_LISTED, "default": rules.USUALLY_LISTED},
    },
]


def document(public_url: str) -> dict[str, Any]:
    """The whole description. public_url: scheme and host of this server."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Gõ Cửa",
            "version": "1",
            "description": "Dossiers out, states in, hooks. Times are UTC. See docs/api.md.",
        },
        "servers": [{"url": public_url}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer gc_..."}},
            "schemas": schemas.SCHEMAS,
        },
    }


def operations() -> list[tuple[str, str, str, str]]:
    """(method, path, the right it needs, what it does) of each operation, for the page that explains."""
    return [
        (method.upper(), path, told["x-right"], told["summary"])
        for path, methods in _paths().items()
        for method, told in methods.items()
    ]


def _paths() -> dict[str, dict[str, Any]]:
    one = "/api/v1/dossiers/{dossier_id}"
    listed, whole = _json("Dossiers", tag=True), _json("Dossier", tag=True)
    photo = {"description": "The photo.", "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}, **_tag()}
    unchanged = {"304": {"description": "As it was.", **_tag()}}
    removed = {"204": {"description": "Done."}}
    made = _json("NewHook")
    return {
        "/api/v1/dossiers": {
            "get": _told("Dossiers in order of change", "read", {"200": listed, **unchanged}, (), [*QUERY, HAVE]),
        },
        one: {
            "get": _told("A dossier with its answers", "read", {"200": whole, **unchanged}, ("404",), [DOSSIER_ID, HAVE]),
        },
        f"{one}/attachments/{{number}}": {
            "get": _told("A photo", "files", {"200": photo, **unchanged}, ("404",), [DOSSIER_ID, NUMBER, HAVE]),
        },
        f"{one}/state": {
            "post": _told("Set a state", "write", {"200": _json("Moved")}, ("404", "409", *BODY), [DOSSIER_ID, CALL], "Move"),
        },
        "/api/v1/hooks": {
            "get": _told("Your hooks", "hooks", {"200": _json("Hooks")}, (), []),
            "post": _told("Add a hook", "hooks", {"201": made}, ("409", *BODY), [], "HookAddress"),
        },
        "/api/v1/hooks/{hook_id}": {
            "delete": _told("Remove a hook", "hooks", removed, ("404",), [HOOK_ID]),
        },
    }


def _told(
    summary: str, right: str, answers: dict[str, Any], problems: tuple[str, ...], parameters: list[Any], body: str = ""
) -> dict[str, Any]:
    content = {"application/json": {"schema": ref(body)}}
    return {
        "summary": summary,
        "x-right": right,
        "parameters": parameters,
        **({"requestBody": {"required": True, "content": content}} if body else {}),
        "responses": {**answers, **{status: _problem(status) for status in sorted({*ALWAYS, *problems})}},
    }


def _problem(status: str) -> dict[str, Any]:
    return {"description": PROBLEMS[status], "content": {"application/problem+json": {"schema": ref("Problem")}}}


def _json(name: str, tag: bool = False) -> dict[str, Any]:
    return {"description": name, "content": {"application/json": {"schema": ref(name)}}, **(_tag() if tag else {})}


def _tag() -> dict[str, Any]:
    return {"headers": {"ETag": {"schema": {"type": "string"}}}}
