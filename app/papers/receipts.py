"""What a person gets for the money: one entry of the office's book on paper, in figures and in words. It names a ticket and nobody."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from ..fees.lines import dong, way_name
from ..fees.queries import PaymentView
from ..offices.queries import OfficeView
from ..offices.rules import shown
from ..web import typeset
from . import words
from .slips import SIZES

TEMPLATE = Path(__file__).parent / "print" / "receipt.typ"
KEEP = "Giữ giấy này. Hỏi về tiền thì đưa giấy này ra."


@dataclass(frozen=True)
class Receipt:
    """All that the paper says. in_words: the amount; note: what became of this entry, or nothing."""

    heading: str
    number: str
    office: str
    name: str
    ticket: str
    amount: str
    in_words: str
    way: str
    at: str
    officer: str
    note: str
    keep: str = KEEP


def receipt_pdf(payment: PaymentView, procedure: str, office: OfficeView, size: str) -> bytes:
    """One entry as a PDF. procedure: its name; size: a5 or 80mm. Raises ValueError for another size."""
    if size not in SIZES:
        raise ValueError(f"size must be one of {SIZES}")
    return typeset.pdf(TEMPLATE, {"size": size, **asdict(receipt(payment, procedure, office))})


def receipt(payment: PaymentView, procedure: str, office: OfficeView) -> Receipt:
    """What the paper says: of money taken in, or of money given back."""
    is_back = payment.dong < 0
    return Receipt(
        heading="Biên nhận trả lại tiền" if is_back else "Biên nhận tiền",
        number=f"Số {payment.receipt}",
        office=f"{office.name}, {office.province}",
        name=procedure,
        ticket=shown(payment.ticket),
        amount=dong(abs(payment.dong)),
        in_words=words.dong(abs(payment.dong)),
        way=str(way_name(payment.way)),
        at=payment.at.strftime("%H:%M ngày %d/%m/%Y"),
        officer=payment.officer,
        note=_note(payment),
    )


def _note(payment: PaymentView) -> str:
    if payment.dong < 0:
        return f"Trả lại tiền của biên nhận số {payment.reverses}."
    return "Tiền này đã trả lại." if payment.is_reversed else ""
