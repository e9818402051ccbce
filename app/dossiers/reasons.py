"""Why a dossier goes back: a closed list, so that each reason can be translated, spoken and counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ..web.marks import N_

PHOTO, PAPER, ANSWER = "photo", "paper", "answer"
KINDS = (PHOTO, PAPER, ANSWER)
MOST_FINDINGS = 60
SCALE = 1000


class NoFinding(ValueError):
    """Nothing of the closed list."""


# id -> sentence, by what it is said of. Ids are kept in dossiers: they may be added, never renamed.
REASONS = MappingProxyType(
    {
        PHOTO: MappingProxyType(
            {
                "blurry": N_("Ảnh mờ. Chụp lại cho rõ."),
                "dark": N_("Ảnh tối. Chụp lại chỗ sáng."),
                "cut": N_("Ảnh mất góc. Chụp lại cả tờ."),
                "other-paper": N_("Chụp nhầm giấy. Chụp đúng giấy này."),
                "expired": N_("Giấy hết hạn. Làm giấy mới rồi chụp."),
                "other-person": N_("Giấy của người khác. Chụp giấy đúng người."),
            }
        ),
        PAPER: MappingProxyType(
            {
                "missing": N_("Thiếu giấy này. Mang đến quầy."),
                "original": N_("Mang bản chính đến quầy."),
                "copy": N_("Mang bản sao có dấu đến quầy."),
                "sign": N_("Giấy chưa ký. Đến quầy ký."),
            }
        ),
        ANSWER: MappingProxyType(
            {
                "empty": N_("Chưa trả lời câu này."),
                "unclear": N_("Trả lời chưa rõ. Ghi lại."),
                "differs": N_("Không giống trên giấy. Xem giấy rồi ghi lại."),
            }
        ),
    }
)


@dataclass(frozen=True)
class Finding:
    """One thing that is missing or wrong.

    kind: photo, paper or answer. target: the photo's number, the paper's number in the procedure, or the question's id.
    place: where on the photo, in thousandths of its width and height from the left upper corner; or none.
    """

    kind: str
    target: str
    reason: str
    place: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        is_known = self.kind in KINDS and self.reason in REASONS[self.kind] and 0 < len(self.target) <= 64
        is_inside = self.place is None or (self.kind == PHOTO and all(0 <= one <= SCALE for one in self.place))
        if not is_known or not is_inside:
            raise NoFinding

    @property
    def sentence(self) -> str:
        """The reason in Vietnamese, to be translated when it is shown."""
        return REASONS[self.kind][self.reason]
