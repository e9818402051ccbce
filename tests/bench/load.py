"""How fast a server answers, and what an answer costs its processor: by wrk where it is installed, else by ourselves."""

from __future__ import annotations

import http.client
import multiprocessing
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Row, median

ROUNDS = 5
SECONDS = 1
CONNECTIONS = 4
TICK_MS = 10
PATIENCE = 50
PUBLISHED_RATIO = 1.5
DATABASE_RATIO = 4.0


@dataclass(frozen=True)
class Load:
    """What one round showed. rate: answers a second; cpu_ms: processor time of the server's worker for one answer."""

    rate: float
    cpu_ms: float


def worker_of(port: int) -> int:
    """The process that answers on a port: the youngest that holds its listening socket. A worker may just be starting anew."""
    for _ in range(PATIENCE):
        if holders := _holders(port):
            return max(holders)
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens on {port}")


def _holders(port: int) -> list[int]:
    wanted = f":{port:04X} 00000000:0000 0A"
    sockets = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if wanted in line}
    holders = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                links = {str(link.readlink()) for link in (folder / "fd").iterdir()}
            except OSError:
                continue
            if links & {f"socket:[{inode}]" for inode in sockets}:
                holders.append(int(folder.name))
    return holders


def load(url: str, pid: int) -> Load:
    """One second of requests over four connections."""
    before, started = cpu_ms(pid), time.monotonic()
    count = _by_wrk(url) if shutil.which("wrk") else _by_ourselves(url)
    return Load(count / (time.monotonic() - started), (cpu_ms(pid) - before) / count)


def cpu_ms(pid: int) -> float:
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def generator() -> str:
    """Which load generator is used."""
    return "wrk" if shutil.which("wrk") else "Python's http.client in 2 processes"


def _by_wrk(url: str) -> int:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "-H", "Accept-Encoding: br", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in out, out
    found = re.search(r"(\d+) requests in", out)
    return int(found.group(1)) if found else 0


def _by_ourselves(url: str) -> int:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        return sum(pool.map(_ask_for_a_while, [url] * 2))


def _ask_for_a_while(url: str) -> int:
    parts = urlsplit(url)
    connections = [http.client.HTTPConnection(parts.netloc) for _ in range(CONNECTIONS // 2)]
    end, count = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        for connection in connections:
            connection.request("GET", parts.path, headers={"Accept-Encoding": "br"})
        for connection in connections:
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            count += 1
    return count


def compared(ours: str, our_pid: int, bare: str, bare_pid: int) -> tuple[list[Load], list[Load]]:
    """Both in turns, so that a busy minute of the machine hits both; a first round that warms up is thrown away."""
    pairs = [(load(ours, our_pid), load(bare, bare_pid)) for _ in range(ROUNDS + 1)]
    return [one for one, _ in pairs[1:]], [other for _, other in pairs[1:]]


def rows(page: tuple[str, str], state: tuple[str, str], our_pid: int, bare_pid: int) -> list[Row]:
    """page, state: (our address, the bare server's) of a published page and of a dossier's state."""
    ours, bare = compared(page[0], our_pid, page[1], bare_pid)
    rates = median(one.rate / other.rate for one, other in zip(ours, bare, strict=True))
    said = f"{median(one.rate for one in ours):,.0f} / {median(one.rate for one in bare):,.0f} a second, {generator()}"
    found = [Row("published page: rate / bare Flask's", rates, PUBLISHED_RATIO, "times", at_least=True, beside=said)]
    ours, bare = compared(state[0], our_pid, state[1], bare_pid)
    costs = median(one.cpu_ms / other.cpu_ms for one, other in zip(ours, bare, strict=True))
    said = f"{median(one.cpu_ms for one in ours):.3f} / {median(one.cpu_ms for one in bare):.3f} ms"
    return [*found, Row("/d/<ticket>: processor time / bare Flask's", costs, DATABASE_RATIO, "times", beside=said)]
