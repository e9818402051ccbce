"""What a call must fit that sets a state: the header that names it, the dossier's own photos, papers and questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..dossiers import missing, opening
from ..dossiers.reasons import Finding
from ..forms import queries as forms
from ..procedures import queries as procedures
from .rules import NotUnderstood

CALL = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,128}")  # visible ASCII, without the quotes that may stand around it


def idempotency_key(header: str) -> str:
    """The name that a system gave its call, or nothing. Raises NotUnderstood."""
    name = header[1:-1] if len(header) > 1 and header[0] == header[-1] == '"' else header
    if name and not CALL.fullmatch(name) or header and not name:
        raise NotUnderstood("Idempotency-Key")
    return name


def findings_fit(dossier_id: str, findings: Sequence[Finding]) -> None:
    """Raise NotUnderstood where a finding names what the dossier does not have: its holder would be told nothing."""
    if not findings:
        return
    found = opening.for_staff(dossier_id)
    form = forms.form(found.line.form_slug, found.form_version)
    procedure = procedures.procedure(found.line.procedure_code)
    if form is None or procedure is None or len(missing.told(findings, found, form, procedure)) != len(findings):
        raise NotUnderstood("findings: target")
