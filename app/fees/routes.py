"""`/desk/d/<id>/fee`: what is due and what arrived. `/desk/fees`: the day's sheet. `/desk/office/account`: where it goes to."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, redirect, request, url_for

from ..accounts import doors, who
from ..dossiers import calendar, opening
from ..dossiers.queries import Opened
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..procedures import queries as procedures
from ..web.access import may
from ..web.errors import Invalid, Missing
from ..web.pages import page
from . import paying, queries, rules, service, sheet, tariffs
from .service import NoSuchPayment, Paid

bp = Blueprint("fees", __name__, url_prefix="/desk")
bp.after_request(doors.keep_private)


@bp.get("/d/<dossier_id>/fee")
@may("take_fees")
def show(dossier_id: str):
    """What is due (`why`, `amount`), its VietQR code, what was paid; 404 for a dossier of another office."""
    found = opening.for_staff(dossier_id)
    procedure = procedures.procedure(found.line.procedure_code)
    office, account = offices.office(found.office_code), queries.account(found.office_code)
    assert procedure is not None and office is not None
    payments = queries.of_dossier(dossier_id)
    waiver = queries.waiver(dossier_id)
    asked = paying.asked(request.args, procedure, found, calendar.today(), waiver.why if waiver else "")
    left = asked.dong if request.args.get("amount") else paying.left_to_pay(asked.dong, payments)
    return page(
        "fees/show.html",
        status=422 if asked.is_wrong else 200,
        dossier=found,
        procedure=procedure,
        office=office,
        asked=asked,
        left=left,
        account=account,
        code=paying.code_for(account, found.line.ticket, left) if account and left else None,
        payments=payments,
        waiver=waiver,
    )


@bp.post("/d/<dossier_id>/fee")
@may("take_fees")
def take(dossier_id: str):
    """Note what arrived (`amount`, `way`, `entry`): 303 back, with the same exemption (`why`); 409 when somebody was first, 422 for no amount."""
    found = opening.for_staff(dossier_id)
    dong, entry = rules.dong_in(request.form.get("amount", "")), request.form.get("entry", "")
    if dong is None or not (entry.isascii() and entry.isdecimal() and len(entry) < 6):
        raise Invalid
    service.take(_paid(found), int(entry), dong, request.form.get("way", ""), _officer(), calendar.now())
    return redirect(url_for("fees.show", dossier_id=dossier_id, why=request.form.get("why")), 303)


@bp.post("/d/<dossier_id>/fee/exempt")
@may("take_fees")
def exempt(dossier_id: str):
    """Note who pays less (`why`: place in the catalogue's list; empty: nobody does): 303 back; 422 for a reason that is not there."""
    found, text = opening.for_staff(dossier_id), request.form.get("why", "")
    known = {"": "", **{str(place): one for place, one in enumerate(tariffs.sentences(found.line.procedure_code))}}
    if text not in known:
        raise Invalid
    service.exempt(_paid(found), known[text], _officer(), calendar.now())
    return redirect(url_for("fees.show", dossier_id=dossier_id), 303)


@bp.post("/d/<dossier_id>/fee/<int:payment_id>/back")
@may("take_fees")
def take_back(dossier_id: str, payment_id: int):
    """Answer a mistaken payment by a counter-entry: 303 back; 409 where that was done already."""
    opening.for_staff(dossier_id)
    if payment_id not in [payment.id for payment in queries.of_dossier(dossier_id)]:
        raise NoSuchPayment
    service.take_back(payment_id, _officer(), calendar.now())
    return redirect(url_for("fees.show", dossier_id=dossier_id), 303)


@bp.get("/fees")
@may("take_fees")
def day():
    """An office's sheet of one local day (`day`, `o`), which adds up; 404 for a day that no calendar has."""
    office, chosen, payments, waivers, names = _day()
    return page(
        "fees/day.html",
        office=office,
        day=chosen,
        payments=payments,
        waivers=waivers,
        names=names,
        sums=queries.sums(payments),
        officers={one.actor: one.officer for one in payments},
    )


@bp.get("/fees.csv")
@may("take_fees")
def day_file():
    """The same sheet as a file for Excel."""
    _, chosen, payments, _, names = _day()
    answer = Response(sheet.csv_bytes(payments, names, queries.sums(payments)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="thu-tien-{chosen.isoformat()}.csv"'
    return answer


def _day():
    office = _office()
    try:
        chosen = date.fromisoformat(request.args["day"]) if request.args.get("day") else calendar.today()
    except ValueError:
        raise Missing from None
    payments, waivers = queries.of_day(office.code, chosen), queries.waivers_of_day(office.code, chosen)
    codes = {one.procedure_code for one in payments} | {one.procedure_code for one in waivers}
    names = {card.code: str(card.plain_name) for card in procedures.cards(codes)}
    return office, chosen, payments, waivers, names


@bp.get("/office/account")
@may("keep_office")
def office():
    """The account that the office's codes pay to."""
    return _office_page(_office())


@bp.post("/office/account")
@may("keep_office")
def keep_office():
    """Enter it (`bank`, `number`, `holder`): 303 back; 422 with what was typed where it is no account."""
    chosen, sent = _office(), request.form
    try:
        service.keep_account(
            chosen.code, sent.get("bank", ""), sent.get("number", ""), sent.get("holder", ""), _officer(), calendar.now()
        )
    except service.NotAnAccount:
        return _office_page(chosen, is_wrong=True)
    return redirect(url_for("fees.office", o=chosen.code), 303)


def _office_page(office: OfficeView, is_wrong: bool = False):
    return page(
        "fees/office.html",
        status=422 if is_wrong else 200,
        office=office,
        account=queries.account(office.code),
        banks=tariffs.banks(),
        typed=request.form,
        is_wrong=is_wrong,
    )


def _paid(found: Opened) -> Paid:
    return Paid(found.office_code, found.line.id, found.line.ticket, found.line.procedure_code)


def _officer() -> str:
    staff = who.current()
    return staff.actor if staff else "desk"


def _office() -> OfficeView:
    """The office that is asked for (`o`), or the first one in the scope of whoever asks. Raises Missing."""
    staff, wanted = who.current(), request.values.get("o")
    found = [one for one in offices.offices() if staff and staff.may_see(one.code) and wanted in (None, one.code)]
    if not found:
        raise Missing
    return found[0]
