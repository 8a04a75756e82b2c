"""Daily values from a CSV file, for `detect_signals`."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import date

import numpy as np

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


def read_daily_csv(lines: Iterable[str]) -> DailySeries:
    """The series of a CSV with a `date` column and any of `COLUMNS`; an empty cell is not measured.

    Other columns are ignored. Raises DataValidationError naming the line that cannot be read.
    """
    reader = csv.DictReader(lines)
    if "date" not in (reader.fieldnames or []):
        raise DataValidationError(
            "The first line must name the columns, `date` among them.", code="CSV_INVALID"
        )
    names = [name for name in COLUMNS if name in (reader.fieldnames or [])]
    dates: list[date] = []
    columns: dict[str, list[float]] = {name: [] for name in names}
    for row in reader:
        dates.append(_date(row["date"], reader.line_num))
        for name in names:
            columns[name].append(_number(row[name], name, reader.line_num))
    if not dates:
        raise DataValidationError("There is no day in this file.", code="CSV_EMPTY")
    return DailySeries.of(dates, {name: np.array(values) for name, values in columns.items()})


def _date(text: str | None, line: int) -> date:
    try:
        return date.fromisoformat((text or "").strip())
    except ValueError as error:
        raise DataValidationError(
            f"Line {line}: a date is written 2027-01-31.", code="CSV_INVALID"
        ) from error


def _number(text: str | None, name: str, line: int) -> float:
    if text is None or not text.strip():
        return math.nan
    try:
        value = float(text)
    except ValueError as error:
        raise DataValidationError(f"Line {line}: {name} is not a number.", code="CSV_INVALID") from error
    return value if math.isfinite(value) else math.nan
