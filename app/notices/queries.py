"""Reading notices: whether the phones that asked could be told."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from ..database import reading
from . import rules
from .models import Notice, Subscription


def outcomes(dossier_ids: Collection[str]) -> dict[str, str]:
    """Dossier id -> `sent` or `failed` for those that a browser listens to; the others are left out."""
    query = (
        select(Subscription.dossier_id, func.coalesce(func.max(Notice.attempts), 0))
        .outerjoin(Notice, Notice.subscription_id == Subscription.id)
        .where(Subscription.dossier_id.in_(dossier_ids))
        .group_by(Subscription.dossier_id)
    )
    return {one: "failed" if attempts >= rules.MOST_ATTEMPTS else "sent" for one, attempts in reading().execute(query)}
