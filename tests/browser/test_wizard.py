"""A citizen fills in a form: one question a screen, read back, consent, sent once; or all on one page without script."""

import io
import re
import statistics

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.pages.wizard import CANNOT_SEAL, Wizard

pytestmark = pytest.mark.browser

COPIES = "2.000815"
BIRTH = "1.001193"
MOVING = "1.004222"
DEATH = "1.000656"
FORMS = (
    BIRTH,
    DEATH,
    "1.000894",
    "1.001612",
    "1.001699",
    "1.001731",
    "1.004194",
    MOVING,
    "1.004873",
    "1.014027",
    COPIES,
    "2.000884",
    "2.000635",
)
LOW = {"width": 360, "height": 560}
RECEIPT = re.compile(r"/d/[2-9A-Z]{8}$")


@pytest.fixture
def wizard(screen) -> Wizard:
    return Wizard(screen)


def posts(page) -> list[str]:
    """The addresses of everything that this page posts from now on."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.method == "POST" else None)
    return found


@pytest.mark.parametrize("code", FORMS)
def test_a_citizen_answers_every_question_and_holds_a_receipt(wizard, code):
    wizard.open(code)
    assert wizard.page.evaluate("document.querySelectorAll('*').length") <= 1500
    asked = wizard.answer_all()
    assert len(asked) == len(set(asked))
    read_back = wizard.confirm_all()
    assert 0 < read_back <= len(asked)
    wizard.send()
    expect(wizard.page).to_have_url(RECEIPT)


def test_the_count_follows_the_questions_that_apply(wizard):
    wizard.open(COPIES)
    assert wizard.count == "1 / 9"
    wizard.tap("Khác")
    wizard.tap("Giấy khác")
    wizard.asks("Giấy đó là giấy gì?")
    assert wizard.count == "2 / 10"


def test_back_gives_the_question_before_with_its_answer(wizard):
    wizard.open(BIRTH)
    wizard.write("Phạm Văn Đạt")
    wizard.next()
    wizard.asks("Số căn cước của bạn là số nào?")
    wizard.back()
    wizard.asks("Bạn tên đầy đủ là gì?")
    expect(wizard.question.locator("input.field")).to_have_value("Phạm Văn Đạt")
    wizard.page.go_forward()
    wizard.page.locator("#wizard-back").click()
    wizard.asks("Bạn tên đầy đủ là gì?")


HASTE = """() => {
  document.querySelector("[name=con_gioi_tinh]").click();
  document.getElementById("wizard-next").click();
  history.back();
}"""


def test_back_pressed_at_once_goes_back_one_screen_only(wizard):
    wizard.open(BIRTH).until("con_gioi_tinh")
    for _ in range(3):
        wizard.page.evaluate(HASTE)
        wizard.asks("Bé là trai hay gái?")
        wizard.page.go_back()
        wizard.asks("Bé sinh ngày nào?")
        wizard.page.go_forward()
        wizard.asks("Bé là trai hay gái?")


def test_an_error_says_what_to_do_and_goes_once_it_is_mended(wizard):
    wizard.open(BIRTH)
    wizard.next()
    assert wizard.error == "Ghi tên đầy đủ."
    wizard.write("Đạt 12")
    assert wizard.error == ""
    wizard.next()
    assert wizard.error == "Tên chỉ có chữ. Xóa số và dấu lạ."
    expect(wizard.question.locator("input.field")).to_have_attribute("aria-invalid", "true")
    wizard.write("Phạm Văn Đạt")
    wizard.next()
    wizard.write("0510")
    wizard.next()
    assert wizard.error == "Số căn cước có 12 số. Xem lại trên thẻ."
    wizard.later()
    wizard.asks("Thẻ căn cước của bạn cấp ngày nào?")


def test_a_long_list_shows_the_usual_answers_then_pages_of_four(wizard):
    wizard.open(BIRTH).until("con_dan_toc")
    assert wizard.words() == ["Hrê", "Kinh", "Co", "Khác"]
    wizard.tap("Khác")
    assert wizard.words() == ["Tày", "Thái", "Hoa", "Khmer"]
    wizard.question.get_by_role("button", name="Tiếp").click()
    wizard.tap("Mông")
    wizard.asks("Bé mang quốc tịch nào?")
    assert wizard.page.locator("#con_dan_toc").input_value() == "Mông"
    wizard.back()
    expect(wizard.question.locator("[aria-pressed=true]")).to_have_text("Mông")


def test_the_same_as_before_is_one_tap_but_never_from_a_hidden_question(wizard):
    wizard.open(BIRTH).until("co_me")
    wizard.tap("Không")
    wizard.until("cha_ho_ten")
    wizard.tap("Chính là tôi")
    wizard.asks("Cha sinh năm nào?")
    assert wizard.page.locator("#cha_ho_ten").input_value() == "Phạm Văn Đạt"
    wizard.until("cha_dan_toc")
    assert wizard.words() == ["Giống của bé", "Hrê", "Kinh", "Khác"]


def test_this_commune_is_one_tap_and_another_is_checked(wizard):
    wizard.open(BIRTH).until("yeu_cau_noi_cu_tru")
    assert wizard.words() == ["Xã Ba Tơ", "Nơi khác"]
    wizard.tap("Nơi khác")
    wizard.write("ba to", "commune")
    wizard.next()
    assert wizard.error == "Tỉnh này không có xã đó. Xem lại tên xã."
    wizard.write("ba tơ", "commune")
    wizard.next()
    wizard.asks("Bạn là gì của bé?")
    assert wizard.page.locator('[name="yeu_cau_noi_cu_tru.commune"]').input_value() == "Xã Ba Tơ"


def test_a_place_far_away_is_chosen_from_its_provinces_list(wizard):
    wizard.open(BIRTH).until("yeu_cau_noi_cu_tru")
    wizard.tap("Nơi khác")
    wizard.question.locator("select").select_option("1")
    typed = wizard.question.locator('[name$=".commune"]')
    typed.click()
    expect(typed).to_have_attribute("list", "communes-1")
    assert wizard.page.locator("#communes-1 option").count() == 126
    wizard.write("ba tơ", "commune")
    wizard.next()
    assert wizard.error == "Tỉnh này không có xã đó. Xem lại tên xã."
    wizard.write("hoàn kiếm", "commune")
    wizard.next()
    wizard.asks("Bạn là gì của bé?")
    assert wizard.page.locator('[name="yeu_cau_noi_cu_tru.commune"]').input_value() == "Phường Hoàn Kiếm"


def test_nobody_must_remember_the_day(wizard):
    wizard.open(DEATH).until("mat_ngay_sinh")
    wizard.page.get_by_role("button", name="Không nhớ ngày").click()
    wizard.write("1956", "year")
    wizard.next()
    wizard.asks("Người đó là nam hay nữ?")


def test_an_answer_is_changed_while_it_is_read_back(wizard):
    wizard.open(COPIES).answer_all()
    wizard.asks("Bạn cần sao giấy gì?")
    assert wizard.count.startswith("Nghe lại 1 / ")
    expect(wizard.question.locator(".question__answer")).to_have_text("Căn cước")
    wizard.page.locator("#wizard-fix").click()
    wizard.tap("Giấy khai sinh")
    expect(wizard.question.locator(".question__answer")).to_have_text("Giấy khai sinh")


def test_a_change_that_opens_a_question_asks_it_before_going_on(wizard):
    wizard.open(COPIES).answer_all()
    wizard.page.locator("#wizard-all").click()
    wizard.page.get_by_role("button", name="Sửa: Bạn cần sao giấy gì?").click()
    wizard.tap("Khác")
    wizard.tap("Giấy khác")
    wizard.asks("Giấy đó là giấy gì?")
    wizard.write("Giấy mời")
    wizard.next()
    expect(wizard.page.locator(".reread__answer").nth(1)).to_have_text("Giấy mời")


def test_nothing_is_sent_without_consent(wizard):
    sent = posts(wizard.page)
    wizard.open(COPIES).answer_all()
    wizard.confirm_all()
    expect(wizard.question.locator("input:checked")).to_have_count(0)
    wizard.tap("Không đồng ý")
    expect(wizard.page.get_by_text("Không gửi gì cả.")).to_be_visible()
    expect(wizard.page.locator("#wizard-send")).to_be_hidden()
    assert sent == []


def test_without_network_nothing_is_sent_and_nothing_is_lost(wizard):
    wizard.open(COPIES).answer_all()
    wizard.confirm_all()
    wizard.tap("Đồng ý")
    wizard.page.evaluate(CANNOT_SEAL)
    wizard.page.context.set_offline(True)
    wizard.page.locator("#wizard-send").click()
    expect(wizard.page.get_by_role("status")).to_contain_text("Chưa gửi được. Chưa có mạng.")
    wizard.page.context.set_offline(False)
    wizard.page.locator("#wizard-send").click()
    expect(wizard.page).to_have_url(RECEIPT)


def test_a_dead_line_keeps_the_answers_and_says_so(wizard, phone):
    wizard.open(COPIES).answer_all()
    wizard.confirm_all()
    wizard.tap("Đồng ý")
    wizard.page.evaluate(CANNOT_SEAL)
    phone.route("**/start*", lambda route: route.fulfill(status=200, body="<h1>Wi-Fi login</h1>"))
    wizard.page.locator("#wizard-send").click()
    expect(wizard.page.get_by_role("status")).to_contain_text("Chưa gửi được. Bấm Gửi lần nữa. Câu trả lời còn ở đây.")
    phone.unroute("**/start*")
    wizard.page.locator("#wizard-send").click()
    expect(wizard.page).to_have_url(RECEIPT)


@pytest.mark.expected_console("422")
def test_a_number_that_speaks_against_the_birth_date_is_asked_again_with_all_answers_kept(wizard):
    wizard.open(BIRTH).answer_all()
    wizard.page.locator("#wizard-all").click()
    wizard.page.get_by_role("button", name="Sửa: Mẹ sinh năm nào?").click()
    wizard.page.evaluate("document.getElementById('me_so_dinh_danh').value = '051185001234'")
    wizard.next()
    wizard.asks("Số căn cước của mẹ?")
    assert wizard.error == "Số này không khớp với ngày sinh. Xem lại cả hai."
    wizard.write("051190001234")
    wizard.next()
    wizard.confirm_all()
    wizard.send()
    expect(wizard.page).to_have_url(RECEIPT)


def test_a_double_tap_on_send_sends_once(wizard):
    sent = posts(wizard.page)
    wizard.open(COPIES).answer_all()
    wizard.confirm_all()
    wizard.tap("Đồng ý")
    wizard.page.locator("#wizard-send").dblclick()
    expect(wizard.page).to_have_url(RECEIPT)
    assert len([one for one in sent if one.endswith("/api/items")]) == 1


def test_a_double_tap_on_an_answer_does_not_answer_the_next_question(wizard):
    wizard.open(COPIES).until("co_ban_chinh")
    wizard.question.locator(".choice__input").first.dblclick()
    wizard.asks("Bản chính còn rõ, không tẩy xóa?")
    expect(wizard.question.locator("input.choice__input:checked")).to_have_count(0)


def test_people_are_asked_one_after_another(wizard):
    wizard.open(MOVING).until("danh_sach_cung_di.1.more")
    for number in (2, 3):
        wizard.tap("Còn")
        wizard.asks("Người này tên đầy đủ là gì?")
        expect(wizard.question.locator(".question__about")).to_have_text(f"Người thứ {number}")
        wizard.until(f"danh_sach_cung_di.{number}.more")
    wizard.tap("Hết rồi")
    wizard.asks("Chủ nhà đồng ý bằng cách nào?")
    names = wizard.page.locator('[name^="danh_sach_cung_di."][name$=".ho_ten"]')
    assert [field.input_value() for field in names.all()] == ["Phạm Văn Đạt"] * 3


def test_a_photo_is_shown_big_and_made_small_before_it_is_sent(wizard, tmp_path):
    paper = tmp_path / "paper.png"
    Image.linear_gradient("L").resize((3000, 2000)).convert("RGB").save(paper)
    wizard.open(BIRTH).until("anh_giay_chung_sinh")
    wizard.page.set_input_files("#anh_giay_chung_sinh", paper)
    expect(wizard.question.locator(".photo__shown")).to_be_visible()
    expect(wizard.question.get_by_text("Chụp lại", exact=True)).to_be_visible()
    wizard.page.wait_for_function("() => document.getElementById('anh_giay_chung_sinh').files[0].name === 'photo.jpg'")
    data = wizard.page.evaluate(
        "document.getElementById('anh_giay_chung_sinh').files[0].arrayBuffer().then(bytes => [...new Uint8Array(bytes)])"
    )
    image = Image.open(io.BytesIO(bytes(data)))
    assert (image.format, image.size) == ("JPEG", (1600, 1067)) and len(data) <= 300_000


VISIBLE = """() => {
  const seen = (part) => part.offsetParent !== null && part.getBoundingClientRect().height > 0;
  const box = (part) => part.getBoundingClientRect();
  const one = [...document.querySelectorAll(".question")].find(seen);
  const parts = [...one.querySelectorAll(".question__picture, .question__ask, .choice, .field, .photo__take")].filter(seen);
  const bar = [...document.querySelectorAll(".wizard__bar")].find(seen);
  const nav = box(document.querySelector(".bottom")).top;
  const top = bar && getComputedStyle(bar).position === "sticky" ? Math.min(nav, box(bar).top) : nav;
  const all = (what) => [...document.querySelectorAll(what)].filter(seen);
  const words = all("body *").filter((part) => part.children.length === 0 && part.textContent.trim()
    && part.tagName !== "OPTION" && !part.closest("svg"));
  return {
    hidden: parts.filter((part) => box(part).top < 0 || box(part).bottom > top + 1).map((part) => part.outerHTML.slice(0, 80)),
    low: all(".choice__label, .big").filter((part) => (part.closest(".choice") || part).offsetHeight < 64).length,
    narrow: all("a, button, summary, input, select, textarea").filter((part) => !part.closest(".choice, .skip"))
      .filter((part) => box(part).height < 48 || box(part).width < 48).map((part) => part.outerHTML.slice(0, 80)),
    text: words.filter((part) => parseFloat(getComputedStyle(part).fontSize) < 18).map((part) => part.textContent),
    ask: parseFloat(getComputedStyle(one.querySelector(".question__ask")).fontSize),
    wide: document.documentElement.scrollWidth,
  };
}"""


@pytest.mark.parametrize("code", [BIRTH, MOVING])
def test_question_picture_and_answers_need_no_scrolling_and_fit_a_finger(wizard, code):
    wizard.page.set_viewport_size(LOW)
    wizard.open(code)
    for _ in range(60):
        seen = wizard.page.evaluate(VISIBLE)
        assert seen["hidden"] == [], (wizard.id, seen)
        assert seen["low"] == 0 and seen["narrow"] == [] and seen["text"] == [], (wizard.id, seen)
        assert seen["ask"] >= 24 and seen["wide"] <= 360, (wizard.id, seen)
        wizard.answer_and_go_on()
        if wizard.reads_back:
            return
    raise AssertionError("the questions never ended")


TAPS = """() => {
  window.times = [];
  addEventListener("click", () => {
    const start = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => times.push(performance.now() - start);
      after.port2.postMessage(0);
    });
  }, true);
}"""


# The same document without the wizard: a tap hides one question and shows the next, and does nothing else.
BARE = """() => {
  const all = [...document.querySelectorAll("#wizard .question")];
  let now = 0;
  all.forEach((one, place) => { one.hidden = place !== 0; });
  document.querySelector("form").classList.add("wizard--on");
  window.tap = () => { all[now].hidden = true; now += 1; all[now].hidden = false; scrollTo(0, 0); };
  addEventListener("click", tap);
}"""
WALKS = 3
MOST_BESIDE_BARE = 1.8


def test_the_next_question_comes_at_once_on_a_slow_phone_and_asks_the_network_nothing(wizard, chromium, live):
    """50 ms on a quiet machine is a row of `make bench`; here the machine is shared, and a bare page beside it is the measure."""
    plain = chromium.new_context(base_url=live.url, viewport=PHONE, service_workers="block")
    bare = plain.new_page()
    bare.route("**/modules/wizard*", lambda route: route.fulfill(body="export default () => {}", content_type="text/javascript"))
    wizard.open(BIRTH).until("con_sinh_o_vien")  # what only some questions need is on the phone from now on
    for page in (wizard.page, bare):
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    ratios = []
    for _ in range(WALKS):  # whatever else runs on the machine only ever adds time: the best of the walks is ours
        wizard.page.bring_to_front()
        wizard.open(BIRTH)
        asked: list[str] = []
        wizard.page.on("response", lambda one, asked=asked: None if one.from_service_worker else asked.append(one.url))
        wizard.page.evaluate(TAPS)
        wizard.until("co_cha")
        ours = statistics.median(wizard.page.evaluate("times"))
        assert asked == []
        ratios.append(ours / _bare_wait(bare))
        if ratios[-1] <= MOST_BESIDE_BARE:
            break
    plain.close()
    assert ratios[-1] <= MOST_BESIDE_BARE, f"a tap beside a bare one: {ratios}"


def _bare_wait(page) -> float:
    page.bring_to_front()
    page.goto(f"/p/{BIRTH}/start")
    page.evaluate(BARE)
    page.evaluate(TAPS)
    for number in range(1, 13):
        page.locator(".question__ask:visible").click()
        page.wait_for_function("count => times.length >= count", arg=number)
    return statistics.median(page.evaluate("times"))


@pytest.mark.expected_console("422")
def test_the_plain_form_sends_without_script(plain_screen):
    page = plain_screen
    page.goto(f"/p/{COPIES}/start")
    page.get_by_label("Bạn cần sao giấy gì?").select_option("Sổ đỏ")
    for name, value in {"co_ban_chinh": "yes", "ban_chinh_con_ro": "yes", "giay_nuoc_ngoai": "no", "da_chup_san": "no"}.items():
        page.locator(f'[name="{name}"][value="{value}"]').check()
    page.get_by_label("Giấy có mấy trang?").fill("ba")
    page.locator('[name="so_ban.later"]').check()
    page.get_by_role("button", name="Xem lại").click()
    expect(page.get_by_role("heading", name="Xem lại câu trả lời")).to_be_visible()
    expect(page.locator(".reread__answer").first).to_have_text("Sổ đỏ")
    page.locator('[name="consent"][value="yes"]').check()
    page.get_by_role("button", name="Gửi").click()
    expect(page.get_by_text("Chỉ ghi số, không ghi chữ.")).to_be_visible()
    page.get_by_label("Giấy có mấy trang?").fill("3")
    page.locator('[name="consent"][value="yes"]').check()
    page.get_by_role("button", name="Gửi").click()
    expect(page).to_have_url(RECEIPT)


@pytest.mark.expected_console("422")
def test_without_script_a_photo_goes_with_the_form(plain_screen, tmp_path):
    page = plain_screen
    paper = tmp_path / "paper.jpg"
    Image.linear_gradient("L").resize((2400, 1800)).convert("RGB").save(paper)
    page.goto(f"/p/{BIRTH}/start")
    page.set_input_files("#anh_giay_chung_sinh", paper)
    page.locator('[name="co_giay_chung_sinh"][value="yes"]').check()
    page.locator('[name="step"][value="send"]').click()
    expect(page.get_by_role("alert").first).to_contain_text("Chưa gửi.")
    assert page.locator("#error-anh_giay_chung_sinh").count() == 0
