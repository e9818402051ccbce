"""Posters live: each place has its own codes, and what changed on the paper asks for a new one."""

import io

import pypdfium2
import pytest

from app.offices import cli as office_commands
from app.offices import hanging, placing, posters, queries, service, settings
from app.web.clock import now

OFFICE, URL = "21484", "http://127.0.0.1:8000"


def office():
    return queries.office(OFFICE)


def pages(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(data))]


def stale() -> dict[str, list[str]]:
    found = hanging.outdated(queries.posters(OFFICE), URL)
    return {poster: [part for part, _, _ in changes] for poster, changes in found.items()}


def test_each_place_has_a_code_of_its_own_and_keeps_it(storage):
    market = placing.keep_place(OFFICE, "market", "Chợ Mới")
    school = placing.keep_place(OFFICE, "school")
    assert placing.keep_place(OFFICE, "market", " Chợ  Mới ") == market
    said = pages(hanging.print_set(office(), "1.001193", "a5", URL, now(), [market, school], "account-1"))
    assert ["Treo ở: Chợ Mới" in said[0], "Treo ở: Trường học" in said[1], len(said)] == [True, True, 2]
    first = service.hang(OFFICE, [("procedure", "1.001193")], now(), place=market)
    second = service.hang(OFFICE, [("procedure", "1.001193")], now(), place=school)
    on_sheet = service.hang(OFFICE, [("procedure", "1.001193")], now(), place=market, paper="wall")
    assert len({*first, *second, *on_sheet}) == 3
    poster = queries.poster(first[0])
    assert (poster.place.name, poster.placed_by, poster.printed["place"]) == ("Chợ Mới", "account-1", "Chợ Mới")


def test_a_changed_number_or_host_asks_for_a_reprint_a_changed_address_does_not(app):
    market = placing.keep_place(OFFICE, "market", "Chợ Mới")
    hanging.print_set(office(), "wall", "a5", URL, now(), [market])
    hanging.print_set(office(), "1.001193", "a4", URL, now(), [market])
    assert stale() == {}
    settings.set_contact(OFFICE, "0255 000 0000", "Nhà mới của xã", "hre", now().date())
    settings.set_hours(OFFICE, [[("8", "11")]] * 7)
    assert stale() == {}
    settings.set_contact(OFFICE, "0255 382 4132", "Nhà mới của xã", "hre", now().date())
    assert len(stale()) == 13 and {"call"} == {part for parts in stale().values() for part in parts}
    changes = hanging.outdated(queries.posters(OFFICE), "https://gocua.example.vn")
    assert ("host", URL, "https://gocua.example.vn") in next(iter(changes.values()))
    said = pages(hanging.reprint(OFFICE, URL, now()))
    assert len(said) == 2 and all("0255 382 4132" in page for page in said)  # the sheet of twelve, and the one on A4
    assert stale() == {}
    with pytest.raises(posters.NoPosters):
        hanging.reprint(OFFICE, URL, now())


def test_one_stale_code_reprints_its_whole_sheet(app):
    hanging.print_set(office(), "wall", "a5", URL, now(), [placing.keep_place(OFFICE, "health")])
    wall = [one for one in queries.posters(OFFICE) if one.paper == "wall"]
    placing.note_printed({wall[0].id: {**wall[0].printed, "name": "Tên cũ"}}, None, now())
    assert list(stale()) == [wall[0].id]
    (sheet,) = pages(hanging.reprint(OFFICE, URL, now()))
    said = "".join(filter(str.isalnum, sheet))  # an address may be broken into lines
    assert all(one.id in said for one in wall), (sorted(one.id for one in wall), sheet)


def test_another_offices_place_is_none_of_ours(app):
    service.add_office("21211", hotline="x", hours="x", counter="x")
    theirs = placing.keep_place("21211", "counter")
    with pytest.raises(service.Invalid):
        service.hang(OFFICE, [("office", "")], now(), place=theirs)
    with pytest.raises(service.Invalid):
        placing.place(queries.posters(OFFICE)[0].id, OFFICE, theirs, "", "desk", now())
    settings.set_hamlets("21211", {}, ["Thôn Xa"])
    ((number, _),) = queries.hamlets("21211")
    for wrong in (("castle", "", None), ("other", "", None), ("village", "", number), ("market", "x" * 81, None)):
        with pytest.raises(placing.NotAPlace):
            placing.keep_place(OFFICE, *wrong)


def test_the_command_prints_for_the_places_that_it_is_told(app, tmp_path):
    file = tmp_path / "posters.pdf"
    run = app.test_cli_runner().invoke
    told = ["office", str(file), "--place", "counter", "--place", "other:Quán bà Thử"]
    assert run(office_commands.posters, told).exit_code == 0
    assert ["Quán bà Thử" in page for page in pages(file.read_bytes())] == [False, True]
    assert "a place is one of" in run(office_commands.posters, ["office", str(file), "--place", "castle"]).output
