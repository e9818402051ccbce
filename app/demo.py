"""The demo office: Xã Ba Tơ, with a hotline that is plainly not a real number, its posters, and dossiers of nobody."""

from __future__ import annotations

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from . import demo_desk
from .accounts import invented
from .config import Config
from .database import write
from .dossiers import calendar, service
from .files import write_json
from .forms import places
from .forms import queries as forms
from .forms import rules as form_rules
from .offices import placing
from .offices import queries as offices
from .offices import service as offices_service
from .offices.models import Hamlet, Office
from .procedures import extras
from .procedures import queries as procedures
from .sealing import Keys
from .sync import seal_keys

OFFICE = "21484"
HOTLINE = "0255 000 0000"
FIRST_POSTER = "1.001193"
HAMLETS = ("Làng Mẫu", "Làng Thử")  # invented, as is where these posters hang
IN_THE_VILLAGE = (
    ("village", "", "Làng Mẫu", [("office", ""), ("procedure", "1.001193"), ("event", "death")]),
    ("village", "", "Làng Thử", [("office", ""), ("procedure", "1.001193"), ("procedure", "1.004222")]),
    ("market", "Chợ Ba Tơ", "", [("office", ""), ("procedure", "1.001612")]),
)


def lay_out(config: Config) -> list[str]:
    """Make the demo office where it is missing, and write demo.json; returns the posters' paths, first 1.001193's."""
    if offices.office(OFFICE) is None:
        offices_service.add_office(
            OFFICE,
            hotline=HOTLINE,
            hours="Thứ Hai đến thứ Sáu, 7 giờ 30 đến 11 giờ 30, 13 giờ 30 đến 17 giờ",
            counter="Quầy 3",
            address="Ủy ban xã Ba Tơ",
            second_language="hre",
        )
    invented.lay_out(OFFICE, calendar.now())
    seal_keys.ensure(Keys(config.data_dir / "keys"), [OFFICE], calendar.now().date())
    codes = [FIRST_POSTER, *(code for code in (*forms.slugs().values(), *extras.most_used()) if code != FIRST_POSTER)]
    wanted = [("procedure", code) for code in dict.fromkeys(codes) if procedures.exists(code)]
    wanted += [("event", event.id) for event in extras.events()] + [("office", "")]
    posters = [f"/q/{poster_id}" for poster_id in _hang(wanted)]
    write_json(
        config.data_dir / "demo.json",
        {
            "url": f"http://127.0.0.1:{config.port}",
            "office": OFFICE,
            "posters": posters,
            "tickets": _tickets(config),
            "forms": forms.slugs(),
            "sign_in": invented.links(Keys(config.data_dir / "keys"), config.port),
        },
    )
    return posters


def _set_up(session: Session) -> None:
    """What a keeper would have set, without a line in the audit: nobody did."""
    session.get_one(Office, OFFICE).open_hours = [["07:30-11:30", "13:30-17:00"]] * 5 + [[], []]
    session.add_all([Hamlet(office_code=OFFICE, name=name) for name in HAMLETS])


def _hang(wanted: list[offices_service.Target]) -> list[str]:
    """Everything at the counter, whose ids are returned; some of it in the village as well."""
    is_new = not offices.poster_places(OFFICE)
    counter = placing.keep_place(OFFICE, "counter")
    if is_new:
        write(_set_up)
        hamlets = {name: number for number, name in offices.hamlets(OFFICE)}
        for kind, name, hamlet, targets in IN_THE_VILLAGE:
            place = placing.keep_place(OFFICE, kind, name, hamlets.get(hamlet))
            offices_service.hang(OFFICE, [one for one in targets if one in wanted], calendar.now(), place=place, by="desk")
    return offices_service.hang(OFFICE, wanted, calendar.now(), place=counter, by="desk")


def _tickets(config: Config) -> list[str]:
    """The tickets of the demo's dossiers, made once; the first one's has no answers."""
    kept, keys = config.data_dir / "demo-tickets", Keys(config.data_dir / "keys")
    if not kept.exists():
        made = [_empty(keys), *(demo_desk.lay_out(keys, OFFICE) if config.demo_dossiers else ())]
        kept.write_text("\n".join(made))
    return kept.read_text().split()


def _empty(keys: Keys) -> str:
    """The plainest form without an answer: every paper is shown at the counter."""
    form = forms.form_for("2.000815")
    assert form is not None
    found = procedures.record_of("2.000815")
    reading = form_rules.read(form, MultiDict(), {}, calendar.today(), places)
    filled = service.FilledForm(
        office_code=OFFICE,
        procedure_code="2.000815",
        procedure_version=found[0] if found else 1,
        form_slug=form.slug,
        form_version=form.version,
        language="vi",
        answers=reading.answers,
    )
    return service.receive_form(keys, filled, calendar.now()).ticket
