"""/d/<ticket>: the state for whoever has the ticket, the receipt for its holder, nothing personal in an address or a cache."""

import re

from app.dossiers import calendar, queries, service
from app.offices.rules import whole
from tests.builders import a_filled_form


def a_receipt(app, **changes):
    return service.receive_form(app.extensions["gocua.keys"], a_filled_form(**changes), calendar.now())


def test_the_stranger_sees_the_state_and_nothing_about_the_person(app, citizen):
    receipt = a_receipt(app)
    page = citizen.get(f"/d/{receipt.ticket}")
    assert "đã nhận" in page.words() and "Xã Ba Tơ" in page.words()
    assert "Chứng thực" not in page.words() and "Thử" not in page.words()
    assert page.headers["Cache-Control"] == "no-store"
    assert receipt.secret not in page.text


def test_a_ticket_is_read_in_any_case_with_or_without_dash(app, citizen):
    ticket = a_receipt(app).ticket
    for typed in (ticket, ticket.lower(), f"{ticket[:4]}-{ticket[4:]}", f"{ticket[:4].lower()}-{ticket[4:]}"):
        citizen.get(f"/d/{typed}")
        citizen.get(f"/D/{typed}")


def test_unknown_and_mistyped_tickets_look_the_same(citizen):
    unknown = citizen.get("/d/" + whole("2222222"), status=404)
    mistyped = citizen.get("/d/22222222", status=404)
    assert unknown.words() == mistyped.words()


def test_the_secret_opens_the_whole_receipt_on_this_phone_only(app, citizen):
    receipt = a_receipt(app)
    answer = citizen.post(f"/d/{receipt.ticket}", {"secret": receipt.secret.upper()})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and f"Path=/d/{receipt.ticket}" in cookie and "Max-Age=1800" in cookie and "SameSite=Lax" in cookie
    page = citizen.get(f"/d/{receipt.ticket}")
    words = page.words()
    assert f"{receipt.ticket[:4]}-{receipt.ticket[4:]}" in words
    for said in ("Mang theo khi đến quầy", "chưa phải giấy hẹn chính thức", "Dự kiến"):
        assert said in words
    assert page.headers["Cache-Control"] == "no-store"
    other = a_receipt(app, answers={"other": 1})
    assert "Mang theo" not in citizen.get(f"/d/{other.ticket}").words()


def test_a_wrong_secret_opens_nothing(app, citizen):
    ticket = a_receipt(app).ticket
    for wrong in ("0" * 32, "", "é", "x" * 5000):
        citizen.post(f"/d/{ticket}", {"secret": wrong}, status=422)


def test_the_last_four_digits_open_it_but_guessing_does_not(app, citizen):
    ticket = a_receipt(app, id_number="051190004321").ticket
    citizen.post(f"/d/{ticket}", {"last4": "0000"}, status=422)
    citizen.post(f"/d/{ticket}", {"last4": "abc"}, status=422)
    citizen.post(f"/d/{ticket}", {"last4": "4321"})
    other = a_receipt(app, id_number="051190004321", answers={"b": 1}).ticket
    for _ in range(5):
        citizen.post(f"/d/{other}", {"last4": "1111"}, status=422)
    citizen.post(f"/d/{other}", {"last4": "4321"}, status=429)


def test_a_dossier_without_an_id_number_opens_by_secret_only(app, citizen):
    ticket = a_receipt(app, id_number=None).ticket
    citizen.post(f"/d/{ticket}", {"last4": "0000"}, status=422)


def test_time_counts_from_acceptance(app, citizen):
    receipt = a_receipt(app, procedure_code="1.000894", form_slug="ket-hon")
    citizen.post(f"/d/{receipt.ticket}", {"secret": receipt.secret})
    assert "Dự kiến" in citizen.get(f"/d/{receipt.ticket}").words()
    service.move(queries.by_ticket(receipt.ticket).id, "accepted", "desk", calendar.now())
    words = citizen.get(f"/d/{receipt.ticket}").words()
    assert "Ngày đến lấy kết quả" in words and "Dự kiến" not in words


def test_the_receipts_code_carries_the_secret_behind_the_hash(app, citizen):
    import io

    import typst
    import zxingcpp
    from PIL import Image

    receipt = a_receipt(app)
    citizen.post(f"/d/{receipt.ticket}", {"secret": receipt.secret})
    svg = re.search(r'<svg xmlns.*?class="code".*?</svg>', citizen.get(f"/d/{receipt.ticket}").text, re.DOTALL).group()
    source = f'#set page(width: 300pt, height: 300pt, margin: 10pt)\n#image(bytes("{svg.replace(chr(34), chr(92) + chr(34))}"), format: "svg", width: 280pt)'
    picture = Image.open(io.BytesIO(typst.compile(source.encode(), format="png", ppi=144)))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"HTTP://127.0.0.1:8000/D/{receipt.ticket}#{receipt.secret.upper()}"


def test_the_officer_lists_opens_prints_and_accepts(app, officer):
    receipt = a_receipt(app)
    shown = f"{receipt.ticket[:4]}-{receipt.ticket[4:]}"
    listed = officer.get("/desk")
    assert shown in listed.words()
    address = next(link for link in listed.links("/desk/d/") if queries.by_ticket(receipt.ticket).id in link)
    page = officer.get(address)
    assert shown in page.words() and "Tiếp nhận" in page.words()
    officer.post(address, {"state": "accepted"})
    officer.post(address, {"state": "accepted"}, status=409)
    assert shown in officer.get("/desk?state=accepted").words()
    assert officer.get(address).headers["Cache-Control"] == "no-store"


def test_a_photo_is_shown_to_the_officer_in_a_sandbox(app, officer, citizen):
    receipt = a_receipt(app, files=(("anh", b"\xff\xd8 picture"),))
    dossier_id = queries.by_ticket(receipt.ticket).id
    answer = officer.get(f"/desk/d/{dossier_id}/files/0")
    assert answer.response.data == b"\xff\xd8 picture"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    officer.get(f"/desk/d/{dossier_id}/files/1", status=404)
    citizen.get(f"/desk/d/{dossier_id}/files/0", status=404)
