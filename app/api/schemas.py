"""The shapes of what goes out and comes in, as JSON Schema. Everything is said: nothing else is ever in an answer, or taken in a call."""

from __future__ import annotations

from typing import Any

from ..dossiers.models import STATES
from ..dossiers.reasons import KINDS, MOST_FINDINGS, REASONS, SCALE
from . import rules

TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
YES_NO: dict[str, Any] = {"type": "boolean"}
TIME: dict[str, Any] = {"type": "string", "format": "date-time"}
DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def ref(name: str) -> dict[str, str]:
    """A pointer to one of the shapes."""
    return {"$ref": f"#/components/schemas/{name}"}


def _whole(members: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    needed = [name for name in members if name not in optional]
    return {"type": "object", "properties": members, "required": needed, "additionalProperties": False}


def _list(of: dict[str, Any], **more: int) -> dict[str, Any]:
    return {"type": "array", "items": of, **more}


def _or_null(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


SUMMARY = {
    "id": ref("Id"),
    "ticket": {"type": "string", "pattern": "^[2-9A-HJ-NP-Z]{8}$", "description": "The code that people have on their receipt."},
    "state": ref("State"),
    "procedure": {"type": "string", "description": "The official code."},
    "office": {"type": "string", "description": "The commune's code."},
    "received_at": TIME,
    "accepted_at": _or_null(TIME),
    "changed_at": TIME,
    "due_on": DAY,
    "photos": COUNT,
    "photos_expected": COUNT,
}
HOOK = {
    "id": {"type": "integer"},
    "url": TEXT,
    "made_at": TIME,
    "waiting": {**COUNT, "description": "Messages on their way."},
    "parked": {**COUNT, "description": "Messages that were not taken five times; nobody tries them any more."},
}
SPOT = {"type": "integer", "minimum": 0, "maximum": SCALE}
SCHEMAS: dict[str, Any] = {
    "Id": {"type": "string", "format": "uuid"},
    "State": {"type": "string", "enum": list(STATES)},
    "Summary": _whole(SUMMARY),
    "Dossiers": _whole({"dossiers": _list(ref("Summary"), maxItems=rules.MOST_LISTED), "cursor": TEXT, "more": YES_NO}),
    "Answer": _whole(
        {
            "question": TEXT,
            "label": {**TEXT, "description": "The field's name on the official form."},
            "value": {"description": "As it is kept: a text, a number, or an object of texts; null where it was put off."},
            "text": {**TEXT, "description": "In the words of the official form."},
            "later": {**YES_NO, "description": "Put off: the person brings the answer to the counter."},
        }
    ),
    "Finding": {
        "oneOf": [
            _whole(
                {
                    "kind": {"const": kind},
                    "target": {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": 64,
                        "description": "A photo's number, a paper's number in the procedure, or a question's id.",
                    },
                    "reason": {"type": "string", "enum": list(REASONS[kind])},
                    "place": _or_null(_list(SPOT, minItems=2, maxItems=2)) if kind == "photo" else {"type": "null"},
                },
                ("place",),
            )
            for kind in KINDS
        ]
    },
    "Dossier": _whole(
        {
            **SUMMARY,
            "procedure_version": COUNT,
            "form": _whole({"name": TEXT, "version": COUNT}),
            "language": TEXT,
            "channel": {"type": "string", "enum": ["form", "device", "code", "file"]},
            "filled_by": TEXT,
            "taken_by": {"type": ["string", "null"]},
            "needs_review": YES_NO,
            "replaces": {"type": ["string", "null"]},
            "answers": _list(ref("Answer")),
            "unread": {"type": "object", "additionalProperties": TEXT, "description": "What was written but could not be read."},
            "findings": _list(ref("Finding")),
            "events": _list(_whole({"at": TIME, "event": TEXT, "by": TEXT})),
            "payments": _list(_whole({"at": TIME, "dong": {"type": "integer"}, "way": TEXT, "receipt": TEXT})),
            "paid_dong": {"type": "integer"},
            "attachments": _list(_whole({"number": COUNT, "question": TEXT, "bytes": COUNT, "sha256": TEXT})),
        }
    ),
    "Move": {
        **_whole(
            {
                "state": {"type": "string", "enum": list(rules.SET_BY_SYSTEMS)},
                "if_state": {**ref("State"), "description": "Only if it is still in this state."},
                "findings": _list(ref("Finding"), maxItems=MOST_FINDINGS),
            },
            ("if_state", "findings"),
        ),
        "if": {"properties": {"state": {"const": "returned"}}},
        "then": {"required": ["findings"], "properties": {"findings": {"minItems": 1}}},
        "else": {"properties": {"findings": {"maxItems": 0}}},
    },
    "Moved": _whole({"id": ref("Id"), "state": ref("State"), "changed_at": TIME, "due_on": DAY}),
    "HookAddress": _whole({"url": {"type": "string", "format": "uri", "pattern": "^https://", "maxLength": 400}}),
    "Hook": _whole(HOOK),
    "Hooks": _whole({"hooks": _list(ref("Hook"))}),
    "NewHook": _whole({**HOOK, "secret": {"type": "string", "pattern": "^whsec_", "description": "Shown this once."}}),
    "Problem": {
        "type": "object",
        "properties": {
            "type": {"const": "about:blank"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "state": ref("State"),
            "reference": {**TEXT, "description": "Tell us this number when you ask."},
        },
        "required": ["type", "title", "status"],
        "additionalProperties": False,
    },
}
