"""Codes that lie in photo files: read at the desk without a camera and without script, in any order."""

import io
import re

import qrcode
from PIL import Image

from app.dossiers import queries, service
from app.sync import scanned
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.builders import a_filled_form
from tests.people import Visitor
from tests.phone import FULL_BIRTH, sealed
from tests.sync.test_items import listing


def photo_of(*texts: str) -> tuple[io.BytesIO, str]:
    """Codes side by side on a grey table."""
    table = Image.new("RGB", (60 + 560 * len(texts), 620), (176, 164, 140))
    for place, text in enumerate(texts):
        table.paste(qrcode.make(text).convert("RGB").resize((520, 520)), (50 + 560 * place, 50))
    data = io.BytesIO()
    table.save(data, "JPEG", quality=85)
    data.seek(0)
    return data, "mã.jpg"


def test_a_photo_of_a_receipt_opens_the_dossier(app):
    receipt = service.receive_form(app.extensions["gocua.keys"], a_filled_form(), now())
    sent = {"photo": photo_of(f"HTTP://127.0.0.1:8000/D/{receipt.ticket}#{receipt.secret.upper()}")}
    to = signed_in(app).post("/desk/find", sent, 303).headers["Location"]
    assert to.endswith(queries.by_ticket(receipt.ticket).id)


def test_photos_of_a_sealed_dossiers_codes_come_together_in_any_order(app):
    item = sealed(listing(Visitor(app)), values=FULL_BIRTH)
    codes = scanned.parts_of(item.blob)
    officer = signed_in(app)
    page = officer.post("/desk/find", {"photo": [photo_of(*codes[2:])]}, 200)
    assert f"{len(codes) - 2} / {len(codes)}" in page.words()
    before = list(dict.fromkeys(re.findall(r'name="before" value="([^"]+)"', page.text)))
    page = officer.post("/desk/find", {"photo": [photo_of(codes[1]), photo_of(codes[0])], "before": before}, 303)
    assert page.headers["Location"].endswith(f"/desk/d/{item.id}")


def test_a_photo_without_a_code_is_told_and_nothing_is_lost(app):
    page = signed_in(app).post("/desk/find", {"photo": (io.BytesIO(b"no picture"), "x.jpg"), "before": ["HS1P:x"]}, 422)
    assert "Không thấy mã trong ảnh." in page.words() and 'value="HS1P:x"' in page.text


def test_a_citizen_card_in_the_wrong_field_is_told_and_not_shown_again(app):
    page = signed_in(app).post("/desk/find", {"code": "051196001234||Phạm Thị Thử|03021996|Nữ|Ba Tơ|14082021"}, 422)
    assert "Đây là thẻ căn cước." in page.words() and "051196001234" not in page.text and "Phạm Thị Thử" not in page.text
