"""Keeping the indexes: built once for a catalogue (some seconds), kept on disk, shared by all processes and restarts."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple
from pathlib import Path

from ..files import write_bytes
from . import offline, phrases, rules

Entries = Sequence[rules.Entry]
PHONE = ".phone.json"


class IndexShelf:
    """The index of the newest edition. While a changed catalogue is being indexed, the index before it answers.

    folder: where copies lie, in the data directory, where only we write. version: changes with the program.
    """

    def __init__(self, folder: Path, version: str):
        self._folder = folder
        self._version = version
        self._lock = threading.Lock()
        self._edition: int | None = None
        self._name = ""
        self._index: rules.Index | None = None
        self._building: threading.Thread | None = None
        self._phone_lock = threading.Lock()
        self._phone = ("", "")

    def index(self, edition: int, entries: Callable[[], Entries]) -> rules.Index:
        """The index for an edition of the catalogue; `entries` is asked only when the edition is new to this process."""
        if self._index is not None and edition == self._edition:
            return self._index
        with self._lock:
            if self._index is None or edition != self._edition:
                self._renew(list(entries()))
                self._edition = edition
            assert self._index is not None
            return self._index

    def phone(self, entries: Entries) -> str:
        """The lighter index of these entries, as a phone fetches it."""
        with self._phone_lock:
            name = self._named(entries)
            if self._phone[0] != name:
                self._phone = (name, self._read_phone(name) or self._build_phone(name, entries))
            return self._phone[1]

    def _named(self, entries: Entries) -> str:
        return hashlib.sha256(repr((self._version, [astuple(entry) for entry in entries])).encode()).hexdigest()[:24]

    def _renew(self, entries: Entries) -> None:
        name = self._named(entries)
        if name == self._name:
            return
        self._name = name
        kept = self._read(name)
        if kept is not None or self._index is None:
            self._index = kept or self._build(name, entries)
        else:
            self._building = threading.Thread(target=self._replace, args=(name, entries), daemon=True)
            self._building.start()

    def _replace(self, name: str, entries: Entries) -> None:
        index = self._build(name, entries)
        if name == self._name:
            self._index = index

    def _build(self, name: str, entries: Entries) -> rules.Index:
        index = rules.build_index(entries, phrases.phrases(), phrases.questions())
        self._keep(name, pickle.dumps(index))
        return index

    def _build_phone(self, name: str, entries: Entries) -> str:
        index = (self._index if name == self._name else None) or rules.build_index(entries, phrases.phrases(), phrases.questions())
        text = offline.as_json(offline.lighter(index, rules.taught(index, entries, phrases.phrases())))
        self._keep(f"{name}{PHONE}", text.encode())
        return text

    def _keep(self, file: str, data: bytes) -> None:
        """Write one copy, and throw away those of other catalogues; a full disk costs only the copy."""
        try:
            write_bytes(self._folder / file, data)
            for old in self._folder.iterdir():
                if old.name != file and old.name.endswith(PHONE) == file.endswith(PHONE) and not old.name.startswith("."):
                    old.unlink(missing_ok=True)
        except OSError:
            return

    def _read_phone(self, name: str) -> str:
        try:
            return (self._folder / f"{name}{PHONE}").read_text("utf-8")
        except OSError:
            return ""

    def _read(self, name: str) -> rules.Index | None:
        try:
            return pickle.loads((self._folder / name).read_bytes())  # noqa: S301 - our own file, beside our keys
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
            return None
