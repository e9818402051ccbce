"""The portal's table of ways to hand in (channel, time, fee, remark), which the crawl delivers as one run of text.

    Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp7 Ngày làm việc20,000 Việt Nam Đồng(20.000 đồng/lần)Nộp tại ...

A time or a fee becomes a number only when the whole row agrees with it; otherwise the text is kept and a note says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

HEAD = "Hình thức nộpThời gianPhí, lệ phíMô tả"
CHANNEL_NAMES = {"Trực tiếp": "counter", "Trực tuyến": "online", "Dịch vụ bưu chính": "post"}
CHANNEL_WORDS = {"counter": "Nộp tại quầy", "online": "Nộp qua mạng", "post": "Nộp qua bưu điện"}
LEAST_DONG = 1_000  # a smaller fee is a slip: "25 VNĐ" stands for 25,000

_ROW = re.compile(
    r"(?P<channel>Trực tiếp|Trực tuyến|Dịch vụ bưu chính)"
    r"(?:(?P<count>\d{1,4}) (?P<unit>Ngày làm việc|Ngày|Giờ làm việc|Giờ|Tháng|Tuần|Năm|Phút)"
    r"|Không có thông tin|(?P<bare>\d*))"
    r"(?P<fee>Miễn phí|Không có thông tin"
    r"|\d[\d,.]* (?:Việt Nam Đồng|VNĐ|USD|EUR)|(?<=\d) (?:Việt Nam Đồng|VNĐ|USD|EUR))"
)
_DONG = re.compile(r"(?<!\d)(\d{1,3}(?:[.,]\d{3}){1,4}|\d{4,12})\s*(?:đồng|đ\b|VNĐ|VND|Việt Nam Đồng)", re.IGNORECASE)
_DAYS = re.compile(r"(?<!\d)(\d{1,3})\s*(?:\([^()]{0,30}\)\s*)?ngày(\s+làm\s+việc)?", re.IGNORECASE)
_FREE_REMARK = re.compile(r"(?:không(?: thu)?(?: phí| lệ phí|, lệ phí)*|miễn(?: phí| lệ phí|, lệ phí)+)?[.\s]*", re.IGNORECASE)
_NOT_FREE = re.compile(
    r"mức (?:thu|phí|lệ phí)|thu phí|thu lệ phí|nộp (?:phí|lệ phí)|phí, lệ phí|lệ phí (?:theo|do)", re.IGNORECASE
)
_OTHER_FEE = re.compile(r"%|giảm|Hội đồng nhân dân|HĐND|USD", re.IGNORECASE)


@dataclass(frozen=True)
class Way:
    """One row. count, unit: the time, None when not told. fee: the cell as text. remark: what stands in its brackets.

    flaw: why the time or fee cannot be read, or None. text: the row's description.
    """

    channel: str
    count: int | None
    unit: str | None
    fee: str
    remark: str
    text: str
    flaw: str | None = None


@dataclass
class Ways:
    """What the table says, in the record's words; notes tell what was kept as text."""

    channels: tuple[str, ...] = ()
    duration_vi: str | None = None
    duration_working_days: int | None = None
    fee_vnd: int | None = None
    fee_note_vi: str | None = None
    notes: list[str] = field(default_factory=list)


def read_ways(cell: str) -> Ways:
    """Return what the table `cell` says. Never raises; what cannot be read is named in the notes."""
    cell = cell.strip()
    rows = _rows(cell)
    if not rows:
        return Ways(notes=["ways to hand in kept as text: not a table"] if cell else [])
    ways = Ways(tuple(name for name in CHANNEL_WORDS if any(row.channel == name for row in rows)))
    ways.notes += sorted({row.flaw for row in rows if row.flaw})
    _tell_duration(ways, rows)
    _tell_fee(ways, rows)
    return ways


