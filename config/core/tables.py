"""Tables to take along, as CSV and XLSX, in which no cell is ever a formula.

A text that a spreadsheet could take for one gets an apostrophe in front (CWE-1236, ASVS 5.0 1.2.10). Numbers,
days and instants stay what they are, so that they can be added up.
"""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTERS = frozenset("=+-@|%")
LONGEST = 32_000
"""Characters; a cell of a spreadsheet holds 32,767."""


def safe_text(value: str) -> str:
    """The text without control characters, marked as text where it could be a formula or a command."""
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST]
    first = unicodedata.normalize("NFKC", text).lstrip("\ufeff\u200b'\"").lstrip()[:1]
    return f"'{text}" if (first in STARTERS and first) or text[:1] in ("\t", "\r", "\n") else text


def safe_cell(value: Any) -> str | int | float | date | None:
    """A value as it may stand in a cell. Unknown is empty, also where it is no number."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, int | float | date):
        return value
    return safe_text(str(value))


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Every text is quoted; the mark at the front has spreadsheets read it as UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([safe_text(each) for each in head])
    for row in rows:
        writer.writerow(["" if (cell := safe_cell(each)) is None else cell for each in row])
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet; texts are stored as texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Formline")
    for row in (head, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=safe_cell(value))
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
