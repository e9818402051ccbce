"""What the search gives to a phone over the wire."""

from __future__ import annotations

import json

import brotli

from tests.search.phone import found_by_phone


def test_citizen_s_phone_fetches_one_small_file(citizen, tmp_path):
    answer = citizen.client.get("/search/index.json", headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200 and answer.mimetype == "application/json"
    assert "public" in answer.headers["Cache-Control"] and "Set-Cookie" not in answer.headers
    assert len(answer.data) <= 32_000
    found = found_by_phone(brotli.decompress(answer.data).decode(), ["đăng ký kết hôn"], tmp_path)
    assert found[0]["hits"][0]["code"] == "1.000894"


def test_the_file_is_the_same_in_every_language(citizen):
    vi, en = (json.loads(citizen.client.get(f"{prefix}/search/index.json").data) for prefix in ("", "/en"))
    assert vi == en


def test_a_row_stands_alone_and_looks_as_in_the_results(citizen):
    for prefix in ("", "/en"):
        row = citizen.client.get(f"{prefix}/p/1.000894/row")
        html = row.get_data(as_text=True)
        assert row.status_code == 200 and "public" in row.headers["Cache-Control"]
        assert f'href="{prefix}/p/1.000894"' in html and html.count("<li") == 1
        assert "<use" not in html and "<path" in html and "<html" not in html
        name = html.split("<span>")[1].split("</span>")[0]
        assert name in citizen.get(f"{prefix}/search?q=1.000894").text


def test_an_unknown_procedure_has_no_row(citizen):
    citizen.get("/p/9.999999/row", 404)


def test_every_code_of_the_index_has_a_row(citizen):
    codes = json.loads(citizen.client.get("/search/index.json").data)["codes"].split(" ")
    assert len(codes) > 200
    for code in codes[::20]:
        assert citizen.client.get(f"/p/{code}/row").status_code == 200


def test_the_page_carries_the_words_that_a_phone_shows_by_itself(citizen):
    for address in ("/", "/search", "/en/search?q=con"):
        page = citizen.get(address).text
        for part in ("search-perhaps", "search-others", "search-nothing"):
            assert f'<template id="{part}">' in page
        assert 'data-module="search"' in page
