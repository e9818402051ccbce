"""VietQR: what an independent library reads out of our codes is what was put in."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.fees import paying, tariffs, vietqr
from app.fees.queries import AccountView
from app.offices import codes

ROOT = Path(__file__).resolve().parents[2]
READ = """const { QRPay, BanksObject } = require("vietnam-qr-pay");
const found = JSON.parse(process.argv[1]).map((text) => {
  const code = new QRPay(text);
  return { isValid: code.isValid, bin: code.consumer.bankBin, number: code.consumer.bankNumber, service: code.provider.service,
    guid: code.provider.guid, amount: code.amount || null, purpose: code.additionalData.purpose || "", currency: code.currency,
    nation: code.nation, method: code.initMethod };
});
console.log(JSON.stringify({ found, banks: Object.values(BanksObject).map((bank) => bank.bin) }));"""
CASES = [
    ("970405", "090512345678", 8000, "GC 7K3F9QXM"),
    ("970436", "1234567890123456789", 999_999_999, "GC 2222ZZZZ"),
    ("970415", "ABC123", 1, "GC A"),
    ("970418", "12", None, "GC 7K3F9QXM"),
    ("970422", "0", None, ""),
]


def read_elsewhere(texts: list[str]) -> dict:
    node = shutil.which("node") or str(ROOT / ".venv" / "bin" / "node")
    done = subprocess.run([node, "-e", READ, json.dumps(texts)], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_another_library_reads_what_we_wrote():
    read = read_elsewhere([vietqr.payload(*case) for case in CASES])
    for (bin_, number, dong, purpose), seen in zip(CASES, read["found"], strict=True):
        assert seen == {
            "isValid": True,
            "bin": bin_,
            "number": number,
            "service": "QRIBFTTA",
            "guid": "A000000727",
            "amount": None if dong is None else str(dong),
            "purpose": purpose,
            "currency": "704",
            "nation": "VN",
            "method": "11" if dong is None else "12",
        }
    assert {bank.bin for bank in tariffs.banks()} <= set(read["banks"])


def test_a_wrong_digit_is_noticed_elsewhere_too():
    text = vietqr.payload(*CASES[0])
    assert read_elsewhere([text.replace("8000", "8001")])["found"][0]["isValid"] is False


def test_the_code_is_the_one_that_others_publish():
    """The example of the other library's own docs, letter by letter."""
    assert (
        vietqr.payload("970416", "257678859", 10000, "Chuyen tien")
        == "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien630453E6"
    )


def test_the_checksum_is_the_standards_own_example():
    assert vietqr.checksum("123456789") == "29B1"


@given(st.from_regex(vietqr.ACCOUNT, fullmatch=True), st.integers(1, vietqr.MOST_DONG))
def test_lengths_tell_where_each_field_ends(number, dong):
    text = vietqr.payload("970405", number, dong, "GC 7K3F9QXM")
    found, rest = {}, text
    while rest:
        name, length = rest[:2], int(rest[2:4])
        found[name], rest = rest[4 : 4 + length], rest[4 + length :]
    assert found["54"] == str(dong) and number in found["38"] and found["63"] == vietqr.checksum(text[:-4])


@pytest.mark.parametrize(
    "case",
    [
        ("97040", "1", 1, "GC"),
        ("970405", "1" * 20, 1, "GC"),
        ("970405", "1 2", 1, "GC"),
        ("970405", "", 1, "GC"),
        ("970405", "1", 0, "GC"),
        ("970405", "1", 10**9, "GC"),
        ("970405", "1", 1, "Phạm"),
        ("970405", "1", 1, "x" * 26),
        ("970405", "1\n", 1, "GC"),
    ],
)
def test_what_no_app_would_read_is_not_written(case):
    with pytest.raises(ValueError):
        vietqr.payload(*case)


def test_the_drawn_code_is_read_by_a_camera():
    account = AccountView("970405", "Agribank", "090512345678", "UBND xa Ba To")
    modules = codes.matrix(vietqr.payload("970405", account.number, 8000, "GC 7K3F9QXM"), "M")
    image = Image.new("L", (len(modules), len(modules)))
    image.putdata([0 if dark else 255 for row in modules for dark in row])
    seen = zxingcpp.read_barcodes(image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST))
    assert [code.text for code in seen] == [vietqr.payload("970405", account.number, 8000, "GC 7K3F9QXM")]
    assert 'aria-label="VietQR"' in paying.code_svg(account, "7K3F9QXM", 8000)
