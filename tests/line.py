"""A line between a phone and a server that can be cut, fall dead, break off or spoil what it carries; the address stays the same."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from tests.server import free_port

ASKED = re.compile(rb"^(?:GET|POST|PUT|HEAD) (\S+) HTTP/1", re.MULTILINE)
CHUNK = 65_536


class Line:
    """`url`; `asked`: the paths that came through; `carried`: bytes towards the phone, by path. It starts whole.

    `times`: (seconds since 1970, path, bytes towards the phone; 0 for the request itself), as it came.
    """

    def __init__(self, port: int):
        self.port = free_port()
        self.asked: list[str] = []
        self.carried: Counter[str] = Counter()
        self.times: list[tuple[float, str, int]] = []
        self._to = port
        self._is_dead = False
        self._break: tuple[str, int, int] | None = None
        self._spoil = ""
        self._call: tuple[str, int, Callable[[], object]] | None = None
        self._open: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self.mend()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self, part: str) -> int:
        """How many requests for addresses with `part` in them came through."""
        return sum(part in path for path in self.asked)

    def lead_to(self, port: int) -> None:
        """From now on another server stands at the end."""
        self._hang_up()
        self._to = port

    def cut(self) -> None:
        """Nobody answers the door: connections are refused at once."""
        if self._listening:
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        self._listening = None
        self._hang_up()

    def deaden(self) -> None:
        """The line looks alive: it accepts everything, and never answers."""
        self._is_dead = True

    def break_at(self, part: str, number: int, after_bytes: int = 0) -> None:
        """Cut at the `number`th request for `part` from now, after so many bytes of its answer."""
        self._break = (part, self.count(part) + number, after_bytes)

    def call_at(self, part: str, number: int, what: Callable[[], object]) -> None:
        """Call `what` at the `number`th request for `part` from now, before it goes on; the request itself gets nowhere."""
        self._call = (part, self.count(part) + number, what)

    def spoil(self, part: str) -> None:
        """Change one byte of each answer to a request for `part`; nothing, where it is empty."""
        self._spoil = part

    def mend(self) -> None:
        """Everything works again."""
        self._is_dead, self._break, self._spoil, self._call = False, None, "", None
        self._hang_up()
        if self._listening is None:
            self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
            threading.Thread(target=self._accept, args=(self._listening,), daemon=True).start()

    def _hang_up(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                phone, _ = listening.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        with suppress(OSError), phone, socket.create_connection(("127.0.0.1", self._to)) as server:
            ends = {phone, server}
            self._open |= ends
            asked = [""]
            threading.Thread(target=self._back, args=(server, phone, asked), daemon=True).start()
            with suppress(OSError):
                while data := phone.recv(CHUNK):
                    for path in ASKED.findall(data):
                        asked[0] = path.decode()
                        self.asked.append(asked[0])
                        self.times.append((time.time(), asked[0], 0))
                    if self._call and self._call[0] in asked[0] and self.count(self._call[0]) >= self._call[1]:
                        self._call[2]()
                        return
                    if self._is_broken(asked[0]) and not self._break[2]:  # type: ignore[index]
                        self.cut()
                    if not self._is_dead:
                        server.sendall(data)
            for one in ends:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open -= ends

    def _back(self, server: socket.socket, phone: socket.socket, asked: list[str]) -> None:
        with suppress(OSError):
            while data := server.recv(CHUNK):
                if self._is_dead:
                    continue
                if self._is_broken(asked[0]):
                    phone.sendall(data[: self._break[2]])  # type: ignore[index]
                    self.cut()
                    return
                if self._spoil and self._spoil in asked[0] and not data.endswith(b"\r\n\r\n"):  # a head alone stays readable
                    data = data[:-1] + bytes([data[-1] ^ 1])
                self.carried[asked[0]] += len(data)
                self.times.append((time.time(), asked[0], len(data)))
                phone.sendall(data)
            phone.shutdown(socket.SHUT_RDWR)

    def _is_broken(self, path: str) -> bool:
        return self._break is not None and self._break[0] in path and self.count(self._break[0]) >= self._break[1]
