"""The citizen's number: 12 digits that name the province, the century and sex, and the year of birth.

Digits 1-3: province of the first registration, 001-096. Digit 4: century and sex (0 man, 1 woman of 1900-1999; 2, 3 of
2000-2099; and so on). Digits 5-6: year. The rest is chance. Source: docs/sources.md, "Citizen's number".
"""

from __future__ import annotations

from ..web.marks import N_

DISAGREES = N_("Số này không khớp với ngày sinh. Xem lại cả hai.")
LAST_PROVINCE = 96


def is_citizen_number(digits: str) -> bool:
    """True for 12 digits with a province that exists. digits: only 0-9."""
    return len(digits) == 12 and 1 <= int(digits[:3]) <= LAST_PROVINCE


def disagrees(number: str, born: str, sex: str | None) -> bool:
    """True if a 12-digit number was surely given to somebody born in another year, or of the other sex.

    born: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or empty; sex: `Nam`, `Nữ` or None. Old 9-digit numbers say nothing.
    """
    if len(number) != 12 or not born:
        return False
    mark = int(number[3])
    year = 1900 + 100 * (mark // 2) + int(number[4:6])
    return year != int(born[:4]) or sex == ("Nữ", "Nam")[mark % 2]
