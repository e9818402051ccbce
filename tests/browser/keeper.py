"""What a person with a phone does about saving: open, wait until it is kept, save a pack."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.browser.village import OFFICE

PATIENCE_SECONDS = 40
PACK_PAGE = f"/offices/{OFFICE}/pack"
COMPLETE = "Đã lưu đủ. Mất mạng vẫn xem được."
IS_KEPT = """async (path) => {
  const worker = await navigator.serviceWorker.ready;
  const cache = await caches.open("gocua-pages");
  return worker.active && worker.active.state === "activated" && Boolean(navigator.serviceWorker.controller) && Boolean(await cache.match(path));
}"""


# Whether the worker has what a form that was opened on a first visit may ask for.
FORM_IS_HERE = """async () => {
  const cache = await caches.open("gocua-files");
  const [, version] = /\\/static\\/([0-9a-f]+)\\//.exec(document.documentElement.outerHTML);
  const listed = await cache.match(`/kept-files/${version}`);
  const files = listed ? await listed.json() : {};
  const wanted = Object.keys(files).filter((name) => /^js\\/(wizard\\/|drawer)/.test(name));
  const found = await Promise.all(wanted.map((name) => cache.match(`/kept-files/by/${files[name]}`)));
  return found.length > 0 && found.every(Boolean);
}"""
EQUIPPED = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const [, version] = /\\/static\\/([0-9a-f]+)\\//.exec(document.documentElement.outerHTML);
  const line = new MessageChannel();
  const told = new Promise((resolve) => { line.port1.onmessage = ({ data }) => resolve(data); });
  active.postMessage({ scripts: version }, [line.port2]);
  return told;
}"""


def equipped(page: Page) -> Page:
    """Wait until every script of the page's version is on the phone, also those for later."""
    until(page, EQUIPPED)
    return page


def settled(page: Page, *paths: str) -> Page:
    """Wait until the worker is in charge and these pages (this one, home and the page "no network") are on the phone."""
    here = page.evaluate("location.pathname")
    for path in (here, "/", "/offline", *paths):
        until(page, IS_KEPT, path)
    return page


def until(page: Page, script: str, *args) -> None:
    """Ask an asynchronous question again and again until the answer is yes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not page.evaluate(script, *args):
        assert time.monotonic() < deadline, f"never true on {page.url}: {script} {args}"
        page.wait_for_timeout(100)


def saved(page: Page, path: str = PACK_PAGE) -> Page:
    """Open the page that saves, press the button, wait until it says that everything is there."""
    press(page, path)
    expect(page.locator("[data-part=done]")).to_be_visible(timeout=30_000)
    return page


def press(page: Page, path: str = PACK_PAGE) -> None:
    """Open the page that saves, and press the button."""
    page.goto(path)
    page.locator("[data-module=pack] form button").click()


def said(page: Page):
    """Where the page that saves says how it goes."""
    return page.locator("[data-part=said]")


def line(page: Page):
    """The thin line at the top."""
    return page.locator("#line")
