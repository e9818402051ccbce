"""The portal's lists of papers, which the crawl delivers as one run of text.

    --Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai theo mẫu CT01CT01.docx1 bản chínhGiấy ủy quyền1 bản chính,1 bản sao

Each list has a heading (`--` = none) before its column names. A row is a name, perhaps the names of form files, and
a count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .record import Form, Paper

COLUMNS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"

_UPPER = "A-Z" + "".join(sign for sign in map(chr, range(0xC0, 0x1EFA)) if sign.isupper())
_LOWER = "a-z" + "".join(sign for sign in map(chr, range(0xC0, 0x1EFA)) if sign.islower())

# The count is glued to what stands before it, or at least to the next name; "(01 bản chính)" belongs to a name.
_COUNT = re.compile(
    r"(?:(?<![\s(,\d])(?!0\d )(?P<glued>\d{1,9})"
    r"|(?<=\s)(?!0\d )(?P<apart>\d{1,9})"
    rf"(?= bản chính(?:,\d{{1,2}} bản sao)?(?:[{_UPPER}]|\Z)))"
    r" bản chính(?:,(?P<copies>\d{1,2}) bản sao)?(?![\s)])"
)
_NO_HEADING = re.compile(r"(?:--|bao gồm|hồ sơ gồm|)[\s:.]*", re.IGNORECASE)
_REMARK = re.compile(
    r"(?:trường hợp|ví dụ|thành phần hồ sơ|người tiếp nhận|cơ quan|cán bộ|khi |đối với|cá nhân có quyền|trong "
    r"|người (?:có |)yêu cầu|bản chụp|nếu |việc |hồ sơ |các trường hợp|không có|có thể|giấy tờ do cơ quan|\()",
    re.IGNORECASE,
)
_ALWAYS_REMARK = re.compile(r"(?:lưu ý|ghi chú|số (?:lượng|bộ) hồ sơ)", re.IGNORECASE)
_EITHER = re.compile(
    r"bản (?:chính|gốc)[^.;]{0,60}hoặc[^.;]{0,30}bản sao|bản sao[^.;]{0,60}hoặc[^.;]{0,30}bản chính", re.IGNORECASE
)
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|odt|zip|rar)", re.IGNORECASE)
_SEAM = re.compile(rf"(?<=[{_LOWER}).;:,”\"\]])(?=[{_UPPER}]|\d{{1,3}}(?:\.\d{{1,2}})*[-.]\D)|(?<=[^\s(“\"/-])(?=Mẫu|TTHC)")
_KNOWN_FILE_START = re.compile(
    r"(?:Mẫu|Mau|Mu|TTHC|TK|N[AC]\d|PC\d|TP-|C[TCV]\d|DC\d|M0|Phụ lục|PL|Đơn|Tờ khai|Biểu|BM|\d{1,3}[-.])"
)
_FORM_CODE = re.compile(
    r"\b[Mm]ẫu (?:đơn )?(?:số )?"
    r"((?:[A-ZĐ]{1,6}[-.]?)*\d{1,3}[a-zđ]?(?:[-./][A-Z0-9ĐƯ]{1,8})*|TP-[A-ZĐ]+-\d{1,3}[a-z]?)(?![\w/])"
)


@dataclass
class Papers:
    """What the lists say. remarks: rows that tell something instead of naming a paper. files: names of form files."""

    documents: tuple[Paper, ...] = ()
    forms: tuple[Form, ...] = ()
    remarks: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_papers(cell: str) -> Papers:
    """Return the papers in `cell`. Never raises; what cannot be read is named in the notes."""
    papers = Papers()
    found: list[Paper] = []
    heading, *pieces = cell.split(COLUMNS)
    if not pieces:
        papers.notes.append("papers kept as text: not a table" if cell else "no papers told")
        return papers
    for piece in pieces:
        rows, rest = _rows(_heading(heading), piece)
        for row in rows:
            _take(row, papers, found)
        heading = rest
    if heading.strip():
        papers.remarks.append(heading.strip())
    papers.documents, papers.forms = _once(found, papers.notes), tuple(dict.fromkeys(papers.forms))
    return papers


@dataclass(frozen=True)
class _Row:
    """One row as it stands there. run: the digits before "bản chính"; copies: before "bản sao"."""

    heading: str | None
    name: str
    run: str
    copies: int


def _rows(heading: str | None, piece: str) -> tuple[list[_Row], str]:
    """Split one list into its rows and what follows the last of them."""
    rows, start = [], 0
    for count in _COUNT.finditer(piece):
        run = count["glued"] or count["apart"]
        rows.append(_Row(heading, piece[start : count.start()], run, int(count["copies"] or 0)))
        start = count.end()
    return rows, piece[start:]


def _heading(text: str) -> str | None:
    text = text.strip()
    return None if _NO_HEADING.fullmatch(text) else text.lstrip("*-+ ").rstrip(": ") or None


def _take(row: _Row, papers: Papers, found: list[Paper]) -> None:
    """Add a row to the papers, or to the remarks when it asks for no copy and only explains."""
    tail, originals = _split_count(row.name, row.run)
    name, files = _split_files(row.name + tail)
    name = name.strip().lstrip("-+*•) ").strip()
    one_or_other = originals and row.copies and _EITHER.search(name)
    count = None if originals is None or one_or_other else originals + row.copies
    only_explains = _REMARK.match(name) or _ALWAYS_REMARK.match(row.heading or "")
    if _ALWAYS_REMARK.match(name) or (count == 0 and only_explains):
        papers.remarks.append(name)
    elif not name:
        papers.notes.append("a row without a paper's name skipped")
    else:
        if count is None:
            told = "an original or a copy" if one_or_other else f"{name[-40:]} bản chính"
            papers.notes.append(f"count not read: {told}")
        code = _form_code(name, files) if originals is not None else None
        words = (row.heading, _count_words(originals, row.copies))
        note = ". ".join(text.rstrip(".") for text in words if text) or None
        found.append(Paper(name, count, note, code))
        papers.forms += (Form(code, name),) if code or files else ()
        papers.files += files


def _split_count(name: str, run: str) -> tuple[str, int | None]:
    """`Nghị định 116` + `1` arrives as `1161`: return the digits that belong to the name, and the count.

    None when both readings are possible: "Mẫu số 11 bản chính" may be form 1 or eleven copies.
    """
    if len(run) == 1:
        return "", int(run)
    if len(run) >= 3 or name.endswith((".", "/", "-")):
        return run[:-1], int(run[-1])
    return run, None


def _count_words(originals: int | None, copies: int) -> str | None:
    """What the number of copies alone does not say."""
    if originals == 0:
        return "Bản sao" if copies else "Cổng không ghi số bản"
    return f"{originals} bản chính, {copies} bản sao" if copies and originals else None


def _split_files(text: str) -> tuple[str, list[str]]:
    """Split `... của Bộ Công anNA5.doc` into the name and the files; without a clear seam all stays in the name."""
    if not _FILE.search(text[-6:]):
        return text, []
    ends = [one.end() for one in _FILE.finditer(text)]
    first = text[: ends[0]]
    seams = [one.start() for one in _SEAM.finditer(first, max(0, len(first) - 150), len(first) - 4)]
    known = [seam for seam in seams if _KNOWN_FILE_START.match(first, seam)]
    if not known and len(seams) != 1:
        return text, []
    word = first.rfind(" ", 0, (known or seams)[0]) + 1
    seam = next(one for one in seams if one >= word)
    starts = [seam] + ends[:-1]
    return text[:seam], [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _form_code(name: str, files: list[str]) -> str | None:
    """The form's code as the paper's name gives it, if it gives exactly one."""
    codes = list(dict.fromkeys(_FORM_CODE.findall(name)))
    if not codes and len(files) == 1:
        codes = list(dict.fromkeys(_FORM_CODE.findall(files[0].rsplit(".", 1)[0])))
    if len(codes) != 1:
        return None
    return f"Mẫu số {codes[0]}" if codes[0][0].isdigit() else codes[0]


def _once(papers: list[Paper], notes: list[str]) -> tuple[Paper, ...]:
    unique = tuple(dict.fromkeys(papers))
    if len(unique) < len(papers):
        notes.append(f"{len(papers) - len(unique)} papers told twice taken once")
    return unique
