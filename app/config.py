"""Settings: every one has a name, a default and a line of help; docs/settings.md lists them and a test compares the two.

All come from the environment with the prefix `GOCUA_`, except `PORT`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
CHECKOUT = Path(__file__).resolve().parent.parent


class BadSetting(ValueError):
    """A setting that cannot be used; the text says which one and what to write instead."""


@dataclass(frozen=True)
class Setting:
    """One line of docs/settings.md: the environment variable, its default in words, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("PORT", "8000", "The port that the server listens on."),
    Setting("GOCUA_HOST", "127.0.0.1", "The address that the server listens on; 0.0.0.0 behind a container's wall."),
    Setting("GOCUA_DATA_DIR", "instance", "Where everything written at run time lies: database, keys, clips, pages."),
    Setting("GOCUA_DATABASE_URL", "SQLite in the data dir", "A SQLAlchemy address; postgresql+psycopg://... works too."),
    Setting("GOCUA_PUBLIC_URL", "http://127.0.0.1:PORT", "What QR codes and posters carry: scheme and host, no path."),
    Setting("GOCUA_PROXIES", "0", "How many reverse proxies in front are trusted to say who asks."),
    Setting("GOCUA_DEMO", "1", "1 loads the demo office; 0 starts empty, for real use."),
    Setting("GOCUA_WORKERS", "1", "Server processes."),
    Setting("GOCUA_THREADS", "16", "Threads in each server process: as many slow uploads as may arrive at one moment."),
    Setting("GOCUA_KEEP_DONE_DAYS", "90", "Days that a finished or withdrawn dossier is kept before purge deletes it."),
    Setting("GOCUA_KEEP_OPEN_DAYS", "730", "Days that a dossier nobody finished is kept before purge deletes it."),
    Setting("GOCUA_DATA_PRICE", "1500", "Dong for a megabyte of prepaid data: what a pack costs is said before it is fetched."),
    Setting("GOCUA_DEMO_DOSSIERS", "1", "1 lays a few invented dossiers on the demo's desk; 0 only one."),
    Setting("GOCUA_VOICE", "1 in the demo", "1 builds spoken clips in the background after the start; 0 does not."),
    Setting("GOCUA_VAPID_KEY", "made in the data dir", "The key that signs messages to phones: 32 bytes as base64url."),
    Setting("GOCUA_NOTICES", "1", "1 sends messages to phones from this machine; 0 leaves that to `gocua notices send`."),
    Setting("GOCUA_HOOKS", "1", "1 tells other systems what changed, from this machine; 0 leaves that to `gocua hooks send`."),
    Setting(
        "GOCUA_HOOKS_INSIDE", "none", "Networks whose private addresses may be told as well, such as 10.20.0.0/16,10.30.0.0/16."
    ),
    Setting("GOCUA_API_CALLS", "600", "Calls a minute that one system may make at `/api/v1`."),
    Setting("GOCUA_LOCK_MINUTES", "10", "Minutes without a key or a tap after which an officer's screen locks."),
    Setting("GOCUA_IDLE_MINUTES", "60", "Minutes without a key or a tap after which staff must sign in again."),
    Setting("GOCUA_SESSION_HOURS", "10", "Hours after which staff must sign in again in any case."),
    Setting("GOCUA_PACKS", "1", "1 builds what phones save in the background; 0 leaves that to `gocua kept build`."),
)


@dataclass(frozen=True)
class Config:
    """Settings of one running copy, read once at start-up."""

    port: int = 8000
    host: str = "127.0.0.1"
    data_dir: Path = CHECKOUT / "instance"
    database_url: str = ""
    public_url: str = ""
    proxies: int = 0
    demo: bool = True
    workers: int = 1
    threads: int = 16
    keep_done_days: int = 90
    keep_open_days: int = 730
    data_price: int = 1500
    voice: bool = True
    demo_dossiers: bool = False
    packs: bool = True
    notices: bool = True
    vapid_key: str = ""
    hooks: bool = True
    hooks_inside: tuple[Network, ...] = ()
    api_calls: int = 600
    lock_minutes: int = 10
    idle_minutes: int = 60
    session_hours: int = 10
    testing: bool = False

    @property
    def backup_mark(self) -> Path:
        """A file that says when `gocua backup` last wrote one (UTC, ISO 8601); not there where nobody ever did."""
        return self.data_dir / "last-backup"

    @property
    def public_host(self) -> str:
        """Host (and port, if any) that posters print, without the scheme."""
        return urlsplit(self.public_url).netloc


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; raises BadSetting with the variable's name and what is wrong."""
    port = _number(environment, "PORT", 8000)
    demo = environment.get("GOCUA_DEMO", "1") != "0"
    data_dir = Path(environment.get("GOCUA_DATA_DIR") or CHECKOUT / "instance").resolve()
    config = Config(
        port=port,
        host=environment.get("GOCUA_HOST") or "127.0.0.1",
        data_dir=data_dir,
        database_url=environment.get("GOCUA_DATABASE_URL") or f"sqlite:///{data_dir / 'gocua.sqlite3'}",
        public_url=(environment.get("GOCUA_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        proxies=_number(environment, "GOCUA_PROXIES", 0),
        demo=demo,
        workers=_number(environment, "GOCUA_WORKERS", 1),
        threads=_number(environment, "GOCUA_THREADS", 16),
        keep_done_days=_number(environment, "GOCUA_KEEP_DONE_DAYS", 90),
        keep_open_days=_number(environment, "GOCUA_KEEP_OPEN_DAYS", 730),
        data_price=_number(environment, "GOCUA_DATA_PRICE", 1500),
        demo_dossiers=environment.get("GOCUA_DEMO_DOSSIERS", "1") != "0",
        voice=environment.get("GOCUA_VOICE", "1" if demo else "0") == "1",
        packs=environment.get("GOCUA_PACKS", "1") != "0",
        notices=environment.get("GOCUA_NOTICES", "1") != "0",
        vapid_key=environment.get("GOCUA_VAPID_KEY", ""),
        hooks=environment.get("GOCUA_HOOKS", "1") != "0",
        hooks_inside=_networks(environment, "GOCUA_HOOKS_INSIDE"),
        api_calls=_number(environment, "GOCUA_API_CALLS", 600),
        lock_minutes=_number(environment, "GOCUA_LOCK_MINUTES", 10),
        idle_minutes=_number(environment, "GOCUA_IDLE_MINUTES", 60),
        session_hours=_number(environment, "GOCUA_SESSION_HOURS", 10),
    )
    check(config)
    return config


def check(config: Config) -> None:
    """Raise BadSetting where two settings cannot go together."""
    parts = urlsplit(config.public_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise BadSetting("GOCUA_PUBLIC_URL must be like https://gocua.example.vn, with no path")
    if config.demo and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadSetting("GOCUA_DEMO=1 is for this machine only: set GOCUA_DEMO=0 to use a public GOCUA_PUBLIC_URL")

    if config.api_calls < 1:
        raise BadSetting("GOCUA_API_CALLS must be 1 or more")


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _networks(environment: Mapping[str, str], name: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(text.strip()) for text in environment.get(name, "").split(",") if text.strip())
    except ValueError:
        raise BadSetting(f"{name} must be networks like 10.20.0.0/16, with commas between") from None


def changed(config: Config, **values: object) -> Config:
    """A copy with other values, for tests and tools; raises TypeError for a setting that does not exist."""
    known = {field.name: getattr(config, field.name) for field in fields(config)}
    return Config(**{**known, **values})  # type: ignore[arg-type]
