"""The appointment slip: what the person takes home. A5, or a receipt printer's roll of 80 mm, black on white."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from flask import current_app

from ..dossiers import codes, lines, missing, queries, service
from ..dossiers.queries import Opened, StateView
from ..fees import paying
from ..fees import queries as fees
from ..fees.lines import dong as money
from ..offices import codes as drawing
from ..offices import lines as office_lines
from ..offices import queries as offices
from ..offices.queries import OfficeView
from ..offices.rules import shown
from ..procedures import queries as procedures
from ..procedures.queries import ProcedureView
from ..sync import intake
from ..web import pictures, typeset

TEMPLATE = Path(__file__).parent / "print" / "slip.typ"
SIZES = ("a5", "80mm")
WARNING = "Chỉ đóng tiền tại quầy, có biên lai. Không đưa mã OTP cho ai."
FILL = re.compile(r'(fill|stroke)="#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"')
DARK = 0x60


@dataclass(frozen=True)
class Bring:
    """A paper still to bring. picture: SVG; note: who needs it at all, or what is wrong with it; empty for everybody's."""

    picture: str
    name: str
    note: str


@dataclass(frozen=True)
class Pay:
    """A VietQR code on the slip. code: SVG."""

    code: str
    amount: str
    account: str


@dataclass(frozen=True)
class Slip:
    """All that a slip says. code: SVG of the receipt page; day: (weekday, day, month), or none where the counter will say."""

    ticket: str
    code: str
    name: str
    office: str
    counter: str
    hours: str
    call: str
    fee: str
    when: str
    day: tuple[str, str, str] | None
    bring_heading: str
    bring: tuple[Bring, ...]
    pay: Pay | None
    warning: str = WARNING


def slip_pdf(dossier: Opened, office: OfficeView, size: str = "a5", dong: int | None = None) -> bytes:
    """The slip of a dossier as a PDF; `dong` puts a VietQR code for that amount on it. Raises ValueError for another size."""
    if size not in SIZES:
        raise ValueError(f"size must be one of {SIZES}")
    return typeset.pdf(TEMPLATE, {"size": size, **asdict(slip(dossier, office, dong))})


def slip(dossier: Opened, office: OfficeView, dong: int | None = None) -> Slip:
    """What the slip of a dossier says. Raises service.NoSuchDossier for one that went meanwhile."""
    state, procedure = queries.by_ticket(dossier.line.ticket), procedures.procedure(dossier.line.procedure_code)
    if state is None or procedure is None:
        raise service.NoSuchDossier
    heading, bring = _to_bring(state, procedure)
    return Slip(
        ticket=shown(state.ticket),
        code=_receipt_code(state),
        name=str(procedure.plain_name),
        office=f"{office.name}, {office.province}",
        counter=f"{offices.counter_for(office, procedure.code, procedure.at_police)}, {office.address}",
        hours=office.hours,
        call=office.hotline,
        fee=money(dong) if dong else str(office_lines.fee_line(procedure)),
        when="Ngày đến lấy kết quả" if state.accepted_at else "Dự kiến ngày lấy kết quả",
        day=_day(dossier.due_on, state),
        bring_heading=heading,
        bring=bring,
        pay=_pay(office, state.ticket, dong) if dong else None,
    )


def _to_bring(state: StateView, procedure: ProcedureView) -> tuple[str, tuple[Bring, ...]]:
    """What an officer found missing; where nothing was, the papers that the procedure asks for."""
    lacking = missing.of(current_app.extensions["gocua.keys"], state)
    if lacking:
        return "Còn thiếu", tuple(_bring(one.picture, str(one.name), str(one.sentence)) for one in lacking)
    papers = [_bring(paper.picture, str(paper.plain), "") for paper in procedure.to_bring]
    papers += [_bring(paper.picture, str(paper.plain), str(paper.question)) for paper in procedure.perhaps]
    return "Mang theo khi đến quầy", tuple(papers)


def _receipt_code(state: StateView) -> str:
    keys, config = current_app.extensions["gocua.keys"], current_app.extensions["gocua.config"]
    secret = intake.secret_of(keys, state.id) or service.secret_of(keys, state.id)
    return drawing.svg(drawing.matrix(codes.receipt_address(config.public_url, state.ticket, secret), "M"))


def _day(due: date | None, state: StateView) -> tuple[str, str, str] | None:
    if due is None or state.state == "returned":
        return None
    return lines.weekday(due), str(due.day), lines.month(due)


def _bring(picture: str, name: str, note: str) -> Bring:
    return Bring(ink_only(pictures.svg(picture)), name, note)


def _pay(office: OfficeView, ticket: str, dong: int) -> Pay | None:
    account = fees.account(office.code)
    if account is None:
        return None
    return Pay(paying.code_svg(account, ticket, dong), money(dong), f"{account.bank} {account.number}, {account.holder}")


def ink_only(svg: str) -> str:
    """A picture as a receipt printer can print it: what is dark turns black, all else white."""

    def inked(found: re.Match) -> str:
        name, colour = found.groups()
        whole = colour if len(colour) == 6 else "".join(letter * 2 for letter in colour)
        red, green, blue = (int(whole[place : place + 2], 16) for place in (0, 2, 4))
        is_dark = (red * 299 + green * 587 + blue * 114) // 1000 < DARK
        return f'{name}="{"#000" if is_dark or name == "stroke" else "#fff"}"'

    return FILL.sub(inked, svg)
