"""The table of permissions: who may what, one line each."""

from __future__ import annotations

from ipaddress import ip_address

from flask import request

PERMISSIONS = {
    "read_dossiers": "officer",
    "accept_dossier": "officer",
    "make_posters": "officer",
    "confirm_procedure": "keeper",
    "read_figures": "deployer",
    "see_components": "deployer",
}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via")


def judge(permission: str) -> bool:
    """True if the one who asks holds `permission`; raises KeyError for one that is not in the table.

    Until sign-in exists, the roles belong to whoever sits at the machine itself (contract.md, "Addresses").
    """
    PERMISSIONS[permission]
    return is_on_this_machine()


def is_on_this_machine() -> bool:
    """True for a loopback peer that asks for a loopback host, with no sign of a proxy between."""
    if any(name in request.headers for name in FORWARDED):
        return False
    host = request.host.rsplit(":", 1)[0].strip("[]") if not request.host.startswith("[") else request.host[1:].split("]")[0]
    return _is_loopback(request.remote_addr or "") and (host == "localhost" or _is_loopback(host))


def _is_loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False
