"""Every page that a stranger can open, in Vietnamese, English, and a language without a pack."""

import pytest

PAGES = (
    "/",
    "/?page=2",
    "/e/birth",
    "/e/birth?page=2",
    "/f/ho-tich",
    "/help",
    "/privacy",
    "/scan",
    "/languages",
    "/search?q=con",
    "/search?q=",
    "/search?q=gi%C3%A1+v%C3%A0ng",
    "/search?q=mai+t%C3%A1ng",
    "/p/1.001193",
    "/p/1.001193/papers",
    "/p/1.001193/start",
    "/p/1.003622/start",
)


@pytest.mark.parametrize("prefix", ["", "/en", "/hre", "/HRE"])
@pytest.mark.parametrize("address", PAGES)
def test_the_stranger_opens_it_in_each_language(visit, prefix, address):
    page = visit(prefix + address)
    assert page.tags.lang == ("en" if prefix == "/en" else "vi")
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    "address",
    [
        "/p/9.999999",
        "/p/x",
        "/e/nothing",
        "/f/nothing",
        "/q/AAAAAA",
        "/d/7K3F9QXM",
        "/xx/p/1.001193",
        "/?page=99",
        "/?page=-1",
        "/p/1.001193%00",
        "/q/%F0%9F%98%80",
        "/d/" + "9" * 500,
        "/nope",
    ],
)
def test_what_is_not_there_says_so_and_shows_the_way_home(visit, address):
    page = visit(address, status=404)
    assert 'href="/"' in page.text
    assert 'href="/help"' in page.text
