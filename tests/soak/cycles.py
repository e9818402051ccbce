"""Open, cut, kill, again and again on a saved pack; after each step the page is looked at."""

from __future__ import annotations

import random
import re
import time
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserType, Error, expect

from tests.browser.keeper import PACK_PAGE, saved, settled
from tests.browser.village import BIRTH, COPIES, MARRIAGE, WHOLE
from tests.line import Line
from tests.server import LiveServer
from tests.soak import editions
from tests.soak.looks import look
from tests.soak.phone import Phone

PAGES = (
    *("/", "/e/birth", "/help", "/f/ho-tich", "/scan", "/my-phone", "/search?q=khai+sinh", f"/p/{COPIES}/start?o=21484"),
    *(f"/p/{code}" for code in WHOLE),
    *(f"/p/{code}/papers" for code in (BIRTH, COPIES, MARRIAGE)),
)
WEATHERS = ("whole", "whole", "cut", "dead", "offline")
LIFE_SECONDS = 3.0
AT_ONCE = 0.3
WIPE = """async () => {
  await caches.delete("gocua-packs");
  if (navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage({ forget: true });
}"""
STANDS = """() => {
  const part = (name) => document.querySelector(`[data-part=${name}]`);
  return part("done") && (!part("done").hidden || part("said").textContent || !document.querySelector("[data-module=pack] form").hidden);
}"""


# What is left on the phone: was it our list, a text of the pack, or did the browser lose all of its storage?
REMAINS = """async () => {
  const cache = await caches.open("gocua-packs");
  const lists = await Promise.all(["/kept-packs", "/kept-packs-next"].map(async (place) => {
    const found = await cache.match(place);
    return found ? found.json().catch((error) => ({ serial: error.message, packs: {} })) : null;
  }));
  const there = new Set((await cache.keys()).map((key) => new URL(key.url).pathname));
  const lost = ({ name, frame, units }) => [frame, ...Object.values(units)].filter((one) => !there.has(`/kept-packs/${name}/${one}`)).length;
  return JSON.stringify({
    caches: await caches.keys(),
    entries: there.size,
    lists: lists.map((one) => one && { serial: one.serial, packs: Object.values(one.packs).map((pack) => [pack.name, pack.checked, lost(pack)]) }),
    said: [...document.querySelectorAll("[data-module=pack] [data-part]")].filter((one) => !one.hidden).map((one) => one.textContent.trim()).join(" | "),
    local: localStorage.length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  });
}"""


def version_of(server: LiveServer) -> str:
    """The version that a server's pages name."""
    html = urllib.request.urlopen(server.url).read().decode()
    return re.search(r"/static/([0-9a-f]+)/", html).group(1)  # type: ignore[union-attr]


class Soak:
    """`run(cycles)`; `counts`: what was done. A fault is raised as it is found, with the number of its cycle."""

    def __init__(self, kind: BrowserType, folder: Path, servers: tuple[LiveServer, LiveServer], seed: int = 1):
        """folder: where the phone keeps things. servers: the program as it is, and its next version, whose scripts tell."""
        self.counts: Counter[str] = Counter()
        self._servers, self._newest, self._chance = list(servers), version_of(servers[1]), random.Random(seed)
        self._line = Line(servers[0].port)
        self._phone = Phone(kind, folder)
        self._is_promised = False

    def run(
        self, cycles: int, seconds: float = 0, program_every: int = 25, note_every: int = 40, life: float = LIFE_SECONDS
    ) -> None:
        """Save the pack once; then so many cycles, or as many as fit into `seconds`. life: the battery falls out within so many seconds."""
        self._life = life
        self._begin()
        ends = time.monotonic() + seconds
        try:
            for number in range(1, cycles + 1):
                if seconds and time.monotonic() > ends:
                    break
                self._news(number, program_every, note_every)
                self._cycle(number)
        finally:
            self._phone.kill()
            self._line.cut()

    def _begin(self) -> None:
        page = self._phone.start()
        page.goto(f"{self._line.url}/")
        settled(page)
        saved(page, self._line.url + PACK_PAGE)
        self._is_promised = True
        self._phone.kill()

    def _news(self, number: int, program_every: int, note_every: int) -> None:
        """Another version of the program stands at the end of the line, or a fee is another one."""
        if program_every and number % program_every == 0:
            self._servers.reverse()
            self._line.lead_to(self._servers[0].port)
            self.counts["programs changed"] += 1
        if note_every and number % note_every == 0:
            for one in self._servers:
                editions.change(one.root, one.data_dir, one.root.name, f"Lần {number}: 2.000 đồng một trang.")
            self.counts["catalogues changed"] += 1

    def _cycle(self, number: int) -> None:
        """Start the phone, look at pages in changing weather until the battery falls out: some time, or as soon as it was started."""
        self._phone.start()
        is_at_once = self._chance.random() < AT_ONCE
        if is_at_once:
            self._phone.kill_in(self._chance.uniform(0, 1))
        try:
            self._promise()
            if not is_at_once and not self._is_promised and self._chance.random() < 0.5:
                self._save()
            if not is_at_once:
                self._phone.kill_in(self._chance.uniform(0, self._life))
            while not self._phone.is_dead:
                self._step()
        except (Error, AssertionError) as fault:
            if not self._phone.is_dead:
                raise AssertionError(f"cycle {number}: {fault}") from fault
        finally:
            self._phone.kill()
            self._line.mend()
        self.counts["cycles"] += 1

    def _promise(self) -> None:
        """What the phone says of its pack, without a network: true once it was saved, until it is wiped."""
        self._weather("cut")
        self._open(PACK_PAGE, False)
        self._phone.page.wait_for_function(STANDS)
        says = self._phone.page.locator("[data-part=done]").is_visible()
        if self._is_promised and not says:
            raise AssertionError(f"the pack was complete, and is not any more: {self._phone.page.evaluate(REMAINS)}")
        self._is_promised = says
        self.counts["packs said complete" if says else "packs said incomplete"] += 1

    def _step(self) -> None:
        if not self._is_promised or self._chance.random() < 0.15:
            self._save()
        elif self._chance.random() < 0.05:
            self._is_promised = False
            self._phone.page.evaluate(WIPE)
            self.counts["packs wiped"] += 1
        weather = self._chance.choice(WEATHERS if self._is_promised else WEATHERS[:3])
        self._weather(weather)
        self._open(self._chance.choice(PAGES), self._is_promised)
        self.counts[f"pages, line {weather}"] += 1

    def _save(self) -> None:
        """Press the button, if there is something to save, and wait; the battery may fall out meanwhile."""
        self._weather("whole")
        self._open(PACK_PAGE, False)
        button = self._phone.page.locator("[data-module=pack] form button")
        expect(button).to_be_visible()
        self.counts["savings begun"] += 1
        button.click()
        expect(self._phone.page.locator("[data-part=done]")).to_be_visible(timeout=20_000)
        self._is_promised = True
        self.counts["savings finished"] += 1

    def _open(self, path: str, is_whole: bool) -> None:
        seen = look(self._phone.page, self._line.url + path, self._newest, is_whole)
        self.counts["pages of the next version"] += seen.version == self._newest

    def _weather(self, name: str) -> None:
        self._line.mend()
        with suppress(Error):
            self._phone.page.context.set_offline(name == "offline")
        if name == "cut":
            self._line.cut()
        elif name == "dead":
            self._line.deaden()
