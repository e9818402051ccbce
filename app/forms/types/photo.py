"""A photo of a paper. The bytes stay beside the answers; kept is `{"bytes": 183220, "sha256": "..."}`."""

from __future__ import annotations

import hashlib

from flask_babel import gettext as _

from ...web.marks import N_
from ..questions import WrongAnswer

MESSAGES = {
    "missing": N_("Chụp ảnh, hoặc bấm Để sau."),
    "unreadable": N_("Không mở được ảnh này. Chụp lại."),
    "large": N_("Ảnh lớn quá. Chụp lại, chọn ảnh nhỏ hơn."),
}


def names(question):
    """`<id>`, a file."""
    return (question.id,)


def given(question, values):
    """Never by text: kinds.is_given looks at the files."""
    return False


def read(question, values, files, context):
    """Size and fingerprint of the photo; raises WrongAnswer where it could not be opened."""
    photo = files[question.id]
    if photo.problem or not photo.data:
        raise WrongAnswer(photo.problem or MESSAGES["unreadable"])
    return {"bytes": len(photo.data), "sha256": hashlib.sha256(photo.data).hexdigest()}


def show(question, value):
    """That there is one."""
    return _("Đã có ảnh")
