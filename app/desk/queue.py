"""The desk's list of people waiting, which refreshes itself; taking one in hand; finding one by what was scanned or typed."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for

from ..accounts import names, who
from ..dossiers import calendar, queue, service
from ..dossiers import queries as dossiers
from ..dossiers.rules import NEXT
from ..dossiers.service import NoSuchDossier
from ..offices import scanning
from ..offices.rules import is_personal, read_code
from ..procedures import queries as procedures
from ..sync import intake, scanned
from ..sync.envelope import Broken
from ..web.access import may
from ..web.errors import Missing
from ..web.pages import page, wants_part
from .routes import bp

STATES = tuple(NEXT)
EVERY_SECONDS = 10
MOST_PHOTOS = scanned.MOST_PARTS


@bp.get("")
@may("read_dossiers")
def index():
    """Who is waiting, soonest due first (`state`, `page`). A part for a list that is shown (`seen`): 204 where nothing changed."""
    state = request.args.get("state", "received")
    if state not in STATES:
        raise Missing
    offices = _offices()
    today = calendar.today()
    mark = queue.mark(offices, today)
    if wants_part() and request.args.get("seen") == mark:
        return "", 204
    return _list(state, max(1, request.args.get("page", 1, int)), mark)


def _list(state: str, number: int, mark: str, **more):
    offices, today = _offices(), calendar.today()
    rows = queue.waiting(current_app.extensions["gocua.keys"], offices, state, number)
    counts = queue.counts(offices)
    return page(
        "desk/index.html",
        fragment="queue",
        rows=rows,
        procedures={card.code: card.plain_name for card in procedures.cards({row.procedure_code for row in rows})},
        people=names.of(row.taken_by for row in rows),
        me=_me(),
        state=state,
        states=STATES,
        counts=counts,
        late=queue.overdue(offices, today),
        number=number,
        pages=-(-counts.get(state, 0) // queue.ON_A_PAGE),
        mark=mark,
        today=today,
        every=EVERY_SECONDS,
        **more,
    )


@bp.post("/d/<dossier_id>/take")
@may("accept_dossier")
def take(dossier_id: str):
    """Take a dossier in hand, from nobody or (`from`) from who has it: 303; 409 where somebody else was quicker."""
    found = dossiers.office_of(dossier_id)
    staff = who.current()
    if found is None or staff is None or not staff.may_see(found):
        raise NoSuchDossier
    service.take(dossier_id, staff.actor, request.form.get("from") or None, calendar.now())
    return redirect(url_for("desk.show", dossier_id=dossier_id), 303)


@bp.post("/find")
@may("read_dossiers")
def find():
    """What a scanner types: a ticket, a receipt's address, or the codes of a sealed dossier in any order (`before`: those so far).

    Or photos of the same codes (`photo`).
    """
    codes = _in_photos() if "photo" in request.files else [request.form.get("code", "").strip("\r\n")]  # one may end in a space
    if not codes:
        return _again("photo", "", request.form.getlist("before"))
    if codes[0].startswith((scanned.WHOLE, scanned.PART)):
        return _take_in(request.form.getlist("before") + codes[:-1], codes[-1])
    text = codes[0].strip()
    if is_personal(text):  # a citizen card: not said again on the page
        return _again("card", "")
    ticket = read_code(text.split("#")[0].rstrip("/").rsplit("/", 1)[-1], service.TICKET_LENGTH)
    found = dossiers.by_ticket(ticket) if ticket else None
    staff = who.current()
    if found is None or staff is None or not staff.may_see(found.office_code):
        return _again("nobody", text)
    return redirect(url_for("desk.show", dossier_id=found.id), 303)


def _in_photos() -> list[str]:
    """The texts of all codes in the photos that came; of the sealed ones alone where there are any."""
    files = request.files.getlist("photo")[:MOST_PHOTOS]
    texts = [text for file in files for text in scanning.texts_in_photo(file.read(scanning.MOST_PHOTO_BYTES))]
    return [text for text in texts if text.startswith((scanned.WHOLE, scanned.PART))] or texts


def _take_in(before: list[str], text: str):
    codes = scanned.Reading()
    texts = [*dict.fromkeys([*before, text])]
    try:
        whole = [codes.add(one) for one in texts][-1]
        if not whole:
            return _again("more", "", texts, codes)
        answer = intake.receive(
            current_app.extensions["gocua.keys"], codes.blob, "code", calendar.now(), office_code=_one_office() or ""
        )
    except (Broken, intake.BadItem) as error:
        return _again(error.why, "", before if isinstance(error, Broken) else [])
    except intake.OtherContent:
        return _again("reuse", "")
    return redirect(url_for("desk.show", dossier_id=answer.receipt["id"]), 303)


def _again(why: str, text: str, codes: list[str] | None = None, reading: scanned.Reading | None = None):
    mark = queue.mark(_offices(), calendar.today())
    return _list("received", 1, mark, why=why, typed=text, codes=codes or [], reading=reading, status=200 if why == "more" else 422)


def _offices() -> list[str] | None:
    staff = who.current()
    return staff.offices() if staff else []


def _one_office() -> str | None:
    offices = _offices()
    return offices[0] if offices and len(offices) == 1 else None


def _me() -> str:
    staff = who.current()
    return staff.actor if staff else ""
