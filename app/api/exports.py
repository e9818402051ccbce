"""`/desk/dossiers.csv` and `.xlsx`: an office's list for a spreadsheet. Names only where they are asked for; both are noted in the audit."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, current_app, request, stream_with_context

from ..accounts import audit, doors, rules, who
from ..dossiers import calendar
from ..web.access import may
from ..web.errors import Invalid, Missing
from . import sheets

bp = Blueprint("exports", __name__, url_prefix="/desk")
bp.after_request(doors.keep_private)


@bp.get("/dossiers.csv")
@may("read_dossiers")
def csv():
    """The list as CSV, line by line (`state`, `from`, `to`: local days of arrival, `with_names=1`); 422 for no such state or day."""
    wanted = _wanted()
    return _file(Response(stream_with_context(sheets.csv_lines(_rows(wanted))), mimetype="text/csv"), wanted, "csv")


@bp.get("/dossiers.xlsx")
@may("read_dossiers")
def xlsx():
    """The same as an Excel file."""
    wanted = _wanted()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(Response(sheets.workbook(_rows(wanted)), mimetype=kind), wanted, "xlsx")


def _wanted() -> sheets.Wanted:
    asked, staff = request.args, who.current()
    if staff is None:
        raise Missing
    state = asked.get("state") or None
    if state not in (None, *sheets.STATES):
        raise Invalid
    wanted = sheets.Wanted(staff.offices(), state, _day("from"), _day("to"), asked.get("with_names") == "1")
    scope = "" if staff.scope == rules.ALL else staff.scope
    audit.seen("dossier.exported_with_names" if wanted.with_names else "dossier.exported", state or "", scope)
    return wanted


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid from None


def _rows(wanted: sheets.Wanted):
    return sheets.rows(current_app.extensions["gocua.keys"], wanted)


def _file(answer: Response, wanted: sheets.Wanted, kind: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="ho-so-{calendar.today():%Y-%m-%d}.{kind}"'
    return answer
