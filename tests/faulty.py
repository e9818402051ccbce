"""A proxy that does to requests what bad networks and tired servers do, by a seeded dice; whatever is no `/api/` passes untouched."""

from __future__ import annotations

import random
import re
import socket
import threading
import time
from collections import Counter
from contextlib import suppress

from tests.server import free_port

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
PATH = re.compile(rb"^\w+ (\S+) HTTP")
STATUSES = (500, 401, 409, 413, 429, 502)
PATIENCE = 20


class FaultyProxy:
    """`url`; `done`: how often each fault was done. share: of `/api/` requests that meet a fault."""

    def __init__(self, port: int, seed: int, share: float = 0.5):
        self.port = free_port()
        self.done: Counter[str] = Counter()
        self._to = port
        self._dice = random.Random(seed)
        self._share = share
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """No more connections."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def heal(self) -> None:
        """From now on everything goes through."""
        self._share = 0

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listening.accept()
                phone.settimeout(PATIENCE)
                threading.Thread(target=self._serve, args=(phone,), daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with suppress(OSError), phone:
            while request := _whole(phone):
                fault = self._fault(request)
                self.done[fault] += 1
                answer = getattr(self, f"_{fault}")(request)
                if not answer:
                    return
                phone.sendall(answer)

    def _fault(self, request: bytes) -> str:
        found = PATH.match(request)
        if not found or not found[1].startswith(b"/api/"):
            return "pass"
        with self._lock:
            if self._dice.random() >= self._share:
                return "pass"
            return self._dice.choice(("drop", "drop", "lose", "lose", "delay", "twice", "cut", "refuse", "refuse_after"))

    def _pass(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._to), timeout=PATIENCE) as server:
            server.settimeout(PATIENCE)
            server.sendall(_closing(request))
            return _closing(b"".join(iter(lambda: server.recv(65_536), b"")))

    def _drop(self, request: bytes) -> bytes:
        return b""

    def _lose(self, request: bytes) -> bytes:
        self._pass(request)
        return b""

    def _delay(self, request: bytes) -> bytes:
        time.sleep(self._dice.uniform(0.05, 0.6))
        return self._pass(request)

    def _twice(self, request: bytes) -> bytes:
        other = threading.Thread(target=self._pass_unheard, args=(request,), daemon=True)
        other.start()
        answer = self._pass(request)
        other.join(PATIENCE)
        return answer

    def _pass_unheard(self, request: bytes) -> None:
        with suppress(OSError):
            self._pass(request)

    def _cut(self, request: bytes) -> bytes:
        head, _, body = request.partition(b"\r\n\r\n")
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._to), timeout=PATIENCE) as server:
            server.sendall(head + b"\r\n\r\n" + body[: len(body) // 2])
        return b""

    def _refuse(self, request: bytes) -> bytes:
        status = self._dice.choice(STATUSES)
        return b"HTTP/1.1 %d No\r\nContent-Length: 2\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{}" % status

    def _refuse_after(self, request: bytes) -> bytes:
        self._pass(request)
        return self._refuse(request)


def _whole(phone: socket.socket) -> bytes:
    """A request with its body; nothing when the phone hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = phone.recv(65_536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    left = (int(found[1]) if found else 0) - len(body)
    while left > 0:
        more = phone.recv(65_536)
        if not more:
            return b""
        data += more
        left -= len(more)
    return data


def _closing(message: bytes) -> bytes:
    """The same, each side told that this was all: a connection for each request."""
    head, gap, body = message.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([*kept, b"Connection: close"]) + gap + body
