"""What pages call roles, scopes and the audit's actions; what templates may ask about the one who reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from . import permissions, rules, scopes, who

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
ROLES = {
    "officer": N_("Cán bộ quầy"),
    "volunteer": N_("Tình nguyện viên"),
    "translator": N_("Người dịch"),
    "reviewer": N_("Người duyệt bản dịch"),
    "leader": N_("Lãnh đạo"),
    "admin": N_("Người quản trị"),
}
ACTIONS = {
    "dossier.read": N_("Xem hồ sơ"),
    "dossier.photo_read": N_("Xem ảnh của hồ sơ"),
    "dossier.accepted": N_("Tiếp nhận hồ sơ"),
    "dossier.returned": N_("Trả lại hồ sơ"),
    "dossier.received": N_("Nhận lại hồ sơ"),
    "dossier.ready": N_("Báo đã xong"),
    "dossier.done": N_("Trả kết quả"),
    "dossier.withdrawn": N_("Rút hồ sơ"),
    "dossier.taken": N_("Nhận việc"),
    "dossier.forgotten": N_("Xóa hồ sơ"),
    "dossier.listed": N_("Xem danh sách hồ sơ"),
    "dossier.exported": N_("Xuất danh sách"),
    "dossier.exported_with_names": N_("Xuất danh sách có tên"),
    "payment.taken": N_("Thu tiền"),
    "fee.exempted": N_("Ghi miễn, giảm tiền"),
    "fee.not_exempted": N_("Bỏ miễn, giảm tiền"),
    "payment.reversed": N_("Ghi trả tiền"),
    "office.account": N_("Đổi tài khoản ngân hàng"),
    "office.contact": N_("Đổi số điện thoại, địa chỉ"),
    "office.hours": N_("Đổi giờ mở cửa"),
    "office.days": N_("Đổi ngày nghỉ riêng"),
    "office.counters": N_("Đổi quầy"),
    "office.hamlets": N_("Đổi danh sách thôn"),
    "office.retention": N_("Đổi số ngày giữ hồ sơ"),
    "poster.placed": N_("Ghi nơi treo mã"),
    "poster.retired": N_("Gỡ mã dán tường"),
    "patrol.ended": N_("Đi kiểm tra mã"),
    "patrol.foreign": N_("Thấy mã lạ"),
    "staff.invited": N_("Mời người"),
    "staff.joined": N_("Nhận lời mời"),
    "staff.signed_in": N_("Đăng nhập"),
    "staff.pin_set": N_("Đặt mã số"),
    "staff.password_set": N_("Đặt mật khẩu"),
    "staff.code_set": N_("Cài mã dùng một lần"),
    "staff.passkey_added": N_("Thêm khóa"),
    "staff.passkey_removed": N_("Bỏ khóa"),
    "staff.device_revoked": N_("Thu thiết bị"),
    "staff.device_unlocked": N_("Mở khóa thiết bị"),
    "staff.others_ended": N_("Thoát nơi khác"),
    "staff.ended": N_("Đóng tài khoản"),
    "system.made": N_("Tạo khóa hệ thống"),
    "system.rotated": N_("Đổi khóa hệ thống"),
    "system.revoked": N_("Thu khóa hệ thống"),
    "hook.made": N_("Thêm nơi nhận tin"),
    "hook.removed": N_("Bỏ nơi nhận tin"),
    "hook.tried_again": N_("Báo lại tin bị nghẽn"),
}


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return str(ROLES.get(role, role))


def scope_name(scope: str) -> str:
    """Where somebody works: a commune, a province, everywhere."""
    return _("Mọi nơi") if scope == rules.ALL else scopes.places().name(scope)


def action_name(action: str) -> str:
    """What was done; an action that has no words yet is shown as it is written."""
    return str(ACTIONS.get(action, action))


def moment(at: datetime) -> str:
    """A time of the database on the clocks of Viet Nam."""
    return at.replace(tzinfo=UTC).astimezone(VIET_NAM).strftime("%d/%m/%Y %H:%M")


def wait_words(seconds: int) -> str:
    """How long to wait, in whole minutes from a minute on."""
    return _("%(count)s phút", count=-(-seconds // 60)) if seconds >= 60 else _("%(count)s giây", count=seconds)


def init_app(app: Flask) -> None:
    """Give these to templates, with `signed_in()` and `may("...")`."""
    app.jinja_env.globals.update(
        role_name=role_name,
        scope_name=scope_name,
        action_name=action_name,
        wait_words=wait_words,
        moment=moment,
        lock_minutes=app.extensions["gocua.config"].lock_minutes,
        signed_in=who.current,
        may=permissions.may,
    )
