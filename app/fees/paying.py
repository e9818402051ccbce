"""What the page of one dossier's fee shows: what is due and why, the code to pay it with, what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ..dossiers.queries import Opened
from ..offices import codes
from ..procedures.queries import ProcedureView
from . import queries, rules, tariffs, vietqr
from .queries import AccountView


@dataclass(frozen=True)
class Asked:
    """What the officer chose. why: place of the exemption in the catalogue's list, or None; dong: the amount, None if unknown.

    is_wrong: an amount was typed that is none.
    """

    why: int | None
    dong: int | None
    is_wrong: bool = False


def asked(sent: Mapping[str, str], procedure: ProcedureView, dossier: Opened, today: date, noted: str = "") -> Asked:
    """Read `why` and `amount`; an amount that the officer typed counts before the catalogue's.

    noted: the exemption that was written down, which holds while `why` is not asked for.
    """
    text = sent.get("why", _place_of(noted, procedure.code))
    why = int(text) if text.isascii() and text.isdecimal() and int(text) < len(procedure.exemptions) else None
    typed = sent.get("amount", "").strip()
    if typed:
        dong = rules.dong_in(typed)
        return Asked(why, dong, is_wrong=dong is None)
    exemption = tariffs.exemption_of(procedure.code, why) if why is not None else None
    if why is not None and exemption is None:
        return Asked(why, None)
    counted = tariffs.by_unit(procedure.code)
    return Asked(why, rules.amount_due(procedure.fee_dong, counted, exemption, dossier.answers, today))


def _place_of(noted: str, code: str) -> str:
    """Which of the catalogue's exemptions was written down, as the page sends it; nothing for none, or one that is no more."""
    known = tariffs.sentences(code)
    return str(known.index(noted)) if noted in known else ""


def code_for(account: AccountView, ticket: str, dong: int | None) -> Markup:
    """The VietQR code of one dossier's fee as an inline picture."""
    return Markup(code_svg(account, ticket, dong))  # noqa: S704 - our own drawing


def code_svg(account: AccountView, ticket: str, dong: int | None) -> str:
    """The same as an SVG text."""
    text = vietqr.payload(account.bank_bin, account.number, dong, vietqr.purpose(ticket))
    return codes.svg(codes.matrix(text, "M"), label="VietQR")


def left_to_pay(dong: int | None, payments: list[queries.PaymentView]) -> int | None:
    """What is due less what was paid; never below 0."""
    return None if dong is None else max(0, dong - sum(payment.dong for payment in payments))
