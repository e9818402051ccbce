"""What is due, and how a day adds up."""

from datetime import date

import pytest

from app.fees import rules, tariffs
from app.fees.rules import Entry, amount_due
from app.procedures import extras

TODAY = date(2026, 11, 22)


def due(code, fee_dong, place=None, answers=None, today=TODAY):
    exemption = None if place is None else tariffs.exemption_of(code, place)
    return amount_due(fee_dong, tariffs.by_unit(code), exemption, answers or {}, today)


@pytest.mark.parametrize(
    ("pages", "copies", "dong"), [(1, 1, 2_000), (2, 1, 4_000), (3, 1, 5_000), (3, 2, 10_000), (10, 1, 12_000), (500, 2, 400_000)]
)
def test_a_certified_copy_costs_by_the_page(pages, copies, dong):
    assert due("2.000815", 2_000, answers={"so_trang": pages, "so_ban": copies}) == dong


def test_an_extract_costs_by_the_copy():
    assert due("2.000635", 8_000, answers={"so_ban": 3}) == 24_000
    assert due("2.000635", 8_000) is None


def test_what_the_catalogue_does_not_price_is_for_the_officer():
    assert due("1.004873", None) is None
    assert due("1.000894", 0) == 0
    assert due("2.000884", 10_000) == 10_000


def test_poor_households_pay_nothing_even_where_the_fee_is_unknown():
    place = extras.of("1.004873")["exemptions_vi"].index("Hộ nghèo không mất tiền.")
    assert due("1.004873", None, place) == 0


def test_half_the_fee_until_the_year_ends():
    assert due("1.014063", 50_000, 0) == 25_000
    assert due("1.014063", 50_000, 0, today=date(2027, 1, 1)) == 50_000


def test_sent_over_the_network_costs_less():
    place = extras.of("1.004222")["exemptions_vi"].index("Nộp qua mạng chỉ mất 10.000 đồng.")
    assert due("1.004222", 20_000, place) == 10_000


def test_every_exemption_has_a_number_or_sends_to_the_officer():
    """A sentence that the catalogue changes loses its number, and the officer is asked: so these are all that have none."""
    said = {sentence for record in extras.read("extras").values() for sentence in record.get("exemptions_vi", [])}
    open_ones = said - set(tariffs._tariffs()["exemptions"])
    assert len(open_ones) == 6
    assert all("Hỏi cán bộ" in one or "hỏi cán bộ" in one or "được giảm" in one for one in open_ones), open_ones
    assert set(tariffs._tariffs()["exemptions"]) <= said


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("8000", 8_000),
        ("8.000", 8_000),
        ("8 000 đ", 8_000),
        ("24.000 đồng", 24_000),
        ("0", None),
        ("-5", None),
        ("8,5", None),
        ("100000001", None),
        ("", None),
        ("٣", None),
        ("tám nghìn", None),
    ],
)
def test_an_amount_is_read_as_it_is_written(text, dong):
    assert rules.dong_in(text) == dong


def test_a_day_adds_up_each_way():
    entries = [
        Entry(8_000, "cash", "account-1"),
        Entry(16_000, "transfer", "account-2"),
        Entry(-8_000, "cash", "account-2"),
        Entry(5_000, "cash", "account-1"),
    ]
    sums = rules.sums(entries)
    assert (sums.total, sums.taken, sums.given_back) == (21_000, 29_000, 8_000)
    assert sums.by_way == {"cash": 5_000, "transfer": 16_000}
    assert sums.by_officer == {"account-1": 13_000, "account-2": 8_000}
    assert sum(sums.by_way.values()) == sum(sums.by_officer.values()) == sums.total
    assert rules.sums([]).total == 0


def test_a_receipt_number_is_read_out_easily():
    assert rules.receipt_number(2026, 7) == "2026-000007"
