"""How fast a system may ask, where a reader stands, what a call may say, which addresses may be told. Pure."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api import calling, rules, sheets
from app.config import BadSetting, from_environment

NOON = datetime(2026, 11, 22, 12)
INSIDE = (ip_network("10.20.0.0/16"),)


def test_a_minutes_worth_comes_at_once_and_then_as_fast_as_it_goes_by():
    free_at, taken = None, 0
    while True:
        free_at, wait = rules.spent(free_at, NOON, 600)
        if wait:
            break
        taken += 1
    assert taken == 600 and wait == 1
    in_a_second = [rules.spent(free_at, NOON + timedelta(seconds=1), 600)]
    for _ in range(10):
        in_a_second.append(rules.spent(in_a_second[-1][0], NOON + timedelta(seconds=1), 600))
    assert [wait > 0 for _, wait in in_a_second] == [False] * 10 + [True]
    assert rules.spent(free_at, NOON + timedelta(hours=1), 600)[1] == 0


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)), st.uuids())
def test_a_cursor_says_where_its_reader_stands(at, dossier_id):
    place = rules.Place(at, str(dossier_id))
    assert rules.place(place.written()) == place


@given(st.text(max_size=60))
def test_what_is_no_cursor_is_refused_and_breaks_nothing(text):
    try:
        rules.place(text)
    except rules.NotUnderstood:
        pass


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "²"},
        {"limit": ""},
        {"state": "Ready"},
        {"limt": "5"},
        {"cursor": "!"},
        {"changed_since": "2026-11-22T08:00:00"},
        {"changed_since": "yesterday"},
        {"changed_since": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_list_that_is_asked_for_wrongly_is_refused(asked):
    with pytest.raises(rules.NotUnderstood):
        rules.page(asked)


def test_a_time_may_be_of_any_zone():
    assert rules.page({"changed_since": "2026-11-22T15:00:00+07:00"}).place == rules.Place(datetime(2026, 11, 22, 8))


PHOTO = {"kind": "photo", "target": "0", "reason": "blurry"}


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "ready",
        {},
        {"state": "received"},
        {"state": "ready", "more": 1},
        {"state": "ready", "if_state": None},
        {"state": "ready", "findings": [PHOTO]},
        {"state": "returned"},
        {"state": "returned", "findings": []},
        {"state": "returned", "findings": [{**PHOTO, "reason": "ugly"}]},
        {"state": "returned", "findings": [{**PHOTO, "place": [1, 2, 3]}]},
        {"state": "returned", "findings": [{**PHOTO, "place": [True, 2]}]},
        {"state": "returned", "findings": [{**PHOTO, "place": [0, 1001]}]},
        {"state": "returned", "findings": [PHOTO] * 61},
        {"state": ["ready"]},
    ],
)
def test_a_state_that_is_set_wrongly_is_refused(said):
    with pytest.raises(rules.NotUnderstood):
        rules.move(said)


def test_a_return_says_what_is_missing():
    move = rules.move({"state": "returned", "if_state": "received", "findings": [{**PHOTO, "place": [500, 250]}]})
    assert move.only_from == "received" and move.findings[0].place == (500, 250)


@pytest.mark.parametrize("url", ["https://tinh.example.vn/hook?a=1", "https://tinh.example.vn", "https://203.162.0.1/x"])
def test_public_addresses_may_be_told(url):
    assert calling.is_address(url, ())


@pytest.mark.parametrize(
    "url",
    [
        "http://tinh.example.vn/",
        "https://tinh.example.vn:8443/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://10.20.0.5/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://user:word@tinh.example.vn/",
        "https://tinh.example.vn/#x",
        "https://tinh.example.vn/a b",
        "https://tinh.example.vn\\@evil.example/",
        "https://127.0.0.1./",
        "https://",
        "https://[",
        "https://tinh.example.vn:99999/",
        "file:///etc/passwd",
        "https://tinh.example.vn/" + "x" * 400,
        "",
    ],
)
def test_nothing_else_is_ever_called(url):
    assert not calling.is_address(url, ())


def test_a_network_that_the_setting_names_may_be_told_and_no_other():
    assert calling.is_address("https://10.20.0.5:8443/", INSIDE) and calling.is_address("https://motcua/", INSIDE)
    assert not calling.is_address("https://10.21.0.5/", INSIDE)
    assert calling.may_reach(ip_address("10.20.0.5"), INSIDE) and not calling.may_reach(ip_address("127.0.0.1"), INSIDE)


@pytest.mark.parametrize("wrong", [{"GOCUA_HOOKS_INSIDE": "10.20.0.5/16"}, {"GOCUA_HOOKS_INSIDE": "x"}, {"GOCUA_API_CALLS": "0"}])
def test_a_setting_that_cannot_be_is_said(wrong):
    with pytest.raises(BadSetting, match=next(iter(wrong))):
        from_environment(wrong)
    assert from_environment({"GOCUA_HOOKS_INSIDE": "10.20.0.0/16, fd00::/8"}).hooks_inside[0] == INSIDE[0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_no_cell_is_worked_out(text):
    assert sheets.plain(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Phạm Thị Thử", "7K3F-9QXM", "22/11/2026"])
def test_a_plain_cell_stays(text):
    assert sheets.plain(text) == text
