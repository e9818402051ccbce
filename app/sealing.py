"""Personal data at rest: each dossier has a data key, wrapped by a versioned master key that lies outside the database.

AES-256-GCM throughout; what a value belongs to (table, column, row) is bound to it, so that sealed bytes cannot be moved.
Source: docs/sources.md, "Sealing at rest".
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class CannotOpen(Exception):
    """The key is missing or the bytes were changed."""


class Keys:
    """The keys of one running copy, in files of its data directory: `master-<version>.key`, `names.key`, and `own` ones."""

    def __init__(self, folder: Path):
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self.versions():
            _new_key(folder / "master-1.key")
        if not (folder / "names.key").exists():
            _new_key(folder / "names.key")
        self._names = (folder / "names.key").read_bytes()

    def versions(self) -> list[int]:
        """Versions of the master key that are there, oldest first."""
        return sorted(int(path.stem.removeprefix("master-")) for path in self._folder.glob("master-*.key"))

    def rotate(self) -> int:
        """Make a new master key for what is sealed from now on; returns its version."""
        version = self.versions()[-1] + 1
        _new_key(self._folder / f"master-{version}.key")
        return version

    def new_data_key(self, row_id: str) -> tuple[bytes, int, bytes]:
        """(data key, master version, wrapped data key) for a new dossier."""
        key = secrets.token_bytes(KEY_BYTES)
        return key, *self.wrap(key, "dossiers", "wrapped_key", row_id)

    def data_key(self, version: int, wrapped: bytes, row_id: str) -> bytes:
        """The data key of a dossier. Raises CannotOpen."""
        return self.unwrap(version, wrapped, "dossiers", "wrapped_key", row_id)

    def wrap(self, plain: bytes, table: str, column: str, row_id: str) -> tuple[int, bytes]:
        """(master version, sealed bytes) of a secret that lies in the database."""
        version = self.versions()[-1]
        return version, seal(self._master(version), plain, table, column, row_id)

    def unwrap(self, version: int, wrapped: bytes, table: str, column: str, row_id: str) -> bytes:
        """The inverse of `wrap`. Raises CannotOpen."""
        return unseal(self._master(version), wrapped, table, column, row_id)

    def own(self, name: str) -> bytes:
        """32 random bytes of this copy, made once: `root` signs the list of keys, `push` the messages to phones."""
        path = self._folder / f"{name}.key"
        if not path.exists():
            _new_key(path)
        return path.read_bytes()

    def name(self, purpose: str, *parts: str) -> str:
        """A keyed fingerprint (64 hex digits): equal for equal parts, worth nothing without the key."""
        message = "\0".join((purpose, *parts)).encode()
        return hmac.new(self._names, message, hashlib.sha256).hexdigest()

    def _master(self, version: int) -> bytes:
        try:
            return (self._folder / f"master-{version}.key").read_bytes()
        except OSError:
            raise CannotOpen(f"master key {version} is missing") from None


def seal(key: bytes, plain: bytes, table: str, column: str, row_id: str) -> bytes:
    """Nonce and ciphertext of `plain`, bound to its place in the database."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _place(table, column, row_id))


def unseal(key: bytes, sealed: bytes, table: str, column: str, row_id: str) -> bytes:
    """The inverse of `seal`. Raises CannotOpen when anything was changed or moved."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(table, column, row_id))
    except (InvalidTag, ValueError):
        raise CannotOpen(f"{table}.{column}") from None


def _place(table: str, column: str, row_id: str) -> bytes:
    return f"{table}|{column}|{row_id}".encode()


def _new_key(path: Path) -> None:
    """Write 32 random bytes that only the owner reads; a key that another process made first is kept."""
    scratch = path.with_suffix(f".{os.getpid()}")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(scratch, path)
    except FileExistsError:
        pass
    scratch.unlink()
