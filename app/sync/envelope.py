"""The sealed dossier as bytes: what a phone seals so that only the office's key opens it. Pure: the keys come in as arguments.

    header = version 1 | suite 1 | key id 4 | item id 16 | form number 2 | form version 1 | dictionary 1
    blob   = header 26 | ephemeral point 33 (compressed) | AES-256-GCM ciphertext | tag 16
    key    = HKDF-SHA256(ECDH(ephemeral, office), salt = 32 zeros, info = "hoso/1" | header | point), 32 bytes
    secret = the same with info = "hoso/1 receipt" | header | point, 16 bytes: both sides know it, nobody else does

The nonce is zero: each seal makes a key of its own and forgets it. A photo is sealed in the same way under "hoso/1 file",
its header being the item's with the photo's number instead of form and dictionary. Source: docs/adr/0014.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION, SUITE = 1, 1
HEADER_BYTES = 26
POINT_BYTES = 33
TAG_BYTES = 16
LEAST_BYTES = HEADER_BYTES + POINT_BYTES + TAG_BYTES
MOST_PLAIN_BYTES = 65_536
SECRET_BYTES = 16
CURVE = ec.SECP256R1()
ITEM, FILE, RECEIPT = b"hoso/1", b"hoso/1 file", b"hoso/1 receipt"


class Broken(ValueError):
    """Not a sealed dossier, or changed on its way. `why`: `kind`, `version`, `point`, `tag` or `content`."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Header:
    """What may be read without a key. key_id: 8 hex digits. item_id: a UUIDv7. A photo has its number as form_number."""

    key_id: str
    item_id: str
    form_number: int
    form_version: int

    def packed(self) -> bytes:
        """The 26 bytes."""
        ids = bytes.fromhex(self.key_id) + uuid.UUID(self.item_id).bytes
        return bytes((VERSION, SUITE)) + ids + self.form_number.to_bytes(2, "big") + bytes((self.form_version, 0))


def header_of(blob: bytes) -> Header:
    """The header of a sealed item or photo. Raises Broken."""
    if len(blob) < LEAST_BYTES:
        raise Broken("kind")
    if blob[0] != VERSION or blob[1] != SUITE or blob[25] != 0:
        raise Broken("version")
    item = uuid.UUID(bytes=blob[6:22])
    if item.version != 7 or item.variant != uuid.RFC_4122:
        raise Broken("kind")
    return Header(blob[2:6].hex(), str(item), int.from_bytes(blob[22:24], "big"), blob[24])


def unseal(key: ec.EllipticCurvePrivateKey, blob: bytes, purpose: bytes = ITEM) -> tuple[bytes, bytes]:
    """(what was sealed, the receipt's secret of 16 bytes). Raises Broken for whatever is not whole."""
    bound = blob[: HEADER_BYTES + POINT_BYTES]
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, bound[HEADER_BYTES:])
    except ValueError:
        raise Broken("point") from None
    shared = key.exchange(ec.ECDH(), point)
    try:
        plain = AESGCM(_derived(shared, purpose + bound, 32)).decrypt(bytes(12), blob[len(bound) :], bound)
    except InvalidTag:
        raise Broken("tag") from None
    return plain, _derived(shared, RECEIPT + bound, SECRET_BYTES)


def seal(key: ec.EllipticCurvePublicKey, header: Header, plain: bytes, purpose: bytes = ITEM) -> tuple[bytes, bytes]:
    """(the blob, the receipt's secret): what the phone does, for tools and tests."""
    own = ec.generate_private_key(CURVE)
    bound = header.packed() + own.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    shared = own.exchange(ec.ECDH(), key)
    sealed = AESGCM(_derived(shared, purpose + bound, 32)).encrypt(bytes(12), plain, bound)
    return bound + sealed, _derived(shared, RECEIPT + bound, SECRET_BYTES)


def _derived(shared: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, bytes(32), info).derive(shared)


def deflated(plain: bytes) -> bytes:
    """Raw deflate, as `CompressionStream("deflate-raw")` writes it."""
    work = zlib.compressobj(9, wbits=-15)
    return work.compress(plain) + work.flush()


def inflated(data: bytes) -> bytes:
    """The inverse, at most 64 KB. Raises Broken."""
    work = zlib.decompressobj(-15)
    try:
        plain = work.decompress(data, MOST_PLAIN_BYTES)
    except zlib.error:
        raise Broken("content") from None
    if not work.eof or work.unused_data or work.unconsumed_tail:
        raise Broken("content")
    return plain


def fingerprint(blob: bytes) -> str:
    """Hex SHA-256 of the bytes as they travel."""
    return hashlib.sha256(blob).hexdigest()


def short_code(blob: bytes) -> str:
    """8 characters of its SHA-256 that both people compare: base32."""
    return base64.b32encode(hashlib.sha256(blob).digest()[:5]).decode()


def proof(secret: bytes, number: int, mark: str) -> str:
    """What shows that a photo comes from who sealed the item: HMAC-SHA256 of its number and fingerprint, hex."""
    return hmac.new(secret, f"{number}|{mark}".encode(), hashlib.sha256).hexdigest()
