"""Many dossiers with photos through a proxy that drops, loses, delays, doubles, cuts and refuses, to a server that is killed."""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench import phone
from tests.browser.office import dossiers, office, photos
from tests.faulty import FaultyProxy
from tests.server import LiveServer

MAKE = """async ({ from, count }) => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src));
  const [{ finish }, { uuid7 }] = await Promise.all([at("outbox/finish.js"), at("drafts.js")]);
  const form = document.querySelector("#wizard");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d");
  const letters = (number) => [...String(number)].map((digit) => "ABCDEGHIKL"[digit]).join("");
  const made = {};
  for (let number = from; number < from + count; number += 1) {
    pen.fillStyle = `rgb(${number % 256}, ${(number * 7) % 256}, 90)`;
    pen.fillRect(0, 0, 64, 64);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    const box = new DataTransfer();
    box.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
    form.elements["anh_giay_chung_sinh"].files = box.files;
    form.elements["con_ho_ten"].value = `Phạm Thị ${letters(number)}`;
    [...form.elements["co_giay_chung_sinh"]].forEach((one) => { one.checked = one.value === "yes"; });
    const item = await finish(form, uuid7());
    made[item.id] = number;
  }
  return made;
}"""
SEND = """async () => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src));
  const [{ send }, { unsent }] = await Promise.all([at("outbox/sender.js"), at("outbox/items.js")]);
  await send(true);
  return (await unsent()).length;
}"""
WAITING = """async () => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src));
  const { unsent } = await (await at("outbox/items.js"));
  return (await unsent()).map((item) => JSON.stringify(item, (name, value) => (["blob", "sealed", "name", "secret"].includes(name) || value instanceof Uint8Array ? undefined : value)));
}"""
RECEIPTS = """async () => {
  const at = (name) => import(new URL(name, document.querySelector("script[type=module]").src));
  const [{ list }, { list: slips }] = await Promise.all([at("outbox/items.js"), at("receipts.js")]);
  return { items: (await list()).filter(({ receipt }) => receipt).map(({ id, receipt }) => [id, receipt.code]), slips: (await slips()).map(({ ticket }) => ticket) };
}"""


@dataclass(frozen=True)
class Outcome:
    """How a run went. rounds: how often everything that waited was tried; faults: what the proxy did."""

    seconds: float
    rounds: int
    kills: int
    faults: dict[str, int]


def drive(browser: Browser, folder: Path, count: int, kills: int, seed: int, minutes: float) -> Outcome:
    """Send `count` dossiers, each with a photo; raises AssertionError where one is lost, doubled, or said to be there too early."""
    started = time.monotonic()
    live = LiveServer(folder)
    proxy = FaultyProxy(live.port, seed)
    context = browser.new_context(base_url=proxy.url, service_workers="block")
    page = context.new_page()
    try:
        page.goto("/p/1.001193/start")
        page.wait_for_selector(".wizard--on")
        made: dict[str, int] = {}
        while len(made) < count:
            made |= page.evaluate(MAKE, {"from": len(made), "count": min(25, count - len(made))})
        killing = threading.Thread(target=_kill, args=(live, kills, random.Random(seed)))
        killing.start()
        rounds = _until_sent(page, live, started + minutes * 60)
        killing.join()
        _check(page, live, made)
        return Outcome(time.monotonic() - started, rounds, kills, dict(proxy.done))
    finally:
        context.close()
        proxy.stop()
        live.stop()


def _until_sent(page: Page, live: LiveServer, deadline: float) -> int:
    rounds = 0
    while left := page.evaluate(SEND):
        rounds += 1
        _nothing_too_early(page, live)
        assert time.monotonic() < deadline, f"{left} dossiers did not get through: {page.evaluate(WAITING)}"
    return rounds


def _nothing_too_early(page: Page, live: LiveServer) -> None:
    """Whatever the phone calls received lies in the database, with its photos where it calls it whole."""
    said = page.evaluate(RECEIPTS)
    with office(live.data_dir) as app:
        there = {one: found.line.ticket for one, found in dossiers(app).items()}
    wrong = [(one, code) for one, code in said["items"] if there.get(one) != code]
    assert not wrong, f"called received, and is not: {wrong}"


def _check(page: Page, live: LiveServer, made: dict[str, int]) -> None:
    with office(live.data_dir) as app:
        there, pictures = dossiers(app), photos(app)
    assert set(there) == set(made), "lost or doubled"
    names = {one: found.answers["con_ho_ten"] for one, found in there.items()}
    assert names == {one: f"Phạm Thị {_letters(number)}" for one, number in made.items()}
    assert all(pictures.get(one) == [0] for one in made), "a photo is lost or doubled"
    slips = page.evaluate(RECEIPTS)["slips"]
    assert sorted(slips) == sorted(found.line.ticket for found in there.values())


def _letters(number: int) -> str:
    return "".join("ABCDEGHIKL"[int(digit)] for digit in str(number))


def _kill(live: LiveServer, kills: int, dice: random.Random) -> None:
    for _ in range(kills):
        time.sleep(dice.uniform(0.5, 4))
        live.stop(kill=True)
        live.start()


def main(count: int, kills: int) -> None:
    """The long form: prints how it went."""
    with tempfile.TemporaryDirectory() as folder, phone.chromium() as browser:
        outcome = drive(browser, Path(folder) / "data", count, kills, seed=int(time.time()), minutes=60)
    print(
        f"{count} dossiers, each once, with its photo; {outcome.kills} killings, {outcome.rounds} rounds, {outcome.seconds:.0f} s"
    )
    for what, number in sorted(outcome.faults.items()):
        print(f"{number:>7,} {what}")


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] or ("500", "20"))))
