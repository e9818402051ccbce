"""The table of rights: which roles hold which permission, one line each, and the judge that every route asks."""

from __future__ import annotations

from flask import abort, redirect, request, url_for

from . import who

MACHINE = "machine"  # whoever sits at the machine itself, signed in or not
PERMISSIONS: dict[str, tuple[str, ...]] = {
    "read_dossiers": ("officer",),
    "accept_dossier": ("officer",),
    "take_fees": ("officer",),
    "keep_office": ("officer", "leader", "admin"),
    "make_posters": ("officer", "leader", "admin"),
    "confirm_procedure": ("officer", "leader"),
    "read_figures": ("admin", MACHINE),
    "see_components": ("admin",),
    "manage_staff": ("leader", "admin"),
    "manage_systems": ("leader", "admin"),
    "read_audit": ("leader", "admin"),
    "keep_own_keys": ("officer", "volunteer", "translator", "reviewer", "leader", "admin"),
}
OWN = "keep_own_keys"


def judge(permission: str) -> bool:
    """True if the one who asks holds `permission`; raises KeyError for one that is not in the table.

    Whoever was signed in is led to `/locked` or `/sign-in` (an HTTP answer is raised); to a stranger nothing is there.
    """
    roles = PERMISSIONS[permission]
    staff = who.current()
    if staff is None:
        if MACHINE in roles and who.is_on_this_machine():
            return True
        if who.was_here():
            abort(redirect(url_for("accounts.sign_in", next=_here()), 303))
        return False
    if staff.is_locked:
        abort(redirect(url_for("accounts.locked", next=_here()), 303))
    if not staff.is_ready and permission != OWN:
        abort(redirect(url_for("me.index"), 303))
    return holds(staff.role, permission) or (MACHINE in roles and who.is_on_this_machine())


def holds(role: str, permission: str) -> bool:
    """True if a role has a right; the machine itself, while the house is open, has all but those of a person."""
    return permission != OWN if role == MACHINE else role in PERMISSIONS[permission]


def may(permission: str) -> bool:
    """For pages: whether to offer what needs `permission`."""
    staff = who.current()
    return staff is not None and not staff.is_locked and holds(staff.role, permission)


def _here() -> str | None:
    return request.path if request.method == "GET" else None
