"""Whoever looks into the phone after a form was sent finds nothing of the person: not in any cache, and in the store only what is sealed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keeper import settled
from tests.browser.pages.wizard import Wizard

pytestmark = [
    pytest.mark.browser,
    pytest.mark.expected_console("Failed to load resource"),
    pytest.mark.expected_console("ERR_"),
]
EXTRACT = "2.000635"
NAME, ID_NUMBER, PHONE = "Đinh Thị Bí Mật", "051190001234", "0987654321"
WRITTEN = {"person_name": NAME, "citizen_id": ID_NUMBER, "phone": PHONE}
RECEIPT = re.compile(r"/d/([2-9A-Z]{8})$")
# Every entry of every cache as text: address, headers, body.
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const answer = await cache.match(key, { ignoreVary: true });
      found.push([`${name} ${key.url}`, [...key.headers, ...answer.headers].join("; ") + new TextDecoder().decode(await answer.arrayBuffer())]);
    }
  }
  return found;
}"""
# Every record of every database, and what the page keeps beside; bytes are read as text, keys say whether they can be read out.
STORED = """async () => {
  const seen = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value instanceof CryptoKey) return `key that can be read out: ${value.extractable}`;
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, seen(part)]));
    return value;
  };
  const asked = (request) => new Promise((done, failed) => { request.onsuccess = () => done(request.result); request.onerror = failed; });
  const found = [["localStorage", JSON.stringify({ ...localStorage })], ["sessionStorage", JSON.stringify({ ...sessionStorage })]];
  for (const { name } of await indexedDB.databases()) {
    const db = await asked(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const [keys, values] = await Promise.all([asked(db.transaction(store).objectStore(store).getAllKeys()), asked(db.transaction(store).objectStore(store).getAll())]);
      found.push([`${name}.${store}`, JSON.stringify([keys.map(seen), values.map(seen)])]);
    }
    db.close();
  }
  return found;
}"""


def filled(wizard: Wizard) -> None:
    """Answer as a person who writes down whatever is asked of her."""
    while not wizard.reads_back:
        text = WRITTEN.get(wizard.question.get_attribute("data-type") or "")
        if not text:
            wizard.answer_and_go_on()
            continue
        asked = wizard.id
        wizard.write(text)
        wizard.next()
        wizard.page.wait_for_function(
            "(id) => document.querySelector('.question:not([hidden])').dataset.question !== id", arg=asked
        )


def places(rows: list[list[str]], *secrets: str) -> list[tuple[str, str]]:
    """(where, what) for each secret that stands somewhere, with or without its marks and spaces."""
    wanted = {form for secret in secrets for form in (secret, secret.encode("unicode_escape").decode(), secret.replace(" ", "%20"))}
    return [(where, one) for where, text in rows for one in wanted if one and one.lower() in text.lower()]


@pytest.mark.parametrize("whose", ["own", "borrowed"])
def test_after_a_form_was_sent_nothing_of_the_person_lies_in_the_phone(phone: BrowserContext, screen: Page, whose: str):
    screen.goto("/")
    settled(screen)
    wizard = Wizard(screen).open(EXTRACT, whose=whose)
    filled(wizard)
    wizard.kept()
    assert places(screen.evaluate(CACHED), NAME, ID_NUMBER, PHONE) == []
    assert places(screen.evaluate(STORED), NAME, ID_NUMBER, PHONE) == [], "the draft is sealed"
    wizard.confirm_all()
    wizard.send()
    expect(screen).to_have_url(RECEIPT)
    ticket = RECEIPT.search(screen.url).group(1)
    screen.wait_for_selector("[data-module=keep-receipt][data-kept]", state="attached")
    secret = screen.locator("[data-module=keep-receipt]").get_attribute("data-secret")
    assert len(secret) == 32
    screen.reload()
    for address in (f"/d/{ticket}", f"/d/{ticket}#{secret}", f"/scan?code={ticket}", "/my-phone", f"/p/{EXTRACT}/start", "/"):
        screen.goto(address)
    expect(screen.locator("#line")).to_be_attached()
    cached = screen.evaluate(CACHED)
    assert places(cached, "Gõ Cửa", "/offline"), "what is public is there to be read"
    assert places(cached, NAME, ID_NUMBER, PHONE, secret, ticket) == []
    stored = screen.evaluate(STORED)
    assert places(stored, NAME, ID_NUMBER, PHONE) == []
    where = {place for place, _ in places(stored, secret)}
    assert where == ({"gocua.receipts"} if whose == "own" else set()), "the receipt's own stub, on a phone of one's own alone"


def test_without_a_network_a_receipt_is_not_on_the_phone_and_a_page_says_so(phone: BrowserContext, screen: Page):
    screen.goto("/")
    settled(screen)
    wizard = Wizard(screen).open(EXTRACT)
    filled(wizard)
    wizard.confirm_all()
    wizard.send()
    expect(screen).to_have_url(RECEIPT)
    screen.wait_for_selector("[data-module=keep-receipt][data-kept]", state="attached")
    other = phone.new_page()
    phone.set_offline(True)
    assert other.goto(screen.url).status == 503
    expect(other.locator("h1")).to_have_text("Không có mạng. Máy chưa có trang này.")
    assert NAME not in other.content()
