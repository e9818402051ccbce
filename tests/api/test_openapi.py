"""The description is true: it names the routes that there are, and what it says of each holds for good and bad calls (schemathesis)."""

from __future__ import annotations

import itertools
import re
import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from app import create_app
from app.api import openapi, rules
from app.config import changed
from app.web.access import KEY, access_of
from tests.api.conftest import PHOTO, a_dossier, a_system
from tests.conftest import config_for

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.ignored_auth,
]
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
TRIED = {POSITIVE: [*CHECKS, checks.positive_data_acceptance], NEGATIVE: [*CHECKS, checks.negative_data_rejection]}
EXAMPLES = 12
OPERATIONS = [(method, path) for method, path, _, _ in openapi.operations()]


def test_it_names_the_routes_that_there_are_with_the_right_that_each_needs(house):
    routes = {
        (method, re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule), access_of(house, rule.endpoint).removeprefix(KEY))
        for rule in house.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(method, path, right) for method, path, right, _ in openapi.operations()} == routes


def test_the_page_that_explains_names_them_too(visit):
    words = visit("/api").words()
    assert all(path in words for _, path in OPERATIONS) and visit("/api/openapi.json").response.get_json()["openapi"] == "3.1.0"


@pytest.fixture(scope="module")
def described(furnished, tmp_path_factory):
    """A house with two dossiers and a system, and what its description says of it."""
    folder = tmp_path_factory.mktemp("described") / "data"
    shutil.copytree(furnished, folder)
    app = create_app(changed(config_for(folder), api_calls=1_000_000))
    with app.app_context():
        dossiers = [a_dossier(app, files=(("da_chup_san", PHOTO),)) for _ in range(2)]
        key = a_system(app).key
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    return schema, {"Authorization": f"Bearer {key}"}, dossiers


@pytest.mark.parametrize("mode", [POSITIVE, NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part)
def test_what_it_says_of_a_call_holds(described, method, path, mode):
    schema, key, dossiers = described
    numbers = itertools.count()
    given_path = {"path_parameters": {"dossier_id": dossiers[0]}} if mode is NEGATIVE and path.endswith("/state") else {}

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(schema[path][method].as_strategy(generation_mode=mode, **given_path))
    def tried(case):
        if mode is POSITIVE:
            _about_what_there_is(case, dossiers, next(numbers))
        case.call_and_validate(headers=key, checks=TRIED[mode])

    tried()


def _about_what_there_is(case, dossiers: list[str], number: int) -> None:
    """What no description can say: dossiers that are there, places that answer, a name for each call, reasons that fit."""
    real = {"dossier_id": dossiers[number % 2], "number": 0}
    case.path_parameters.update({name: value for name, value in real.items() if name in case.path_parameters})
    if case.query and "cursor" in case.query:
        case.query["cursor"] = rules.Place().written()
    if case.headers and "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = f"call-{number}"
    if case.operation.path.endswith("/state") and case.body.get("state") == "returned":
        case.body["findings"] = [{"kind": "photo", "target": "0", "reason": "dark"}]
    if case.operation.path.endswith("/hooks") and case.operation.method == "post":
        case.body["url"] = f"https://tinh.example.vn/{number}"
