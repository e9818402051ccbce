"""The keys that phones seal to, and those that sign receipts: made ahead of time, listed under the root key's signature."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from datetime import date

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..database import reading, write
from ..sealing import Keys
from ..web.models import new_edition
from . import key_rules
from .envelope import CURVE
from .key_rules import PublicKey
from .models import SealKey

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HALF = 32  # bytes of a coordinate, of each number of a signature, of a private key


def ensure(keys: Keys, offices: Iterable[str], today: date) -> int:
    """Make the keys that are due: each office's, and the one for receipts; returns how many. Run it nightly."""
    made = [_made(keys, use, office, today) for use, office in (("receipt", None), *(("seal", code) for code in offices))]

    def work(session: Session) -> int:
        due = 0
        for row in made:
            newest = session.scalar(
                select(func.max(SealKey.until)).where(
                    SealKey.use == row.use, SealKey.office_code.is_not_distinct_from(row.office_code)
                )
            )
            if key_rules.is_due(newest, today):
                session.add(row)
                due += 1
        if due:
            new_edition(session)
        return due

    return write(work)


def _made(keys: Keys, use: str, office_code: str | None, today: date) -> SealKey:
    private = ec.generate_private_key(CURVE)
    point = _point(private)
    key_id = point[1:5].hex()
    number = private.private_numbers().private_value.to_bytes(HALF, "big")
    version, wrapped = keys.wrap(number, "seal_keys", "private", key_id)
    return SealKey(
        id=key_id,
        use=use,
        office_code=office_code,
        point=point,
        key_version=version,
        private=wrapped,
        since=today,
        until=today + key_rules.VALID,
    )


def private_key(keys: Keys, row: SealKey) -> ec.EllipticCurvePrivateKey:
    """The private half. Raises sealing.CannotOpen."""
    number = keys.unwrap(row.key_version, row.private or b"", "seal_keys", "private", row.id)
    return ec.derive_private_key(int.from_bytes(number, "big"), CURVE)


def listed(keys: Keys, office_code: str, today: date) -> dict:
    """The office's list as phones get it: `{v, office, keys: [{id, use, point, since, until}], signature}`; the same every time."""
    rows = reading().scalars(
        select(SealKey)
        .where(SealKey.until >= today, SealKey.office_code.is_(None) | (SealKey.office_code == office_code))
        .order_by(SealKey.use, SealKey.since, SealKey.id)
    )
    found = [PublicKey(row.id, row.use, _text(row.point), row.since, row.until) for row in rows]
    signature = sign(_root(keys), key_rules.written(office_code, found))
    shown = [
        {"id": key.key_id, "use": key.use, "point": key.point, "since": str(key.since), "until": str(key.until)} for key in found
    ]
    return {"v": 1, "office": office_code, "keys": shown, "signature": signature}


def compact(listing: dict) -> str:
    """The list as one line, the same every time."""
    return json.dumps(listing, separators=(",", ":"))


def root_point(keys: Keys) -> str:
    """The root's public key: what phones check the list with."""
    return _text(_point(_root(keys)))


def sign(key: ec.EllipticCurvePrivateKey, text: str) -> str:
    """ECDSA with SHA-256 as WebCrypto reads it (r and s, 64 bytes), base64url. The same text gives the same signature."""
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(SHA256(), deterministic_signing=True)))
    return _text(r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big"))


def _root(keys: Keys) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(keys.own("root"), "big") % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
