"""The frames of packs: what many pages share, kept so that a changed procedure can be fetched alone."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Base


class Frame(Base):
    """name: office, language and the program's version. body: its phrases, joined by NUL, UTF-8."""

    __tablename__ = "frames"
    __table_args__ = {"info": {"backup": False}}  # it can be made again

    name: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
