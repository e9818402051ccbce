"""A citizen stops and comes back: the phone kept every answer, sealed; whose phone it is decides how long."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.keeper import FORM_IS_HERE, settled, until
from tests.browser.pages.wizard import CANNOT_SEAL, Wizard
from tests.browser.pages.wizard import NAME as PERSON

pytestmark = pytest.mark.browser

COPIES = "2.000815"
BIRTH = "1.001193"
NAME = "Đinh Thị Thử Nghiệm"
RECEIPT = re.compile(r"/d/[2-9A-Z]{8}$")
RAW = """async () => {
  const open = indexedDB.open("gocua");
  const db = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const found = {};
  for (const store of db.objectStoreNames) {
    const ask = db.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([ask.getAllKeys(), ask.getAll()].map((one) => new Promise((resolve) => {
      one.onsuccess = () => resolve(one.result);
    })));
    const plain = (value) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : ArrayBuffer.isView(value)
      ? new TextDecoder().decode(value) : value instanceof CryptoKey ? `key that can be read out: ${value.extractable}`
      : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)])) : value);
    found[store] = keys.map((key, place) => [key, plain(values[place])]);
  }
  db.close();
  return found;
}"""
CLOCK = """(days) => { const real = Date.now.bind(Date); Date.now = () => real() + days * 86400000; }"""


@pytest.fixture
def wizard(screen) -> Wizard:
    return Wizard(screen)


def again(phone) -> Wizard:
    """The same phone, the page opened anew."""
    return Wizard(phone.new_page())


def begun(wizard: Wizard, whose: str = "own") -> str:
    """A birth registration with its first answer, kept; returns the draft's id."""
    wizard.open(BIRTH, whose=whose)
    wizard.write(NAME)
    wizard.next()
    wizard.asks("Số căn cước của bạn là số nào?")
    return wizard.kept()


def offered(wizard: Wizard) -> list[str]:
    wizard.asks("Làm tiếp hay làm mới?")
    return [" ".join(text.split()) for text in wizard.question.locator(".choice__label:visible").all_inner_texts()]


def test_after_the_first_answer_the_phone_is_asked_for_and_then_never_again(wizard, phone):
    wizard.open(BIRTH, whose="")
    expect(wizard.page.locator("#wizard-whose")).to_be_hidden()
    wizard.write(NAME)
    wizard.next()
    wizard.asks("Máy này của ai?")
    sizes = [one.bounding_box() for one in wizard.question.locator(".choice").all()]
    assert sizes[0]["width"] == sizes[1]["width"] and sizes[0]["height"] == sizes[1]["height"] >= 64
    wizard.tap("Máy của tôi")
    wizard.asks("Số căn cước của bạn là số nào?")
    wizard.kept()
    other = again(phone).look(BIRTH)
    other.tap("Làm mới")
    other.write("Phạm Văn Đạt")
    other.next()
    other.asks("Số căn cước của bạn là số nào?")


def test_put_off_the_phone_counts_as_borrowed_and_the_next_draft_asks_again(wizard, phone):
    wizard.open(BIRTH, whose="")
    wizard.write(NAME)
    wizard.next()
    wizard.question.get_by_role("button", name="Để sau").click()
    wizard.asks("Số căn cước của bạn là số nào?")
    wizard.kept()
    other = again(phone).look(BIRTH)
    assert len(offered(other)) == 2 and NAME not in offered(other)[0]
    other.tap("Làm mới")
    other.write("Phạm Văn Đạt")
    other.next()
    other.asks("Máy này của ai?")


def test_who_comes_back_goes_on_where_it_stopped_or_begins_anew(wizard, phone):
    begun(wizard)
    wizard.until("con_dan_toc")
    wizard.tap("Co")
    wizard.asks("Bé mang quốc tịch nào?")
    wizard.kept()
    wizard.page.close()
    other = again(phone).look(BIRTH)
    other.asks("Làm tiếp hay làm mới?")
    assert offered(other)[0].startswith(f"Làm tiếp {NAME}, ")
    other.question.locator(".choice__label:visible").first.click()
    other.asks("Bé mang quốc tịch nào?")
    other.page.locator("#wizard-back").click()
    expect(other.question.locator("[aria-pressed=true]")).to_have_text("Co")
    third = again(phone).look(BIRTH)
    third.tap("Làm mới")
    third.asks("Bạn tên đầy đủ là gì?")
    expect(third.question.locator("input.field")).to_have_value("")


