"""Says `Ready:` once the server answers. A process of its own, run by its path: the server forks, and a thread beside a fork
can leave the child waiting for a lock for ever.

Arguments: the server's address, then the demo poster's path or nothing.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.request

SECONDS = 60.0
PAUSE = 0.05


def wait(url: str, parent: int) -> bool:
    """True once `/healthz` answers 200; False when the server has gone or does not answer within a minute."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and os.getppid() == parent:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return True
        except OSError:
            pass
        time.sleep(PAUSE)
    return False


def main(url: str, poster: str = "") -> None:
    """Wait, then print the lines that `make run` promises."""
    if not wait(url, os.getppid()):
        print("Not ready: the server does not answer.", file=sys.stderr, flush=True)
        return
    if poster:
        print(f"Poster: {url}{poster}", flush=True)
    print(f"Ready: {url}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
