"""The list of rooms: what each one adds to the house."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, request, url_for
from markupsafe import Markup

from . import sealing
from .accounts import names, permissions, scopes
from .accounts import words as staff_words
from .accounts.me_routes import bp as me
from .accounts.routes import bp as accounts
from .accounts.staff_routes import bp as staff
from .api import access as api_access
from .api import hooks as api_hooks
from .api import queries as systems_queries
from .api.exports import bp as exports
from .api.pages import about as api_about
from .api.pages import bp as systems
from .api.routes import bp as api
from .config import Config
from .desk import choosing, keeping, patrol, posters, queue, readiness, receiving, telling
from .desk.checking import bp as checking
from .desk.routes import bp as desk
from .dossiers import addresses as dossier_addresses
from .dossiers import lines as dossier_lines
from .dossiers import mending
from .dossiers import service as dossier_service
from .dossiers.calendar import today
from .dossiers.items import DossierKind
from .dossiers.routes import bp as dossiers
from .fees import lines as fee_lines
from .fees.routes import bp as fees
from .forms import places
from .forms import queries as forms
from .kept import addresses as kept_addresses
from .kept import models as _kept_models  # noqa: F401 - only the command that builds packs uses its table, and migrations know it
from .kept.routes import bp as kept
from .offices import addresses as office_addresses
from .offices import codes
from .offices import lines as office_lines
from .offices import queries as offices_queries
from .offices import service as offices_service
from .offices.routes import bp as offices
from .offices.rules import shown
from .offices.scans import ScanCounter
from .packs import addresses as clip_addresses
from .packs import speech
from .packs.routes import bp as packs
from .papers.routes import bp as papers
from .procedures import addresses as procedure_addresses
from .procedures import extras
from .procedures.routes import bp as procedures
from .search.routes import bp as search
from .search.shelf import IndexShelf
from .sync import intake
from .sync.item_routes import bp as items
from .sync.routes import bp as sync
from .web import access, export, languages, manifest, site, texts
from .web.routes import bp as web

MORE_ROUTES = (
    choosing,
    keeping,
    patrol,
    posters,
    queue,
    receiving,
    telling,
    mending,
)  # loaded: they add to their rooms' blueprints
BLUEPRINTS = (
    web,
    accounts,
    me,
    staff,
    sync,
    items,
    packs,
    procedures,
    search,
    offices,
    dossiers,
    kept,
    desk,
    checking,
    papers,
    fees,
    exports,
    api,
    api_about,
    systems,
)


def init_app(app: Flask, config: Config) -> None:
    """Open every room's door."""
    access.init_app(app, permissions.judge)
    access.judge_keys(app, api_access.judge)
    names.init_app(app, systems_queries.names)
    scopes.init_app(app, scopes.Places(_province_of, _place_name, _office_names))
    app.extensions["gocua.keys"] = sealing.Keys(config.data_dir / "keys")
    intake.kinds[intake.KIND] = DossierKind()
    dossier_service.told["hooks"] = api_hooks.announce
    for part in (texts, staff_words, speech, office_lines, dossier_lines, fee_lines, readiness):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        help_address=lambda: url_for("offices.help_page"),
        qr_code=_qr_code,
        other_languages=_other_languages,
        page_address=_page_address,
        has_form=lambda code: forms.form_for(code) is not None and not export.is_for_looking(app),
        field_slug=extras.slug,
        shown_code=shown,
        kept_days=lambda office: min(office and office.keep_done_days or config.keep_done_days, config.keep_done_days),
        pack_address=_pack_address,
    )


def public_addresses(app: Flask) -> None:
    """Each room offers the addresses that a static export writes down (web/site.py)."""
    manifest.init_app(app)
    for part in (procedure_addresses, office_addresses, dossier_addresses):
        site.offer(app, part.addresses)
    site.offer(app, lambda: ["/search", "/my-phone", "/drafts"])
    site.offer(app, clip_addresses.addresses, in_each_language=False)
    site.offer(app, kept_addresses.pages)
    site.offer(app, kept_addresses.files, in_each_language=False)


def count_scans(app: Flask) -> ScanCounter:
    """The counter that published pages report their showings to."""

    def save(counts):
        with app.app_context():
            offices_service.add_scans(counts)

    counter = ScanCounter(save, today)
    app.extensions["gocua.published"].count = lambda what: counter.add(what.removeprefix("poster:"))
    app.extensions["gocua.scans"] = counter
    return counter


def search_index(app: Flask, config: Config, version: str) -> None:
    """Give the search its shelf; `version` changes with the program."""
    app.extensions["gocua.search"] = IndexShelf(config.data_dir / "search", version)


def spoken_pages(app: Flask) -> None:
    """Tell the voice which pages to speak, and how to render one without touching the published ones."""

    def pages() -> list[str]:
        codes = list(dict.fromkeys((*extras.most_used(), *forms.slugs().values())))
        names = [office.name for office in offices_queries.offices()]
        core = [
            "/",
            "/help",
            "/privacy",
            "/my-phone",
            "/drafts",
            "/scan",
            "/search?q=zzzzzz",
            "/languages",
            "/open-in-chrome",
            *(f"receipts:{name}" for name in names),
        ]
        details = [f"/p/{code}{tail}" for code in codes for tail in ("", "/papers")]
        return core + details + [f"/p/{code}/start" for code in forms.slugs().values()] + _event_pages()

    def render(address: str) -> None:
        with app.test_request_context(address):
            app.full_dispatch_request()

    app.extensions["gocua.spoken_pages"] = pages
    app.extensions["gocua.rendering"] = render


def _event_pages() -> list[str]:
    return [f"/e/{event.id}?page={number + 1}" for event in extras.events() for number in range(-(-len(event.procedures) // 4))]


def _other_languages() -> list[dict[str, str]]:
    """This page in each other offered language: address, tag, own name."""
    here = languages.current()
    kept = f"?o={request.args['o']}" if request.args.get("o", "").isdecimal() else ""
    prefix = {language.tag: "" if language.tag == languages.DEFAULT else f"/{language.tag}" for language in languages.offered()}
    return [
        {"address": prefix[language.tag] + quote(request.path) + kept, "tag": language.tag, "autonym": language.autonym}
        for language in languages.offered()
        if language.tag != here.tag
    ]


def _qr_code(text: str, label: str) -> Markup:
    """A QR code for a page. label: what it is, for those who do not see it."""
    return Markup(codes.svg(codes.matrix(text, "M"), label))  # noqa: S704 - drawn by us; the text is in its squares only


def _province_of(office_code: str) -> str:
    """The province's code of an office; nothing for what is no commune."""
    commune = places.communes().get(office_code)
    return commune.province_code if commune else ""


def _place_name(scope: str) -> str:
    """The name of an office's commune, or of a province (its code after a `p`)."""
    found = places.province(scope[1:]) if scope.startswith("p") else places.communes().get(scope)
    return found.name if found else scope


def _office_names() -> dict[str, str]:
    return {office.code: office.name for office in offices_queries.offices()}


def _pack_address() -> str:
    """Where the phone saves everything: the only office's pack, else the list of offices."""
    office = offices_queries.only_office()
    return url_for("kept.pack", office_code=office.code) if office else url_for("offices.help_page")


def _page_address(number: int) -> str:
    """This page's list at another page number."""
    return quote(f"{request.script_root}{request.path}") + (f"?page={number}" if number > 1 else "")
