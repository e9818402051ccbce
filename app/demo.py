"""The demo office: Xã Ba Tơ, with a hotline that is plainly not a real number, its posters, and one dossier."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from .accounts import invented
from .config import Config
from .dossiers import calendar, service
from .files import write_json
from .forms import places
from .forms import queries as forms
from .forms import rules as form_rules
from .offices import queries as offices
from .offices import service as offices_service
from .procedures import extras
from .procedures import queries as procedures
from .sealing import Keys
from .sync import seal_keys

OFFICE = "21484"
HOTLINE = "0255 000 0000"
FIRST_POSTER = "1.001193"


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
    posters = [f"/q/{poster_id}" for poster_id in offices_service.hang(OFFICE, wanted, calendar.now())]
    write_json(
        config.data_dir / "demo.json",
        {
            "url": f"http://127.0.0.1:{config.port}",
            "office": OFFICE,
            "posters": posters,
            "tickets": [_ticket(config)],
            "forms": forms.slugs(),
            "sign_in": invented.links(Keys(config.data_dir / "keys"), config.port),
        },
    )
    return posters


def _ticket(config: Config) -> str:
    """The ticket of the demo's dossier, made once: invented answers to the plainest form."""
    kept = config.data_dir / "demo-ticket"
    if kept.exists():
        return kept.read_text().strip()
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
    receipt = service.receive_form(Keys(config.data_dir / "keys"), filled, calendar.now())
    kept.write_text(receipt.ticket)
    return receipt.ticket
