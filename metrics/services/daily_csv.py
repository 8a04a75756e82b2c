"""Daily values from a CSV file, for `detect_signals`."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from config.core.errors import DataValidationError
from metrics.science.signals import DailySeries

COLUMNS = (
    "resting_hr_bpm",
    "hrv_rmssd_ms",
    "sleep_s",
    "sleep_score",
    "stress",
    "body_battery_high",
    "respiration_rpm",
    "weight_kg",
    "load",
)

LONGEST_DAYS = 100 * 366
LARGEST = 1e9


def read_daily_csv(lines: Iterable[str]) -> DailySeries:
    """The series of a CSV with a `date` column and any of `COLUMNS`; an empty cell is not measured.

    Days may come in any order and more than once: the last known value of a day counts. Other columns are
    ignored. Cells are parted by commas, or by semicolons when the first line has no comma; then numbers may
    have a decimal comma. Raises DataValidationError (`CSV_INVALID`, `CSV_EMPTY`) naming the line that cannot
    be read.
    """
    dates: list[date] = []
    values: dict[str, list[float]] = {}
    try:
        reader = _reader(lines)
        names = [name for name in COLUMNS if name in (reader.fieldnames or [])]
        values = {name: [] for name in names}
        for row in reader:
            dates.append(_date(row["date"], reader.line_num))
            for name in names:
                values[name].append(_number(row[name], name, reader))
    except csv.Error as error:
        raise _invalid(f"The file is no table: {error}.") from error
    if not dates:
        raise DataValidationError("There is no day in this file.", code="CSV_EMPTY")
    if (max(dates) - min(dates)).days >= LONGEST_DAYS:
        raise _invalid(f"The days from {min(dates)} to {max(dates)} are more than a hundred years.")
    return DailySeries.of(dates, dict(values))


def _reader(lines: Iterable[str]) -> csv.DictReader[str]:
    rest: Iterator[str] = iter(lines)
    first = next(rest, "")
    by_comma = "," in first or ";" not in first
    reader = csv.DictReader(chain([first], rest), delimiter="," if by_comma else ";")
    names = [name.strip().lower() for name in reader.fieldnames or []]
    if "date" not in names:
        raise _invalid("The first line must name the columns, `date` among them.")
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated:
        raise _invalid(f"The column {repeated} is there twice.")
    reader.fieldnames = names
    return reader


def _date(text: str | None, line: int) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError as error:
        raise _invalid(f"Line {line}: a date is written 2027-01-31.") from error


def _number(text: str | None, name: str, reader: csv.DictReader[str]) -> float:
    if text is None or not text.strip():
        return math.nan
    if reader.reader.dialect.delimiter == ";":
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError as error:
        raise _invalid(f"Line {reader.line_num}: {name} is not a number.") from error
    if not math.isfinite(value):
        return math.nan
    if abs(value) > LARGEST:
        raise _invalid(f"Line {reader.line_num}: {name} is too large.")
    return value


def _invalid(message: str) -> DataValidationError:
    return DataValidationError(message, code="CSV_INVALID")
