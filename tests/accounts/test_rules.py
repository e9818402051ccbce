"""Decisions about staff, without a house."""

from datetime import datetime, timedelta

import pytest

from app.accounts import rules


def provinces(office: str) -> str:
    return {"21484": "51", "21490": "51", "4": "1"}.get(office, "")


@pytest.mark.parametrize(
    ("scope", "wanted", "answer"),
    [
        ("21484", "21484", True),
        ("21484", "21490", False),
        ("21484", "p51", False),
        ("21484", "all", False),
        ("p51", "21484", True),
        ("p51", "p51", True),
        ("p51", "4", False),
        ("p1", "4", True),
        ("p4", "4", False),
        ("p", "99999", False),
        ("all", "4", True),
        ("all", "all", True),
    ],
)
def test_a_scope_covers_its_own_and_nothing_larger(scope, wanted, answer):
    assert rules.covers(scope, wanted, lambda office: provinces(office) or "none") is answer


def test_three_tries_are_free_and_then_the_waits_grow_to_half_an_hour():
    waits = [rules.wait_after(failed) for failed in range(9)]
    seconds = [int(wait.total_seconds()) if wait else 0 for wait in waits]
    assert seconds == [0, 0, 0, 30, 120, 480, 1800, 1800, 1800]


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá",
        "password1234",
        "matkhau12345678",
        "aaaaaaaaaaaaaaaa",
        "123456789012",
        "MậtKhẩu123456",
        "lethithu-lethithu",
        "x" * 201,
    ],
)
def test_a_short_or_common_password_is_refused(password):
    assert rules.is_weak_password(password, "le-thi-thu", "Lê Thị Thử")


@pytest.mark.parametrize("password", ["bảy con gà trống xám", "trời hôm nay không mưa", "correct horse battery"])
def test_a_long_plain_sentence_is_a_password_without_any_sign_or_number(password):
    assert not rules.is_weak_password(password, "le-thi-thu", "Lê Thị Thử")


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "123456", "654321", "890123" * 2, "111111", "121212", "12345a", "１２３４５６"]
)
def test_a_pin_that_is_tried_first_is_refused(pin):
    assert rules.is_weak_pin(pin)


def test_other_pins_are_taken():
    assert not rules.is_weak_pin("402917") and not rules.is_weak_pin("135790")


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("/desk", True),
        ("/desk/d/0198-ab", True),
        ("/desk/../d/7K3F9QXM", False),
        ("//evil.example/desk", False),
        ("/desk?x=1", False),
        ("https://evil.example/desk", False),
        ("/p/1.001193", False),
        ("/desk\n", False),
    ],
)
def test_signing_in_leads_on_to_pages_of_the_desk_only(address, is_ours):
    assert (rules.own_page(address) == address) is is_ours


def test_a_step_is_half_a_minute():
    start = datetime(2026, 11, 22, 13, 0, 0)
    assert rules.step_of(start + timedelta(seconds=29)) == rules.step_of(start) == rules.step_of(start + timedelta(seconds=30)) - 1


def test_a_device_is_named_by_browser_and_system():
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
    assert rules.device_label(windows) == "Chrome · Windows"
    assert rules.device_label(windows + " Edg/156.0") == "Edge · Windows"
    assert rules.device_label("<script>") == "?"


def test_each_audit_hash_covers_the_entry_and_the_one_before():
    entry = {"number": 1, "action": "dossier.read", "subject": "đ"}
    first = rules.chained("0" * 64, entry)
    assert len(first) == 64 and first == rules.chained("0" * 64, dict(reversed(entry.items())))
    assert first != rules.chained("1" * 64, entry) != rules.chained("1" * 64, {**entry, "number": 2})
