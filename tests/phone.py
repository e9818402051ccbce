"""A phone that seals, for tests without a browser: what static/js/sealing/ does."""

from __future__ import annotations

import base64
import os
import time
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec

from app.dossiers.service import uuid7
from app.forms import compact
from app.forms import queries as forms
from app.sync import envelope
from app.sync.envelope import Header

BIRTH = {
    "yeu_cau_ho_ten": "Phạm Thị Thử",
    "yeu_cau_so_dinh_danh": "051190001234",
    "con_ho_ten": "Phạm Thị Bé",
    "con_ngay_sinh.day": "3",
    "con_ngay_sinh.month": "11",
    "con_ngay_sinh.year": "2026",
    "con_gioi_tinh": "Nữ",
}


def point(text: str) -> ec.EllipticCurvePublicKey:
    """A public key out of a list of keys."""
    data = base64.urlsafe_b64decode(text + "==")
    return ec.EllipticCurvePublicKey.from_encoded_point(envelope.CURVE, data)


@dataclass
class SealedItem:
    """An item as it lies in an outbox."""

    id: str
    blob: bytes
    secret: bytes
    key: dict
    photos: list[bytes] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return envelope.fingerprint(self.blob)

    def photo(self, number: int, picture: bytes) -> tuple[bytes, dict[str, str]]:
        """A sealed photo and the headers that go with it."""
        blob, _ = envelope.seal(point(self.key["point"]), Header(self.key["id"], self.id, number, 0), picture, envelope.FILE)
        mark = envelope.fingerprint(blob)
        return blob, {"X-Fingerprint": mark, "X-Proof": envelope.proof(self.secret, number, mark)}


def sealed(
    listing: dict, slug: str = "khai-sinh", values: dict | None = None, photos: dict | None = None, item_id: str = "", **about
) -> SealedItem:
    """A filled form sealed to the office of a list of keys. about: language, filled_by, replaces, version (of the form)."""
    form = forms.form(slug, about.get("version"))
    assert form is not None
    key = next(one for one in listing["keys"] if one["use"] == "seal")
    item_id = item_id or uuid7(int(time.time() * 1000), os.urandom(10))
    told = [form.code, about.get("language", "vi"), about.get("filled_by", "self"), len(photos or {}), about.get("replaces")]
    plain = compact.write(form, told, BIRTH if values is None else values, photos)
    header = Header(key["id"], item_id, form.number, form.version)
    blob, secret = envelope.seal(point(key["point"]), header, envelope.deflated(plain))
    return SealedItem(item_id, blob, secret, key)


def place(name: str, commune: str, detail: str, province: str = "51") -> dict[str, str]:
    """A place's three inputs."""
    return {f"{name}.province": province, f"{name}.commune": commune, f"{name}.detail": detail}


FULL_BIRTH = {
    "yeu_cau_ho_ten": "Phạm Thị Thử Nghiệm",
    "yeu_cau_so_dinh_danh": "051196001234",
    "yeu_cau_ngay_cap.day": "14",
    "yeu_cau_ngay_cap.month": "8",
    "yeu_cau_ngay_cap.year": "2022",
    "yeu_cau_noi_cap": "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    **place("yeu_cau_noi_cu_tru", "Xã Ba Vinh", "Thôn Nước Lang, tổ 3"),
    "quan_he": "Mẹ",
    "con_ho_ten": "Phạm Đinh Gia Hân",
    "con_ngay_sinh.day": "3",
    "con_ngay_sinh.month": "11",
    "con_ngay_sinh.year": "2026",
    "con_gioi_tinh": "Nữ",
    "con_dan_toc": "Hrê",
    "con_quoc_tich": "Việt Nam",
    **place("con_que_quan", "Xã Ba Vinh", "Thôn Nước Lang"),
    "con_sinh_o_vien": "yes",
    **place("con_noi_sinh_co_so", "Xã Ba Tơ", "Trung tâm y tế Ba Tơ"),
    "co_giay_chung_sinh": "yes",
    "co_me": "yes",
    "me_ho_ten": "Phạm Thị Thử Nghiệm",
    "me_nam_sinh": "1996",
    "me_so_dinh_danh": "051196001234",
    "me_dan_toc": "Hrê",
    "me_quoc_tich": "Việt Nam",
    **place("me_noi_cu_tru", "Xã Ba Vinh", "Thôn Nước Lang, tổ 3"),
    "co_cha": "yes",
    "cha_ho_ten": "Đinh Văn Thử Nghiệm",
    "cha_nam_sinh": "1993",
    "cha_so_dinh_danh": "051093005678",
    "cha_dan_toc": "Hrê",
    "cha_quoc_tich": "Việt Nam",
    **place("cha_noi_cu_tru", "Xã Ba Động", "Thôn Gò Rét, số nhà 12"),
    "cha_me_ket_hon": "yes",
    "xin_ban_sao": "yes",
    "so_ban_sao": "3",
    "yeu_cau_dien_thoai": "0912345678",
}
