"""Money is noted once, numbered without gaps, and never changed: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest

from app import backup
from app.database import release
from app.fees import queries, service
from app.fees.service import Paid, SomebodyWasFirst
from app.web.errors import Invalid
from tests.fees.conftest import a_dossier

NOON = datetime(2026, 11, 22, 5)  # UTC; 12 o'clock in Viet Nam
DAY = date(2026, 11, 22)


def other(number: int, office: str = "21484") -> Paid:
    """A payment for a dossier that is gone by now: its money stays."""
    return Paid(office, f"01a20369-7f10-781e-a2bb-{number:012d}", "7K3F9QXM", "2.000635")


def test_the_second_press_of_the_button_counts_once(storage):
    paid = a_dossier(storage)
    first = service.take(paid, 0, 24_000, "cash", "account-1", NOON)
    assert service.take(paid, 0, 24_000, "cash", "account-1", NOON) == first
    assert [(one.receipt, one.dong) for one in queries.of_dossier(paid.dossier_id)] == [("2026-000001", 24_000)]


def test_two_officers_do_not_take_the_same_fee_twice(storage):
    paid = a_dossier(storage)
    service.take(paid, 0, 24_000, "cash", "account-1", NOON)
    with pytest.raises(SomebodyWasFirst):
        service.take(paid, 0, 24_000, "cash", "account-2", NOON)
    with pytest.raises(SomebodyWasFirst):
        service.take(paid, 2, 24_000, "cash", "account-1", NOON)
    assert len(queries.of_dossier(paid.dossier_id)) == 1


def test_a_mistake_is_answered_by_an_entry_of_its_own(storage):
    paid = a_dossier(storage)
    wrong = service.take(paid, 0, 8_000, "cash", "account-1", NOON)
    service.take_back(wrong, "account-2", NOON)
    with pytest.raises(SomebodyWasFirst):
        service.take_back(wrong, "account-2", NOON)
    service.take(paid, 2, 24_000, "transfer", "account-2", NOON)
    entries = queries.of_dossier(paid.dossier_id)
    assert [(one.dong, one.reverses, one.is_reversed) for one in entries] == [
        (8_000, "", True),
        (-8_000, "2026-000001", False),
        (24_000, "", False),
    ]
    with pytest.raises(service.NoSuchPayment):
        service.take_back(entries[1].id, "account-2", NOON)
    assert queries.sums(entries).total == 24_000


def test_receipt_numbers_run_without_gaps_though_many_write_at_once(storage):
    def take(number: int) -> None:
        with storage.app_context():
            service.take(other(number), 0, 1_000 + number, "cash", f"account-{number % 3}", NOON)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(take, range(18)))
    with pytest.raises(Invalid):
        service.take(other(99), 0, 0, "cash", "account-1", NOON)
    numbers = [one.receipt for one in queries.of_day("21484", DAY)]
    assert numbers == [f"2026-{number:06d}" for number in range(1, 19)]


def test_a_new_year_begins_with_one_at_midnight_here_not_in_london(storage):
    service.take(other(1), 0, 1_000, "cash", "account-1", datetime(2026, 12, 31, 16, 59))
    service.take(other(2), 0, 2_000, "cash", "account-1", datetime(2026, 12, 31, 17, 0))
    assert [one.receipt for one in queries.of_day("21484", date(2026, 12, 31))] == ["2026-000001"]
    assert [one.receipt for one in queries.of_day("21484", date(2027, 1, 1))] == ["2027-000001"]


@pytest.mark.parametrize(("dong", "way"), [(0, "cash"), (-1, "cash"), (100_000_001, "cash"), (1, "gold"), (1, "")])
def test_what_is_no_payment_is_refused(app, dong, way):
    with pytest.raises(Invalid):
        service.take(other(1), 0, dong, way, "account-1", NOON)


def test_the_office_has_one_account_and_it_is_checked(app):
    service.keep_account("21484", "970405", "0905 1234-5678", "  UBND  xa Ba To ", "account-1", NOON)
    found = queries.account("21484")
    assert (found.bank, found.number, found.holder) == ("Agribank", "090512345678", "UBND xa Ba To")
    for wrong in (
        ("000000", "1", "x"),
        ("970405", "", "x"),
        ("970405", "1;2", "x"),
        ("970405", "1" * 20, "x"),
        ("970405", "1", " "),
    ):
        with pytest.raises(service.NotAnAccount):
            service.keep_account("21484", *wrong, "account-1", NOON)
    assert queries.account("21484") == found
    assert queries.account("99999") is None


def test_a_backup_brings_money_numbers_and_account_back(storage):
    paid = a_dossier(storage)
    service.keep_account("21484", "970405", "090512345678", "UBND xa Ba To", "account-1", NOON)
    service.take_back(service.take(paid, 0, 8_000, "cash", "account-1", NOON), "account-1", NOON)
    before = queries.of_dossier(paid.dossier_id)
    release()
    kept = backup.dump()
    service.take(paid, 2, 24_000, "cash", "account-1", NOON)
    backup.load(kept)
    assert queries.of_dossier(paid.dossier_id) == before and queries.account("21484") is not None
    service.take(paid, 2, 24_000, "cash", "account-1", NOON)
    assert [one.receipt[-1] for one in queries.of_dossier(paid.dossier_id)] == ["1", "2", "3"]
