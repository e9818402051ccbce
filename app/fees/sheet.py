"""A day's sheet as a CSV file that Excel opens: UTF-8 with its mark, and no cell that could be a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from .queries import PaymentView
from .rules import Sums

HEADS = ("Số biên nhận", "Giờ", "Mã hồ sơ", "Thủ tục", "Cách", "Thu (đồng)", "Trả lại (đồng)", "Thay cho số", "Cán bộ")
WAYS = {"cash": "Tiền mặt", "transfer": "Chuyển khoản"}
RISKY = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(payments: Sequence[PaymentView], names: Mapping[str, str], sums: Sums) -> bytes:
    """The sheet. names: procedure code -> name. Money given back stands in a column of its own, so no number is below 0."""
    file = io.StringIO()
    write = csv.writer(file).writerow
    write(HEADS)
    for one in payments:
        taken, given = max(one.dong, 0), max(-one.dong, 0)
        procedure = names.get(one.procedure_code, one.procedure_code)
        row = (one.receipt, f"{one.at:%H:%M}", one.ticket, procedure, WAYS[one.way], taken, given, one.reverses, one.officer)
        write(_harmless(row))
    write(("Tổng", "", "", "", "", sums.taken, sums.given_back, "", ""))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _harmless(row: Iterable[str | int]) -> list[str]:
    return [f"'{cell}" if str(cell).startswith(RISKY) else str(cell) for cell in row]
