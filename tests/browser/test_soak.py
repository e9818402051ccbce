"""The small form of `make soak`: open, cut, kill, twenty times on a saved pack, with a new version and a new fee in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.browser.village import Village
from tests.server import LiveServer
from tests.soak import editions
from tests.soak.cycles import Soak

pytestmark = pytest.mark.browser
CYCLES = 20


@pytest.fixture
def servers(village: Village, tmp_path) -> Iterator[tuple[LiveServer, LiveServer]]:
    """The village served by this program, and by its next version."""
    newer = editions.next_program(tmp_path / "newer")
    next_one = LiveServer(shutil.copytree(village.folder, newer / "data"), newer)
    yield village.server, next_one
    next_one.stop()


def test_twenty_times_cut_and_killed_no_page_is_blank_or_mixed(chromium, servers, tmp_path):
    soak = Soak(chromium.browser_type, tmp_path / "phone", servers)
    soak.run(CYCLES, program_every=7, note_every=0, life=1.2)
    assert soak.counts["cycles"] == CYCLES
    assert soak.counts["packs said complete"] > 0
