"""A citizen sends: sealed on the phone, once, and nobody is told "received" before the commune has it."""

import json
import re

import pytest
from playwright.sync_api import expect

from app.forms import kinds
from app.forms import queries as forms
from tests.browser.keeper import settled, until
from tests.browser.office import dossiers, office, photos
from tests.browser.pages.wizard import Wizard
from tests.browser.sender import (
    BIRTH,
    COMPACT,
    COPIES,
    FILL,
    IN_STORE,
    NO_NETWORK,
    RECEIPT,
    TRIED,
    UNSENT,
    a_photo,
    press_send,
    state,
    to_the_end,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def wizard(screen) -> Wizard:
    return Wizard(screen)


def test_what_was_answered_arrives_sealed_and_the_draft_is_gone(wizard, live):
    bodies = []
    wizard.page.on("request", lambda request: bodies.append(request.post_data_buffer) if "/api/items" in request.url else None)
    draft = to_the_end(wizard)
    press_send(wizard)
    wizard.page.wait_for_url(RECEIPT)
    expect(wizard.page.locator("svg.code")).to_be_visible()
    assert len(bodies) == 1 and b"\x01\x01" == bodies[0][:2]
    with office(live.data_dir) as app:
        found = dossiers(app)[draft]
        assert found.line.ticket == wizard.page.url[-8:] and found.answers and not found.unread
    assert wizard.page.evaluate(IN_STORE, "drafts") == 0
    wizard.page.goto("/my-phone")
    expect(wizard.page.locator("[data-list=receipts]")).to_contain_text("Xã Ba Tơ")
    assert not any(one["state"] != "receipted" for one in wizard.page.evaluate(UNSENT))


@pytest.mark.expected_console(NO_NETWORK)
def test_begun_online_finished_offline_sent_later(wizard, phone, live):
    draft = to_the_end(wizard)
    phone.set_offline(True)
    press_send(wizard)
    expect(state(wizard.page)).to_contain_text("Đã giữ trên máy này")
    expect(wizard.page.get_by_text("Xã đã nhận hồ sơ.")).to_be_hidden()
    until(wizard.page, TRIED)
    assert wizard.page.evaluate(IN_STORE, "drafts") == 0
    with office(live.data_dir) as app:
        assert draft not in dossiers(app)
    phone.set_offline(False)
    wizard.page.wait_for_url(RECEIPT)
    with office(live.data_dir) as app:
        assert draft in dossiers(app)


@pytest.mark.expected_console(NO_NETWORK)
@pytest.mark.expected_console("ERR_FAILED")
def test_every_page_says_that_something_waits_and_sends_it(wizard, phone, live):
    draft = to_the_end(wizard)
    phone.set_offline(True)
    press_send(wizard)
    until(wizard.page, TRIED)
    phone.route("**/api/items", lambda route: route.abort())
    phone.set_offline(False)
    wizard.page.close()
    page = phone.new_page()
    page.goto("/help")
    expect(page.locator(".line--unsent")).to_contain_text("Chưa gửi: 1 hồ sơ.")
    page.locator(".line--unsent a").click()
    row = page.locator("[data-module=outbox] a.row__link:visible")
    expect(row).to_contain_text("Chưa gửi")
    row.click()
    expect(state(page)).to_contain_text("Đã giữ trên máy này")
    phone.unroute("**/api/items")
    page.locator("[data-act=now]").click()
    expect(state(page)).to_contain_text("Xã đã nhận hồ sơ.")
    page.locator("[data-part=receipt]").click()
    page.wait_for_url(RECEIPT)
    expect(page.locator(".line--unsent")).to_have_count(0)
    with office(live.data_dir) as app:
        assert draft in dossiers(app)


def test_photos_go_apart_and_all_arrive(wizard, live):
    paths = []
    wizard.page.on("request", lambda request: paths.append(request.url) if "/api/items" in request.url else None)
    draft = to_the_end(wizard, BIRTH, photo=a_photo())
    press_send(wizard)
    wizard.page.wait_for_url(RECEIPT)
    assert len(paths) == 2 and paths[1].endswith(f"/api/items/{draft}/files/0")
    with office(live.data_dir) as app:
        assert photos(app)[draft] == [0]
        assert dossiers(app)[draft].files == ((0, "anh_giay_chung_sinh"),)


@pytest.mark.expected_console("422")
def test_a_photo_that_the_server_cannot_open_waits_for_a_person_and_the_answers_are_in(wizard, live, monkeypatch):
    draft = to_the_end(wizard, BIRTH, photo=a_photo())
    page = wizard.page
    page.route("**/files/0", lambda route: route.fulfill(status=422, json={"error": "invalid", "why": "photo"}))
    press_send(wizard)
    expect(state(page)).to_contain_text("Cần bạn làm một việc")
    expect(page.locator("[data-part=ask]")).not_to_be_empty()
    expect(page.locator("[data-part=photos]")).to_have_text("Ảnh: xã có 0, tất cả 1.")
    page.unroute("**/files/0")
    page.locator("[data-part=retake] input").set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": a_photo("#468")})
    page.wait_for_url(RECEIPT)
    with office(live.data_dir) as app:
        assert photos(app)[draft] == [0]


@pytest.mark.parametrize("status", [413, 422])
@pytest.mark.expected_console("Failed to load resource")
def test_without_a_photo_that_is_refused_the_dossier_is_whole_and_the_count_says_so(wizard, live, status):
    draft = to_the_end(wizard, BIRTH, photo=a_photo())
    page = wizard.page
    page.route("**/files/0", lambda route: route.fulfill(status=status, json={"error": "invalid", "why": "photo"}))
    press_send(wizard)
    expect(page.locator("[data-part=photos]")).to_have_text("Ảnh: xã có 0, tất cả 1.")
    page.locator("[data-act=without]").click()
    page.wait_for_url(RECEIPT)
    with office(live.data_dir) as app:
        assert draft in dossiers(app) and draft not in photos(app)


@pytest.mark.parametrize(
    ("answer", "words", "state_words"),
    [
        ({"status": 200, "body": "<html>Đăng nhập Wi-Fi</html>"}, "Wi-Fi này có thể cần đăng nhập.", "Đã giữ"),
        ({"status": 503, "body": "{}"}, "Máy chủ đang bận.", "Đã giữ"),
        ({"status": 403, "body": "{}"}, "Máy chủ chưa nhận.", "Đã giữ"),
        ({"status": 422, "json": {"error": "key_reuse"}}, "Mã này đã có hồ sơ khác.", "Cần bạn"),
        ({"status": 413, "body": "{}"}, "Ảnh nặng quá.", "Cần bạn"),
        ({"status": 404, "body": "{}"}, "Máy chủ không đọc được.", "Cần bạn"),
    ],
)
@pytest.mark.expected_console("Failed to load resource")
def test_an_answer_that_is_no_receipt_is_never_called_received(wizard, answer, words, state_words):
    to_the_end(wizard)
    page = wizard.page
    page.route("**/api/items", lambda route: route.fulfill(**answer))
    press_send(wizard)
    expect(page.locator("[data-why]:visible")).to_contain_text(words)
    expect(state(page)).to_contain_text(state_words)
    assert len(page.evaluate(UNSENT)) == 1
    page.unroute("**/api/items")
    page.locator("[data-act=now]").click()
    page.wait_for_url(RECEIPT)


@pytest.mark.parametrize("wrong", ["id", "fingerprint", "code", "sig", "kid"])
def test_a_receipt_that_nobody_signed_is_none(wizard, wrong):
    to_the_end(wizard)
    page = wizard.page

    def spoil(route):
        response = route.fetch()
        told = response.json()
        told[wrong] = {"code": "22222222", "kid": "00000000"}.get(wrong, "A" * len(told[wrong]))
        route.fulfill(status=201, json=told)

    page.route("**/api/items", spoil)
    press_send(wizard)
    expect(page.locator("[data-why]:visible")).to_contain_text("Wi-Fi")
    assert page.evaluate(UNSENT)[0]["state"] == "waiting"
    page.unroute("**/api/items")
    page.locator("[data-act=now]").click()
    page.wait_for_url(RECEIPT)


@pytest.mark.expected_console(NO_NETWORK)
def test_throwing_away_takes_the_word(wizard, phone):
    page = wizard.page
    page.goto("/")
    settled(page)
    to_the_end(wizard)
    phone.set_offline(True)
    press_send(wizard)
    page.locator("[data-act=drop]").click()
    page.locator("[data-act=dropped]").click()
    assert len(page.evaluate(UNSENT)) == 1
    page.locator("[data-part=dropping] input").fill("xóa")
    page.locator("[data-act=dropped]").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    assert page.evaluate(IN_STORE, "outbox") == 0


HANG_AT_SEAL = """() => {
  crypto.subtle.deriveBits = () => new Promise(() => { window.isHanging = true; });
}"""
HANG_AT_RECEIPT = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    if (this.name === "outbox" && value.receipt) {
      window.isHanging = true;
      this.transaction.abort();
      return {};
    }
    return put.call(this, value, key);
  };
}"""


@pytest.mark.parametrize("when", ["sealing", "before", "after", "receipt"])
def test_a_page_that_dies_while_sending_loses_and_doubles_nothing(wizard, phone, live, when):
    page = wizard.page
    draft = to_the_end(wizard)
    if when == "sealing":
        page.evaluate(HANG_AT_SEAL)
    if when == "receipt":
        page.evaluate(HANG_AT_RECEIPT)
    dying = []

    def die(route):
        if when == "after":
            route.fetch()
        dying.append(when)  # no answer: the page is closed while it waits

    if when in ("before", "after"):
        page.route("**/api/items", die)
    press_send(wizard)
    if dying or when in ("before", "after"):
        while not dying:
            page.wait_for_timeout(50)
    else:
        page.wait_for_function("() => window.isHanging")
    page.close()
    other = phone.new_page()
    if when == "sealing":
        again = Wizard(other).look(COPIES)
        again.asks("Làm tiếp hay làm mới?")
        return
    other.goto("/help")
    until(other, f"async () => (await ({UNSENT})()).every((one) => one.state === 'receipted')")
    with office(live.data_dir) as app:
        assert list(dossiers(app)).count(draft) == 1
    other.goto("/my-phone")
    expect(other.locator("[data-list=receipts] li:visible")).to_have_count(1)


@pytest.mark.expected_console("503")
def test_back_never_shows_the_answers_of_what_was_sent(wizard, live):
    page = wizard.page
    to_the_end(wizard)
    page.route("**/api/items", lambda route: route.fulfill(status=503, body="{}"))
    press_send(wizard)
    expect(state(page)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/p/{COPIES}"))
    expect(page.locator("main")).not_to_contain_text("Phạm Văn Đạt")


test_back_never_shows_the_answers_of_what_was_sent = pytest.mark.expected_console("503")(
    test_back_never_shows_the_answers_of_what_was_sent
)


@pytest.mark.expected_console("503")
def test_on_a_borrowed_phone_the_outbox_is_as_closed_as_on_an_own_one(wizard, phone):
    page = wizard.page
    to_the_end(wizard, whose="borrowed")
    page.route("**/api/items", lambda route: route.fulfill(status=503, body="{}"))
    press_send(wizard)
    expect(page.locator("[data-why]:visible")).to_be_visible()
    raw = page.evaluate("""async () => {
      const { list } = await import(new URL("outbox/items.js", document.querySelector("script[type=module]").src));
      return JSON.stringify((await list()).map((one) => ({ ...one, blob: new TextDecoder("latin1").decode(one.blob) })));
    }""")
    assert "Phạm" not in raw and "0912345678" not in raw


@pytest.mark.expected_console("QuotaExceeded")
def test_a_full_phone_says_so_and_the_form_still_goes_by_the_plain_way(wizard, live):
    page = wizard.page
    to_the_end(wizard)
    page.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
        return put.call(this, value, key);
      };
    }""")
    press_send(wizard)
    page.wait_for_url(RECEIPT)


