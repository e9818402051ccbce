"""A citizen sends: sealed on the phone, once, and nobody is told "received" before the commune has it."""

import io
import json
import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from app.dossiers import cli
from app.forms import kinds
from app.forms import queries as forms
from app.sync import envelope, intake, scanned
from app.web.clock import now
from tests.browser.keeper import equipped, settled, until
from tests.browser.office import dossiers, office, photos
from tests.browser.pages.wizard import Wizard
from tests.phone import FULL_BIRTH

pytestmark = pytest.mark.browser
COPIES = "2.000815"
BIRTH = "1.001193"
NO_NETWORK = "ERR_INTERNET_DISCONNECTED"
REFUSED = "ERR_CONNECTION_REFUSED"
RECEIPT = re.compile(r"/d/[2-9A-Z]{8}$")
UNSENT = """async () => {
  const { list } = await import(new URL("outbox/items.js", document.querySelector("script[type=module]").src));
  return (await list()).map(({ id, state, why, tries }) => ({ id, state, why, tries }));
}"""
TRIED = f"async () => (await ({UNSENT})())[0]?.why === 'line'"
IN_STORE = """async (store) => {
  const done = (ask) => new Promise((resolve) => { ask.onsuccess = () => resolve(ask.result); });
  const db = await done(indexedDB.open("gocua"));
  const count = await done(db.transaction(store).objectStore(store).count());
  db.close();
  return count;
}"""
FILL = """(values) => {
  const form = document.querySelector("#wizard");
  Object.entries(values).forEach(([name, value]) => {
    const field = form.elements[name];
    if (field instanceof RadioNodeList) [...field].forEach((one) => { one.checked = one.value === value; });
    else if (field && field.type === "radio") field.checked = field.value === value;
    else if (field) field.value = value;
  });
}"""
COMPACT = """async (about) => {
  const { compact } = await import("/static/any/js/sealing/answers.js");
  return compact(document.querySelector("#wizard"), about);
}"""


@pytest.fixture
def wizard(screen) -> Wizard:
    return Wizard(screen)


def a_photo(colour: str = "#8a6") -> bytes:
    """A small invented picture."""
    data = io.BytesIO()
    Image.new("RGB", (900, 700), colour).save(data, "JPEG")
    return data.getvalue()


ANSWERS: dict[str, dict[str, str]] = {}
TAKEN = "() => Object.fromEntries([...new FormData(document.querySelector('#wizard'))].filter(([name, value]) => typeof value === 'string' && name !== 'consent'))"
KEEP = """async ({ code, answers, whose }) => {
  const [{ keep, uuid7 }, { put }] = await Promise.all(["drafts", "store"].map((name) => import(`/static/any/js/${name}.js`)));
  const id = uuid7();
  await put("settings", "whose", whose);
  const about = { code, name: "", person: "", version: "1", office: "21484", language: "vi", photos: {} };
  await keep(id, { ...about, answers, place: "consent", path: `/p/${code}/start` });
  return id;
}"""


def to_the_end(wizard: Wizard, code: str = COPIES, whose: str = "own", photo: bytes | None = None) -> str:
    """Answer everything and agree; returns the draft's id. Only the first time question by question; then from a kept draft."""
    page = wizard.page
    if code not in ANSWERS:
        wizard.open(code, whose=whose).answer_all()
        ANSWERS[code] = page.evaluate(TAKEN)
        wizard.confirm_all()
    else:
        page.goto("/healthz")
        id_ = page.evaluate(KEEP, {"code": code, "answers": ANSWERS[code], "whose": whose})
        page.goto(f"/p/{code}/start#{id_}")
        page.wait_for_selector("#q-consent:visible")
    if photo:
        page.evaluate("() => { document.querySelector('[name=\"anh_giay_chung_sinh.later\"]').checked = false; }")
        page.locator("[name=anh_giay_chung_sinh]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo})
    wizard.tap("Đồng ý")
    page.evaluate("import(new URL('wizard/send.js', document.querySelector('script[type=module]').src)).then(() => true)")
    return wizard.kept()


def press_send(wizard: Wizard) -> None:
    wizard.page.locator("#wizard-send").click()


def state(page: Page):
    return page.locator("[data-state]:visible")


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


def photographed(picture: bytes, angle: float = 12) -> Image.Image:
    """The screen of a phone of 5 inches as an officer's camera sees it: turned, from the side, a little dark."""
    screen = Image.open(io.BytesIO(picture)).convert("L")
    wide, high = screen.size
    lean = wide * 0.06
    corners = (0, 0, -lean, high, wide + lean, high, wide, 0)
    seen = screen.transform((wide, high), Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=90)
    data = io.BytesIO()
    seen.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=90).point(lambda value: 30 + value * 0.7).save(
        data, "JPEG", quality=70
    )
    return Image.open(data)


