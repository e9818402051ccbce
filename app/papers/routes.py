"""What the counter prints and passes on: `/desk/d/<id>/form.pdf`, `/copy`, `/slip.pdf`, `/fee/<n>/receipt.pdf`."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..accounts import doors
from ..dossiers import opening
from ..dossiers.queries import Opened
from ..fees import queries as fees
from ..fees.rules import dong_in
from ..forms import queries as forms
from ..forms.questions import Form
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..procedures import queries as procedures
from ..web import languages
from ..web.access import may
from ..web.errors import Missing
from ..web.pages import page
from ..web.texts import Text
from . import copying, layouts, printing, receipts, slips
from .rules import Answers

bp = Blueprint("papers", __name__, url_prefix="/desk/d/<dossier_id>")
bp.after_request(doors.keep_private)


@bp.get("/form.pdf")
@may("read_dossiers")
def form(dossier_id: str):
    """The official form filled in; 404 for a dossier of another office."""
    _in_vietnamese()
    found, asked, office = _dossier(dossier_id)
    data = printing.form_pdf(asked, found.answers, found.later, office, found.line.ticket)
    return _pdf(data, f"to-khai-{found.line.ticket}")


@bp.get("/slip.pdf")
@may("read_dossiers")
def slip(dossier_id: str):
    """The appointment slip (`size`: a5 or 80mm); with `amount` the VietQR code to pay it."""
    _in_vietnamese()
    size = request.args.get("size", "a5")
    if size not in slips.SIZES:
        raise Missing
    found, _, office = _dossier(dossier_id)
    data = slips.slip_pdf(found, office, size, dong_in(request.args.get("amount", "")))
    return _pdf(data, f"giay-hen-{found.line.ticket}")


@bp.get("/fee/<int:payment_id>/receipt.pdf")
@may("take_fees")
def receipt(dossier_id: str, payment_id: int):
    """What the person gets for one payment (`size`: a5 or 80mm); 404 for a payment of another dossier."""
    _in_vietnamese()
    size = request.args.get("size", "80mm")
    found, _, office = _dossier(dossier_id)
    procedure = procedures.procedure(found.line.procedure_code)
    payment = next((one for one in fees.of_dossier(dossier_id) if one.id == payment_id), None)
    if size not in slips.SIZES or payment is None or procedure is None:
        raise Missing
    return _pdf(receipts.receipt_pdf(payment, str(procedure.plain_name), office, size), f"bien-nhan-{payment.receipt}")


@bp.get("/copy")
@may("read_dossiers")
def copy(dossier_id: str):
    """Each answer in the portal's order with a button that copies it."""
    found, asked, _ = _dossier(dossier_id)
    answers = Answers(asked, found.answers, found.later)
    return page(
        "papers/copy.html",
        dossier=found,
        procedure=procedures.procedure(found.line.procedure_code),
        fields=copying.fields(layouts.layout(asked.slug), answers),
        official=Text,
    )


def _dossier(dossier_id: str) -> tuple[Opened, Form, OfficeView]:
    found = opening.for_staff(dossier_id)
    asked, office = forms.form(found.line.form_slug, found.form_version), offices.office(found.office_code)
    if asked is None or office is None:
        raise Missing
    return found, asked, office


def _in_vietnamese() -> None:
    """Official papers and slips are Vietnamese, whatever language the desk is read in."""
    request.environ[languages.ENVIRON_KEY] = languages.DEFAULT


def _pdf(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