@pytest.mark.parametrize("slug", sorted(forms.slugs()))
def test_the_phone_writes_answers_in_the_order_that_the_server_reads(screen, live, slug):
    with office(live.data_dir) as app, app.test_request_context("/"):
        form = forms.form(slug)
        names = {question.id: kinds.names(question) for question in form.questions}
        conditions = {question.id: question.show_if for question in form.questions}
        types = {question.id: question.type for question in form.questions}
    screen.goto(f"/p/{form.code}/start")
    screen.evaluate("() => document.querySelectorAll('.question[data-if]').forEach((one) => delete one.dataset.if)")
    assert conditions is not None
    given = {}
    for question, inputs in names.items():
        if types[question] in ("photo", "yes_no", "choice", "people"):
            continue
        for place, name in enumerate(inputs):
            given[name] = "51" if name.endswith(".province") else f"{place}{question}"[:4]
    screen.evaluate(FILL, given)
    rows = screen.evaluate(COMPACT, {"code": form.code, "language": "vi", "filledBy": "self"})
    assert rows[0] == [form.code, "vi", "self", 0, None] and len(rows) == len(names) + 1
    for question, answer in zip(names, rows[1:], strict=True):
        if types[question] in ("photo", "yes_no", "choice", "people"):
            continue
        told = answer if isinstance(answer, list) else [answer]
        assert told == [given[name] for name in names[question]], (question, json.dumps(answer))
