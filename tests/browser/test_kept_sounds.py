"""Saving with sound: the clips of the twelve most used are on the phone, play without a network from any place, and can be wiped alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keeper import PACK_PAGE, until
from tests.browser.village import BIRTH
from tests.line import Line

pytestmark = [
    pytest.mark.browser,
    pytest.mark.expected_console("Failed to load resource"),
    pytest.mark.expected_console("ERR_"),
]
COUNT = "async () => (await (await caches.open('gocua-sounds')).keys()).length"
LISTED = "fetch('/offices/21484/sounds/most_used.json').then((one) => one.json()).then((rows) => rows.length)"
PIECE = """async ([url, range]) => {
  const answer = await fetch(url, { headers: { Range: range } });
  return [answer.status, answer.headers.get("Content-Range"), (await answer.arrayBuffer()).byteLength];
}"""
# Whole seconds of a clip that is played from its middle, as a player does that jumps.
PLAYED = """(url) => new Promise((done, failed) => {
  const sound = new Audio(url);
  sound.onerror = () => failed(new Error("cannot be played"));
  sound.onloadedmetadata = () => { sound.currentTime = sound.duration / 2; };
  sound.onseeked = () => done(sound.currentTime > 0);
})"""


def with_sound(page: Page) -> Page:
    """Choose "+ the 12 most used with sound", press, wait until everything is there."""
    page.goto(PACK_PAGE)
    page.locator("label", has_text="Thêm tiếng đọc của 12 việc hay làm").click()
    page.locator("[data-module=pack] form button").click()
    expect(page.locator("[data-part=done]")).to_be_visible(timeout=60_000)
    return page


def test_the_twelve_most_used_are_heard_without_a_network(far: BrowserContext, line: Line):
    page = with_sound(far.new_page())
    assert page.evaluate(COUNT) == page.evaluate(LISTED) > 12
    expect(page.locator("[data-cost=most_used]")).to_have_text("Máy đã có rồi")
    line.cut()
    page.goto(f"/p/{BIRTH}")
    clip = page.evaluate("(ending) => document.documentElement.outerHTML.match(/\\/voice\\/[0-9a-f]{20}/)[0] + ending", ".opus")
    size = page.evaluate("async (url) => (await (await fetch(url)).arrayBuffer()).byteLength", clip)
    assert page.evaluate(PIECE, [clip, "bytes=0-99"]) == [206, f"bytes 0-99/{size}", 100]
    assert page.evaluate(PIECE, [clip, f"bytes=100-{size - 1}"]) == [206, f"bytes 100-{size - 1}/{size}", size - 100]
    assert page.evaluate(PLAYED, clip)
    page.locator("main .say").first.click()
    expect(page.locator(".is-speaking")).to_have_count(1)


def test_a_cut_among_the_clips_costs_none_that_is_there_and_saving_goes_on(far: BrowserContext, line: Line):
    page = far.new_page()
    page.goto(PACK_PAGE)
    page.locator("label", has_text="Thêm tiếng đọc của 12 việc hay làm").click()
    line.break_at("/voice/", 5)
    page.locator("[data-module=pack] form button").click()
    expect(page.locator("[data-part=said]")).to_contain_text("Mất mạng giữa chừng.", timeout=60_000)
    had = page.evaluate(COUNT)
    assert had == 4
    line.mend()
    line.asked.clear()
    with_sound(page)
    assert line.count("/voice/") == page.evaluate(COUNT) - had


def test_sounds_are_wiped_alone(far: BrowserContext, line: Line):
    page = with_sound(far.new_page())
    page.goto("/my-phone")
    row = page.locator("[data-list=saved] .row:visible", has_text="Tiếng đọc")
    expect(row).to_contain_text(re.compile(r"Tiếng đọc: \d+"))
    row.get_by_role("button", name="Xóa: Tiếng đọc").click()
    page.get_by_role("button", name="Xóa đi").click()
    expect(page.locator("[data-part=status]")).to_have_text("Đã xóa.")
    until(page, "async () => !(await caches.has('gocua-sounds'))")
    expect(page.locator("[data-list=saved]")).to_contain_text("Xã Ba Tơ")
    line.cut()
    assert page.goto(f"/p/{BIRTH}").status == 200