def test_a_reload_goes_on_without_asking(wizard):
    begun(wizard)
    wizard.page.reload()
    wizard.asks("Số căn cước của bạn là số nào?")
    assert wizard.page.locator("#yeu_cau_ho_ten").input_value() == NAME


def test_what_is_typed_is_kept_before_the_button_is_pressed(wizard, phone):
    wizard.open(BIRTH)
    wizard.write(NAME)
    wizard.kept()
    wizard.page.close()
    other = again(phone).look(BIRTH)
    other.question.locator(".choice__label:visible").first.click()
    expect(other.question.locator("input.field")).to_have_value(NAME)


def test_nothing_that_was_written_can_be_read_in_the_store(wizard, tmp_path):
    paper = tmp_path / "paper.jpg"
    Image.linear_gradient("L").resize((800, 600)).convert("RGB").save(paper, comment=NAME.encode())
    begun(wizard)
    wizard.until("anh_giay_chung_sinh")
    wizard.page.set_input_files("#anh_giay_chung_sinh", paper)
    wizard.page.wait_for_selector("#wizard:not([data-kept])", state="attached")
    wizard.kept()
    raw = wizard.page.evaluate(RAW)
    assert len(raw["drafts"]) == 2 and raw["keys"] == [["drafts", "key that can be read out: false"]]
    text = str(raw)
    for secret in (NAME, "Thử", "khai sinh", BIRTH, "JFIF"):
        assert secret not in text, secret


def test_a_photo_comes_back_with_its_draft(wizard, phone, tmp_path):
    paper = tmp_path / "paper.png"
    Image.linear_gradient("L").resize((2400, 1600)).convert("RGB").save(paper)
    begun(wizard)
    wizard.until("anh_giay_chung_sinh")
    wizard.page.set_input_files("#anh_giay_chung_sinh", paper)
    wizard.page.wait_for_function("() => document.getElementById('anh_giay_chung_sinh').files[0].name === 'photo.jpg'")
    wizard.page.wait_for_selector("#wizard[data-kept]", state="attached")
    wizard.page.close()
    other = again(phone).look(BIRTH)
    other.question.locator(".choice__label:visible").first.click()
    expect(other.question.locator(".photo__shown")).to_be_visible()
    data = other.page.evaluate(
        "document.getElementById('anh_giay_chung_sinh').files[0].arrayBuffer().then(bytes => [...new Uint8Array(bytes)])"
    )
    assert Image.open(io.BytesIO(bytes(data))).size == (1600, 1067)


def test_people_of_a_list_come_back_all_of_them(wizard, phone):
    wizard.open("1.004222").until("danh_sach_cung_di.1.more")
    for number in (2, 3):
        wizard.tap("Còn")
        wizard.until(f"danh_sach_cung_di.{number}.more")
    wizard.kept()
    wizard.page.close()
    other = again(phone).look("1.004222")
    other.question.locator(".choice__label:visible").first.click()
    other.page.wait_for_selector("#wizard:not([hidden]) .question:visible")
    names = other.page.locator('[name^="danh_sach_cung_di."][name$=".ho_ten"]')
    assert [field.input_value() for field in names.all()] == ["Phạm Văn Đạt"] * 3
    assert other.id == "danh_sach_cung_di.3.more"


@pytest.mark.expected_console("ERR_")
def test_what_was_begun_on_a_first_visit_goes_on_without_a_network(wizard, phone):
    wizard.open(BIRTH)
    wizard.write(NAME)
    wizard.kept()
    until(wizard.page, FORM_IS_HERE)
    settled(wizard.page)
    phone.set_offline(True)
    wizard.page.close()
    other = again(phone).look(BIRTH)
    other.question.locator(".choice__label:visible").first.click()
    expect(other.question.locator("input.field")).to_have_value(NAME)


def test_two_drafts_at_once_each_with_its_own_name(wizard, phone):
    begun(wizard)
    other = again(phone).open(BIRTH)
    other.write("Phạm Văn Hai")
    other.next()
    other.kept()
    third = again(phone).look(BIRTH)
    assert [text.split(",")[0] for text in offered(third)] == ["Làm tiếp Phạm Văn Hai", f"Làm tiếp {NAME}", "Làm mới"]


