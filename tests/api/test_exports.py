"""Lists for a spreadsheet: no cell is worked out, names only where they are asked for and noted, thousands of rows as they are read."""

from __future__ import annotations

import csv
import io
from contextvars import Context
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import AuditEntry
from app.database import reading, release, write
from app.dossiers.calendar import today
from app.dossiers.models import Dossier
from app.fees import service as fees
from app.web.clock import now
from tests.accounts.staff import signed_in
from tests.api.conftest import a_dossier, stamped

NAME = "=HYPERLINK(“x”)"
MANY = 3_000


@pytest.fixture
def clerk(storage):
    """The officer, signed in."""
    return signed_in(storage)


@pytest.fixture
def dossier(storage) -> str:
    found = a_dossier(storage, answers={"ho_ten": NAME, "so_ban": 1})
    fees.take(fees.Paid("21484", found, "7K3F9QXM", "2.000815"), 0, 8000, "cash", "desk", now())
    return found


def rows(answer) -> list[dict[str, str]]:
    text = answer.response.get_data(as_text=True)
    assert text.startswith("\ufeff") and answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def noted() -> list[str]:
    release()
    return list(reading().scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("dossier.exported"))))


def test_the_list_has_no_names_until_they_are_asked_for_and_both_are_noted(clerk, dossier):
    plain = rows(clerk.get("/desk/dossiers.csv", buffered=True))
    assert "Tên" not in plain[0] and plain[0]["Đã thu (đồng)"] == "8000" and plain[0]["Mã thủ tục"] == "2.000815"
    assert noted() == ["dossier.exported"]
    named = rows(clerk.get("/desk/dossiers.csv?with_names=1", buffered=True))
    assert named[0]["Tên"] == f"'{NAME}" and noted() == ["dossier.exported", "dossier.exported_with_names"]


def test_in_the_excel_file_every_text_is_text(clerk, dossier):
    answer = clerk.get("/desk/dossiers.xlsx?with_names=1", buffered=True)
    sheet = load_workbook(io.BytesIO(answer.response.get_data())).active
    mine = list(sheet.iter_rows())[1]
    assert mine[-1].value == NAME and mine[-1].data_type == "s" and mine[-2].value == 8000
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_it_is_narrowed_by_state_and_day(clerk, storage, dossier):
    old = a_dossier(storage, age=timedelta(days=40))
    stamped(old, state="done")
    day = today() - timedelta(days=7)
    assert len(rows(clerk.get(f"/desk/dossiers.csv?from={day}&to={today()}&state=received", buffered=True))) >= 1
    assert [one["Trạng thái"] for one in rows(clerk.get(f"/desk/dossiers.csv?to={day}", buffered=True))] == ["Đã trả"]
    for wrong in ("state=x", "from=x", "to=2026-13-01"):
        clerk.get(f"/desk/dossiers.csv?{wrong}", 422)


def test_another_offices_officer_gets_none_of_ours(storage, dossier):
    there = signed_in(storage, scope="21490")
    assert rows(there.get("/desk/dossiers.csv?with_names=1", buffered=True)) == []
    for role in ("volunteer", "leader", "admin"):
        signed_in(storage, role).get("/desk/dossiers.xlsx", 404)


def test_thousands_of_rows_come_as_they_are_read(app):
    first = reading().get_one(Dossier, a_dossier(app))
    values = {column.name: getattr(first, column.name) for column in Dossier.__table__.columns}
    many = [{**values, "id": f"{number:036d}", "ticket": f"{number:08d}"} for number in range(MANY)]
    write(lambda session: session.execute(Dossier.__table__.insert(), many))
    count, is_streamed = Context().run(_lines, signed_in(app))
    assert count > MANY and is_streamed


def _lines(clerk) -> tuple[int, bool]:
    """How many lines come, read part by part where the request began."""
    answer = clerk.client.get("/desk/dossiers.csv", base_url="http://127.0.0.1:8000")
    return sum(part.count(b"\n") for part in answer.iter_encoded()), answer.is_streamed