@pytest.mark.expected_console(NO_NETWORK)
def test_with_no_network_the_screen_carries_it_and_what_is_sent_later_is_the_same(chromium, live):
    phone = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640}, device_scale_factor=2)
    wizard = Wizard(phone.new_page())
    page = wizard.page
    to_the_end(wizard, BIRTH)
    page.evaluate(FILL, FULL_BIRTH)
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    until(page, TRIED)
    page.locator("[data-act=show]").click()
    expect(page.locator("[data-part=compare]")).to_have_text(re.compile(r"^[A-Z2-7]{4}-[A-Z2-7]{4}$"))
    picture = page.screenshot()
    assert page.locator("[data-part=qr]").bounding_box()["width"] >= 290  # 5 cm on a screen of 5 inches
    found = zxingcpp.read_barcodes(photographed(picture))
    assert len(found) == 1 and found[0].text.startswith("HS1:"), found
    codes = scanned.Reading()
    assert codes.add(found[0].text) and len(codes.blob) <= 644
    assert envelope.short_code(codes.blob) == page.locator("[data-part=compare]").inner_text().replace("-", "")
    with office(live.data_dir) as app:
        by_hand = intake.receive(app.extensions["gocua.keys"], codes.blob, "code", now(), office_code="21484")
        assert dossiers(app)[by_hand.receipt["id"]].answers["cha_noi_cu_tru"]["detail"] == "Thôn Gò Rét, số nhà 12"
    phone.set_offline(False)
    page.wait_for_url(RECEIPT)
    assert page.url.endswith(by_hand.receipt["code"])
    phone.close()


@pytest.mark.expected_console(NO_NETWORK)
def test_easier_codes_come_one_after_the_other(wizard, phone):
    page = wizard.page
    to_the_end(wizard, BIRTH)
    page.evaluate(FILL, FULL_BIRTH)
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    page.locator("[data-act=show]").click()
    page.locator("[data-act=easier]").click()
    codes = scanned.Reading()
    for _ in range(60):
        found = zxingcpp.read_barcodes(photographed(page.screenshot()))
        if found and codes.add(found[0].text):
            break
        page.wait_for_timeout(150)
    assert codes.blob and codes.count == len(scanned.parts_of(codes.blob)) > 1


@pytest.mark.expected_console(NO_NETWORK)
def test_a_file_carries_it_with_its_photos(wizard, phone, live, tmp_path):
    page = wizard.page
    draft = to_the_end(wizard, BIRTH, photo=a_photo())
    equipped(page)
    phone.set_offline(True)
    press_send(wizard)
    with page.expect_download() as download:
        page.locator("[data-act=file]").click()
    path = tmp_path / "a.hoso"
    download.value.save_as(path)
    assert download.value.suggested_filename.endswith(".hoso")
    with office(live.data_dir) as app:
        done = app.test_cli_runner().invoke(cli.scan, [str(path), "--office", "21484"])
        assert done.exit_code == 0 and "Received" in done.output and "1 photos" in done.output, done.output
        again = app.test_cli_runner().invoke(cli.scan, [str(path)])
        assert "Received before" in again.output
        assert photos(app)[draft] == [0]


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