def test_once_sent_the_draft_is_gone_and_going_back_shows_an_empty_form(wizard):
    wizard.open(COPIES).answer_all()
    wizard.kept()
    wizard.confirm_all()
    wizard.send()
    expect(wizard.page).to_have_url(RECEIPT)
    expect(wizard.page.locator("svg.code")).to_be_visible()
    assert wizard.page.evaluate(RAW)["drafts"] == []
    wizard.page.go_back()
    expect(wizard.page.locator("main")).not_to_contain_text(PERSON)
    wizard.look(COPIES)
    expect(wizard.page.locator("input:checked:not([value=''])")).to_have_count(0)


def test_what_the_server_did_not_take_stays(wizard, phone):
    wizard.open(COPIES).answer_all()
    wizard.confirm_all()
    wizard.tap("Đồng ý")
    wizard.page.evaluate(CANNOT_SEAL)
    phone.route("**/start*", lambda route: route.fulfill(status=200, body="<h1>Wi-Fi login</h1>"))
    wizard.page.locator("#wizard-send").click()
    expect(wizard.page.get_by_role("status")).to_contain_text("Chưa gửi được.")
    assert len(wizard.page.evaluate(RAW)["drafts"]) == 1
    phone.unroute("**/start*")


def test_a_newer_form_takes_the_answers_over_and_says_what_is_asked_again(chromium, live):
    phone = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640}, service_workers="block")
    wizard = again(phone)
    begun(wizard)
    wizard.until("con_gioi_tinh")
    wizard.kept()
    wizard.page.close()

    def newer(route):
        answer = route.fetch()
        html = answer.text().replace('data-version="1"', 'data-version="2"').replace("yeu_cau_ho_ten", "nguoi_khai_ho_ten")
        route.fulfill(response=answer, body=html)

    phone.route("**/start", newer)
    other = again(phone).look(BIRTH)
    other.question.locator(".choice__label:visible").first.click()
    other.asks("Bạn tên đầy đủ là gì?")
    expect(other.page.locator("#wizard-note")).to_have_text("Tờ khai đã đổi. Xem lại câu trả lời. Bạn tên đầy đủ là gì?")
    assert other.page.locator("#con_ho_ten").input_value() == "Phạm Văn Đạt"
    phone.close()


def test_a_draft_goes_on_with_the_form_that_it_was_begun_with(chromium, live):
    phone = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640}, service_workers="block")
    wizard = again(phone)
    begun(wizard)
    wizard.until("con_gioi_tinh")
    wizard.kept()
    wizard.page.close()

    def today(route):
        answer = route.fetch()
        html = answer.text().replace('data-version="1"', 'data-version="2"').replace("con_ho_ten", "be_ho_ten")
        route.fulfill(response=answer, body=html)

    phone.route("**/start", today)
    phone.route("**/start/1", lambda route: route.fulfill(response=route.fetch(url=route.request.url.removesuffix("/1"))))
    other = again(phone).look(BIRTH)
    other.question.locator(".choice__label:visible").first.click()
    other.page.wait_for_url(f"**/p/{BIRTH}/start/1**")
    other.page.wait_for_selector(".wizard--on .question:visible")
    other.asks("Bé là trai hay gái?")
    expect(other.page.locator("#wizard-note")).to_be_hidden()
    assert other.page.locator("#con_ho_ten").input_value() == "Phạm Văn Đạt"
    phone.close()


@pytest.mark.parametrize("whose, stays", [("own", True), ("borrowed", False)])
def test_a_draft_of_a_borrowed_phone_goes_after_a_day_of_an_own_one_never(wizard, phone, whose, stays):
    begun(wizard, whose)
    phone.add_init_script(f"({CLOCK})(0.9)")
    again(phone).look(BIRTH).asks("Làm tiếp hay làm mới?")
    phone.add_init_script(f"({CLOCK})(400)")
    again(phone).look(BIRTH).asks("Làm tiếp hay làm mới?" if stays else "Bạn tên đầy đủ là gì?")


def test_a_clock_set_back_a_year_neither_ends_a_draft_nor_keeps_it_for_a_year(wizard, phone):
    begun(wizard, "borrowed")
    wizard.page.close()
    phone.add_init_script(f"({CLOCK})(-365)")
    again(phone).look(BIRTH).asks("Làm tiếp hay làm mới?")
    phone.add_init_script(f"({CLOCK})(1.1)")
    again(phone).look(BIRTH).asks("Bạn tên đầy đủ là gì?")


