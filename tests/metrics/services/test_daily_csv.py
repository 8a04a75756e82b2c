from datetime import date

import numpy as np
import pytest

from config.core.errors import DataValidationError
from metrics.services.daily_csv import read_daily_csv


def read(text: str):
    return read_daily_csv(text.splitlines(keepends=True))


def test_a_cell_that_is_empty_missing_or_no_finite_number_is_not_measured() -> None:
    series = read("date,load,stress\n2026-01-01,50,\n2026-01-02,nan\n2026-01-03,inf,30\n")
    np.testing.assert_array_equal(series.columns["load"], [50, np.nan, np.nan])
    np.testing.assert_array_equal(series.columns["stress"], [np.nan, np.nan, 30])


def test_days_come_in_any_order_and_missing_ones_are_unknown() -> None:
    series = read("load,date\n7,2026-01-04\n5,2026-01-01\n")
    assert series.first == date(2026, 1, 1)
    np.testing.assert_array_equal(series.columns["load"], [5, np.nan, np.nan, 7])


def test_of_a_day_that_is_there_twice_the_last_known_values_count() -> None:
    series = read("date,load,stress\n2026-01-01,50,31\n2026-01-01,60,\n")
    assert (series.columns["load"].tolist(), series.columns["stress"].tolist()) == ([60], [31])


def test_semicolons_and_decimal_commas_are_read_as_a_german_table_writes_them() -> None:
    series = read("Date ; HRV_rmssd_ms ;load\n2026-01-01;45,5;80\n")
    assert series.columns["hrv_rmssd_ms"].tolist() == [45.5]
    assert series.columns["load"].tolist() == [80]


def test_columns_of_other_names_are_ignored() -> None:
    assert list(read("date,mood,load\n2026-01-01,good,50\n").columns) == ["load"]


def test_a_table_of_dates_alone_is_a_series_without_values() -> None:
    series = read("date\n2026-01-01\n")
    assert (series.first, series.columns) == (date(2026, 1, 1), {})


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "CSV_INVALID", "The first line must name the columns, `date` among them."),
        ("day,load\n", "CSV_INVALID", "The first line must name the columns, `date` among them."),
        (
            "date\tload\n2026-01-01\t5\n",
            "CSV_INVALID",
            "The first line must name the columns, `date` among them.",
        ),
        ("date,load,load\n2026-01-01,1,2\n", "CSV_INVALID", "The column load is there twice."),
        ("date,load\n", "CSV_EMPTY", "There is no day in this file."),
        ("date,load\n2026-01-01,5\n01.02.2026,5\n", "CSV_INVALID", "Line 3: a date is written 2027-01-31."),
        ("date,load\n,5\n", "CSV_INVALID", "Line 2: a date is written 2027-01-31."),
        ("date,load\n2026-01-01,lots\n", "CSV_INVALID", "Line 2: load is not a number."),
        ("date,load\n2026-01-01,1e300\n", "CSV_INVALID", "Line 2: load is too large."),
        (
            "date,load\n0202-01-01,5\n2026-01-01,5\n",
            "CSV_INVALID",
            "The days from 0202-01-01 to 2026-01-01 are more than a hundred years.",
        ),
    ],
)
def test_what_cannot_be_read_is_named(text: str, code: str, message: str) -> None:
    with pytest.raises(DataValidationError) as error:
        read(text)
    assert (error.value.code, error.value.message) == (code, message)


def test_a_cell_without_end_is_no_table() -> None:
    with pytest.raises(DataValidationError) as error:
        read('date,load\n2026-01-01,"' + "5" * 200_000)
    assert error.value.code == "CSV_INVALID"
