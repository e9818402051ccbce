"""The door to the hooks: one signed POST, to an address that was looked at after its name was resolved. No redirect, 5 seconds in all.

Signed in the manner of Standard Webhooks; docs/api.md shows how a receiver checks it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import urlsplit

from ..config import Network

SECONDS = 5
MOST_URL = 400
SECRET_BYTES, PREFIX = 24, "whsec_"
TRANSLATED = IPv6Network("64:ff9b::/96")  # an IPv4 address in the clothes of IPv6


class NotTaken(Exception):
    """It did not go through; `args[0]` is a short word for the table, with nothing from the answer in it."""


def written_secret(secret: bytes) -> str:
    """A hook's secret as its owner gets it."""
    return PREFIX + base64.b64encode(secret).decode()


def signed(secret: bytes, name: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers that prove a message. at: UTC, of this try."""
    stamp = str(int(at.replace(tzinfo=UTC).timestamp()))
    mark = hmac.new(secret, f"{name}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": f"v1,{base64.b64encode(mark).decode()}"}


def is_address(url: str, inside: Sequence[Network]) -> bool:
    """True for an https address that may be told at all; where its name leads is looked at when it is called.

    Other ports than 443 are for networks inside.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= MOST_URL and "\\" not in url
    is_right = parts.scheme == "https" and bool(host) and not (parts.username or parts.password or parts.fragment)
    if not (is_plain and is_right and (port in (None, 443) or inside)):
        return False
    try:
        return may_reach(ip_address(host), inside)
    except ValueError:
        return all(label and len(label) < 64 for label in host.split(".")) and ("." in host or bool(inside))


def may_reach(address: IPv4Address | IPv6Address, inside: Sequence[Network]) -> bool:
    """True for a public address, or one of the networks that the setting names."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return may_reach(address.ipv4_mapped, inside)
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    if any(address in network for network in inside):
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local)


def post(
    url: str, body: bytes, headers: dict[str, str], inside: Sequence[Network] = (), trust: ssl.SSLContext | None = None
) -> None:
    """Hand one message over. trust: whose certificates count; the system's by default. Raises NotTaken."""
    if not is_address(url, inside):
        raise NotTaken("address")
    parts = urlsplit(url)
    connection = _Looking(parts.hostname or "", parts.port or 443, inside, trust or ssl.create_default_context())
    alarm = Timer(SECONDS, partial(_cut, connection))  # a time-out of the socket starts anew with each byte
    alarm.daemon = True
    alarm.start()
    try:
        sent = {**headers, "Content-Type": "application/json", "User-Agent": "GoCua", "Connection": "close"}
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, sent)
        status = connection.getresponse().status
    except ssl.SSLError:
        raise NotTaken("certificate") from None
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise NotTaken(type(error).__name__) from None
    finally:
        alarm.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise NotTaken(f"answer {status}")


class _Looking(http.client.HTTPSConnection):
    """Connects to the very address that was looked at: a name that leads elsewhere a moment later gains nothing."""

    def __init__(self, host: str, port: int, inside: Sequence[Network], trust: ssl.SSLContext):
        super().__init__(host, port, timeout=SECONDS, context=trust)
        self._inside, self._trust = inside, trust

    def connect(self) -> None:
        found = [row[4] for row in socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)]
        if not found or not all(may_reach(ip_address(str(one[0]).split("%")[0]), self._inside) for one in found):
            raise NotTaken("address")
        plain = socket.create_connection((str(found[0][0]), self.port), self.timeout)
        self.sock = plain  # so that the alarm reaches it during the handshake
        self.sock = self._trust.wrap_socket(plain, server_hostname=self.host)


def _cut(connection: http.client.HTTPConnection) -> None:
    try:
        if connection.sock:
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)  # not TLS's own, which another thread is reading from
    except OSError:
        pass