def test_where_the_phone_keeps_nothing_it_says_so_once_and_the_form_still_sends(phone):
    phone.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('private', 'SecurityError'); }")
    wizard = again(phone).open(COPIES, whose="")
    wizard.answer_and_go_on()
    expect(wizard.page.locator("#wizard-note")).to_have_text("Máy này không giữ được tờ khai. Đừng đóng trang.")
    wizard.answer_all()
    expect(wizard.page.locator("#wizard-note")).to_be_hidden()
    wizard.confirm_all()
    wizard.send()
    expect(wizard.page).to_have_url(RECEIPT)


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    const request = put.call(this, value, key);
    if (this.name === "drafts" && window.full) this.transaction.abort();
    return request;
  };
}"""


def test_a_full_phone_is_said_plainly_and_keeps_again_once_there_is_room(wizard):
    begun(wizard)
    wizard.page.evaluate(FULL)
    wizard.page.evaluate("window.full = true")
    wizard.later()
    expect(wizard.page.locator("#wizard-note")).to_have_text("Máy này không giữ được tờ khai. Đừng đóng trang.")
    wizard.page.evaluate("window.full = false")
    wizard.answer_and_go_on()
    wizard.kept()


def carried(wizard: Wizard) -> str:
    """Get a code for the draft that was begun; returns it."""
    wizard.page.goto(f"/drafts#from-{wizard.kept()}")
    wizard.page.get_by_role("button", name="Lấy mã").click()
    shown = wizard.page.locator("[data-part=shown]")
    expect(shown).to_have_text(re.compile(r"^[2-9A-Z]{5}-[2-9A-Z]{5}$"))
    return shown.inner_text()


def test_a_draft_goes_to_another_browser_by_a_code_that_the_server_never_sees(wizard, chromium, live):
    begun(wizard)
    said: list[str] = []
    wizard.page.on("request", lambda one: said.append(f"{one.url} {one.post_data_buffer!r}"))
    code = carried(wizard)
    bare = code.replace("-", "")
    assert not [one for one in said if bare in one or NAME in one]
    database = (live.data_dir / "gocua.sqlite3").read_bytes() + (live.data_dir / "gocua.sqlite3-wal").read_bytes()
    assert NAME.encode() not in database and bare.encode() not in database
    elsewhere = chromium.new_context(base_url=live.url, viewport={"width": 360, "height": 640})
    page = elsewhere.new_page()
    page.goto("/drafts")
    page.get_by_label("Gõ mã của máy kia").fill(code.lower())
    page.get_by_role("button", name="Mở tờ khai").click()
    page.wait_for_selector(".wizard--on .question:visible")
    other = Wizard(page)
    other.asks("Số căn cước của bạn là số nào?")
    assert page.locator("#yeu_cau_ho_ten").input_value() == NAME
    assert bare not in page.url and "#" not in page.url
    page.goto(f"/drafts#{bare}")
    expect(page.get_by_label("Gõ mã của máy kia")).to_have_value(bare)
    assert bare not in page.url
    page.get_by_role("button", name="Mở tờ khai").click()
    expect(page.get_by_role("status")).to_have_text("Mã này không mở được nữa. Lấy mã mới ở máy kia.")
    elsewhere.close()


def test_a_slip_in_the_code_is_told_without_asking_the_server(screen):
    screen.goto("/drafts")
    asked: list[str] = []
    screen.on("request", lambda one: asked.append(one.url))
    screen.get_by_label("Gõ mã của máy kia").fill("ABCDE-FGHJK")
    screen.get_by_role("button", name="Mở tờ khai").click()
    expect(screen.get_by_role("status")).to_have_text("Mã không đúng. Xem lại từng chữ.")
    assert asked == []


def test_the_picture_of_the_code_opens_the_same_page(wizard):
    import zxingcpp

    begun(wizard)
    code = carried(wizard).replace("-", "")
    canvas = wizard.page.locator("canvas")
    wizard.page.wait_for_function("() => document.querySelector('canvas').width > 200")
    picture = Image.open(io.BytesIO(canvas.screenshot()))
    assert zxingcpp.read_barcodes(picture)[0].text.endswith(f"/drafts#{code}")
