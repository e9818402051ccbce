"""Photos that came with a form: each made small and safe, or told what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol

from . import photos
from .questions import Form, UploadedPhoto
from .types.photo import MESSAGES


class Upload(Protocol):
    """A file of a request (werkzeug's FileStorage): a name, and a stream that may lie on the disk."""

    filename: str | None
    stream: IO[bytes]


def received(form: Form, files: Mapping[str, Upload]) -> dict[str, UploadedPhoto]:
    """Question id -> photo, for the form's photo questions where something was chosen. Other files are never opened."""
    asked = [question.id for question in form.questions if question.type == "photo"]
    found = {name: opened(files[name]) for name in asked if name in files}
    return {name: photo for name, photo in found.items() if photo is not None}


def opened(file: Upload) -> UploadedPhoto | None:
    """One photo, made safe or with what is wrong with it; None where nothing was chosen."""
    data = file.stream.read(photos.MOST_BYTES_IN + 1)
    if not data:
        return None
    try:
        return UploadedPhoto(photos.shrink(data))
    except photos.LargePhoto:
        return UploadedPhoto(problem=MESSAGES["large"])
    except photos.BadPhoto:
        return UploadedPhoto(problem=MESSAGES["unreadable"])