def _rows(cell: str) -> list[Way]:
    body = cell.removeprefix(HEAD)
    found = list(_ROW.finditer(body))
    if not found or found[0].start() > 0:
        return []
    ends = [one.start() for one in found[1:]] + [len(body)]
    return [_row(one, body[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def _row(match: re.Match[str], rest: str) -> Way:
    remark, text, is_whole = _brackets(rest.lstrip())
    fee, count, unit, flaw = match["fee"], match["count"], match["unit"], None
    if match["bare"] and fee[0] in " 0123456789":
        fee, flaw = "", f"fee not read: {(match['bare'] + fee).strip()} runs into the time"
    elif match["bare"]:
        flaw = "time not read: a number without a unit"
    if not is_whole:
        fee, flaw = "", "fee not read: its bracket never closes; the table may break off here"
    return Way(CHANNEL_NAMES[match["channel"]], int(count) if count else None, unit, fee, remark, text.strip(), flaw)


def _brackets(text: str) -> tuple[str, str, bool]:
    """Split `(remark)rest`; a bracket that never closes takes all, and the answer's last part is then False."""
    if not text.startswith("("):
        return "", text, True
    end = _closing(text)
    if end is None:
        return text[1:].strip(), "", False
    remark = text[1:end].strip()
    if remark.startswith("(") and _closing(remark) == len(remark) - 1:
        remark = remark[1:-1].strip()
    return remark, text[end + 1 :], True


def _closing(text: str) -> int | None:
    """Where the bracket that `text` begins with closes; None = never."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    return None


def _decisive(rows: list[Way]) -> list[Way]:
    """The counter's rows where there are any: that is where our readers hand in."""
    return [row for row in rows if row.channel == "counter"] or rows


def _tell_duration(ways: Ways, rows: list[Way]) -> None:
    timed = [row for row in rows if row.count is not None]
    if not timed:
        return
    ways.duration_vi = _by_channel(rows, _time_words)
    decisive = {(row.count, row.unit) for row in _decisive(rows)}
    told = " ".join(f"{row.text} {row.remark}" for row in _decisive(rows))
    named = {(int(day), bool(work)) for day, work in _DAYS.findall(told)}
    count, unit = next(iter(decisive))
    if len(decisive) > 1 or count is None:
        ways.notes.append("time kept as text: rows differ")
    elif unit != "Ngày làm việc":
        ways.notes.append(f"time kept as text: {unit.lower() if unit else 'no unit'}, not working days")
    elif named and (count, True) not in named:
        ways.notes.append("time kept as text: the description names another time")
    else:
        ways.duration_working_days = count


def _time_words(row: Way) -> str:
    return f"{row.count} {row.unit.lower()}" if row.count is not None and row.unit else ""


def _tell_fee(ways: Ways, rows: list[Way]) -> None:
    fees = {_dong(row) for row in _decisive(rows)}
    ways.fee_vnd = next(iter(fees)) if len(fees) == 1 else None
    telling = [row for row in rows if _fee_words(row)]
    silent_matters = any(not _fee_words(row) for row in _decisive(rows))
    words = _fee_words if len(fees) == 1 or len(rows) == len(ways.channels) else _fee_words_in_full
    told = _by_channel(rows if silent_matters else telling, words)
    plain = ways.fee_vnd is not None and all(_dong(row) == ways.fee_vnd and not row.remark for row in telling)
    ways.fee_note_vi = None if plain else told
    if ways.fee_vnd is None and told:
        ways.notes.append("fee kept as text")


def _dong(row: Way) -> int | None:
    """The row's fee in dong, or None where the cell is not one plain sum or the row contradicts it."""
    named = {int(re.sub(r"\D", "", sum_)) for sum_ in _DONG.findall(row.remark + " " + row.text)}
    if row.fee == "Miễn phí":
        contradicted = named - {0} or not _FREE_REMARK.fullmatch(row.remark) or _NOT_FREE.search(row.text)
        return None if contradicted else 0
    if not row.fee.endswith(("Đồng", "VNĐ")):
        return None
    fee = int(re.sub(r"\D", "", row.fee))
    is_for_some = row.remark.startswith(("-", "+"))  # a list of cases, of which this row prices only one
    doubtful = fee < LEAST_DONG or named - {fee} or is_for_some or _OTHER_FEE.search(row.remark + row.text)
    return None if doubtful else fee


def _fee_words(row: Way) -> str:
    dong = re.fullmatch(r"([\d,.]+) (?:Việt Nam Đồng|VNĐ)", row.fee)
    fee = "" if row.fee == "Không có thông tin" else row.fee
    if dong:
        amount = int(re.sub(r"\D", "", dong[1]))
        fee = f"{amount:,} đồng".replace(",", ".") if amount >= LEAST_DONG else ""
    if fee and row.remark:
        return fee + row.remark if row.remark.startswith("/") else f"{fee} ({row.remark})"
    return fee or row.remark


def _fee_words_in_full(row: Way) -> str:
    """For a channel with several rows: only the description says which row is for whom."""
    fee = _fee_words(row)
    return f"{fee} – {row.text}" if fee and row.text else fee


def _by_channel(rows: list[Way], words: Callable[[Way], str]) -> str | None:
    """One text when all rows say the same, else one line for each channel."""
    told: dict[str, list[str]] = {channel: [] for channel in CHANNEL_WORDS}
    for row in rows:
        if words(row) not in told[row.channel]:
            told[row.channel].append(words(row))
    texts = [" / ".join(text for text in told[row.channel] if text) for row in rows]
    if len(set(texts)) <= 1:
        return next(iter(texts), None) or None
    lines = {f"{CHANNEL_WORDS[row.channel]}: {text}" for row, text in zip(rows, texts, strict=True) if text}
    order = list(CHANNEL_WORDS.values())
    return "\n".join(sorted(lines, key=lambda line: order.index(line.split(":")[0]))) or None
