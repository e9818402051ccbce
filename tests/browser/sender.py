"""What a citizen who sends does: fills in, agrees, presses; and what the phone then has."""

import io
import re

from PIL import Image
from playwright.sync_api import Page

from tests.browser.pages.wizard import Wizard

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
