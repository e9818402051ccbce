"""A dossier opened for whoever is at the desk: in their scope, and noted in the audit."""

from __future__ import annotations

from flask import current_app

from ..accounts import audit, who
from . import queries
from .queries import Opened
from .service import NoSuchDossier


def for_staff(dossier_id: str) -> Opened:
    """The dossier with its answers. Raises NoSuchDossier for one that is not there, or is another office's."""
    office_code, staff = queries.office_of(dossier_id), who.current()
    if office_code is None or staff is None or not staff.may_see(office_code):
        raise NoSuchDossier
    found = queries.opened(current_app.extensions["gocua.keys"], dossier_id)
    if found is None:
        raise NoSuchDossier
    audit.seen("dossier.read", dossier_id, office_code)
    return found
