"""A measurement over days: what it was, against another time, and together with another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.chat.gathered import Gathered
from analysis.chat.tools.base import END, START, Tool, ToolError, one_of, shape, whole, window
from analysis.chat.tools.series import NAMES, Metric, column_of, metric_of, url_of
from analysis.evidence import Value

MOST_ROWS = 31
FEWEST_PAIRS = 20
FEWEST_DAYS = 3
METRIC = one_of(NAMES, "What to look at.")

type Column = NDArray[np.float64]


def get_metric(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Mean, extremes, newest, sum where it adds up, and the last 31 days one by one."""
    metric = metric_of(arguments["metric"])
    start, end = window(gathered, arguments["start"], arguments["end"])
    column = column_of(gathered, metric, start, end)
    known = np.flatnonzero(~np.isnan(column))
    if not known.size:
        return {"refs": [], "coverage": 0.0, "note": "Nothing was measured in these days."}
    call = gathered.next_call()
    refs = gathered.add(_summary(gathered, metric, call, column, known, start, end))
    return {
        "refs": _described(gathered, refs),
        "coverage": round(known.size / column.size, 2),
        "days": _rows(column, start),
    }


def compare_periods(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """One value whose baseline is the other time, so that difference and change can be cited."""
    metric = metric_of(arguments["metric"])
    first = window(gathered, arguments["start"], arguments["end"])
    other = window(gathered, arguments["other_start"], arguments["other_end"])
    columns = [column_of(gathered, metric, *days) for days in (first, other)]
    sizes = [int(np.count_nonzero(~np.isnan(column))) for column in columns]
    if not all(sizes):
        return {"refs": [], "coverage": 0.0, "note": "One of the two times has no measurement."}
    means = [float(np.nanmean(column)) for column in columns]
    call, url = gathered.next_call(), url_of(gathered, metric, *first)
    values = [
        Value(f"{call}.mean", metric.name, means[0], metric.unit, *first, url, baseline=means[1], n=sizes[0])
    ]
    if metric.adds_up:
        sums = [float(np.nansum(column)) for column in columns]
        values.append(
            Value(f"{call}.sum", metric.name, sums[0], metric.unit, *first, url, baseline=sums[1], n=sizes[0])
        )
    shares = [size / column.size for size, column in zip(sizes, columns, strict=True)]
    return {"refs": _described(gathered, gathered.add(values)), "coverage": round(min(shares), 2)}


def correlate(gathered: Gathered, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Spearman's rank correlation of two series, the second `lag` days later, with its 95 % interval."""
    first, second = metric_of(arguments["metric"]), metric_of(arguments["other"])
    start, end = window(gathered, arguments["start"], arguments["end"])
    lag = int(arguments["lag_days"])
    if not 0 <= lag <= 14:
        raise ToolError("The lag is 0 to 14 days.")
    a = column_of(gathered, first, start, end)[: (end - start).days - lag]
    b = column_of(gathered, second, start, end)[lag:]
    both = ~np.isnan(a) & ~np.isnan(b)
    count = int(both.sum())
    if count < FEWEST_PAIRS:
        return {"refs": [], "note": "Too few days with both for a correlation; at least twenty are needed."}
    if np.ptp(a[both]) == 0 or np.ptp(b[both]) == 0:
        return {"refs": [], "note": "One of the two does not change in these days."}
    r = float(np.corrcoef(_ranks(a[both]), _ranks(b[both]))[0, 1])
    low, high = _interval(r, count)
    call, url = gathered.next_call(), url_of(gathered, first, start, end)
    parts = (("r", r), ("low", low), ("high", high))
    values = [
        Value(f"{call}.{name}", "correlation", value, "", start, end, url, n=count) for name, value in parts
    ]
    values.append(Value(f"{call}.days", "days", float(count), "d", start, end, url))
    return {
        "refs": _described(gathered, gathered.add(values)),
        "is_clear": low * high > 0,
        "note": "What goes together need not be the cause of one another.",
    }


def _ranks(values: Column) -> Column:
    """Ranks from nought; ties share their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    first = np.cumsum(counts) - counts
    ranks: Column = (first + (counts - 1) / 2)[place]
    return ranks


def _interval(r: float, count: int) -> tuple[float, float]:
    """95 % of a rank correlation by Fisher's z with the variance of Bonett and Wright (2000)."""
    z, half = np.arctanh(np.clip(r, -0.999, 0.999)), 1.96 * np.sqrt((1 + r**2 / 2) / (count - 3))
    return float(np.tanh(z - half)), float(np.tanh(z + half))


def _summary(
    gathered: Gathered, metric: Metric, call: str, column: Column, known: Any, start: date, end: date
) -> list[Value]:
    url = url_of(gathered, metric, start, end)

    def value(name: str, number: float, first: date = start, last: date = end) -> Value:
        return Value(f"{call}.{name}", metric.name, number, metric.unit, first, last, url, n=int(known.size))

    def at(name: str, index: int) -> Value:
        day = start + timedelta(days=index)
        return value(name, float(column[index]), day, day + timedelta(days=1))

    measured = column[known]
    found = [
        value("mean", float(measured.mean())),
        at("lowest", int(known[np.argmin(measured)])),
        at("highest", int(known[np.argmax(measured)])),
        at("newest", int(known[-1])),
        Value(f"{call}.days", "days", float(known.size), "d", start, end, url),
    ]
    if metric.adds_up:
        found.append(value("sum", float(measured.sum())))
    if known.size >= 2 * FEWEST_DAYS:
        half = known.size // 2
        before, after = measured[:half], measured[half:]
        middle = start + timedelta(days=int(known[half]))
        found.append(
            Value(
                f"{call}.later_half",
                metric.name,
                float(after.mean()),
                metric.unit,
                middle,
                end,
                url,
                baseline=float(before.mean()),
                n=int(after.size),
            )
        )
    return found


def _described(gathered: Gathered, refs: list[str]) -> list[dict[str, Any]]:
    """What each reference stands for: the model may read numbers, and only cite references."""
    by_id = {value.id: value for value in gathered.values}
    return [
        {
            "ref": ref,
            "value": round(by_id[ref].value, 2),
            "unit": by_id[ref].unit,
            "from": by_id[ref].start.isoformat(),
            "baseline": None if by_id[ref].baseline is None else round(by_id[ref].baseline or 0.0, 2),
        }
        for ref in refs
    ]


def _rows(column: Column, start: date) -> list[list[Any]]:
    first = max(0, column.size - MOST_ROWS)
    return [
        [(start + timedelta(days=index)).isoformat(), round(float(column[index]), 2)]
        for index in range(first, column.size)
        if not np.isnan(column[index])
    ]


TOOLS = (
    Tool(
        "get_metric",
        "One daily metric over days: mean, lowest, highest, newest, sum where it adds up.",
        shape(metric=METRIC, start=START, end=END),
        get_metric,
    ),
    Tool(
        "compare_periods",
        "One metric in two times; cite with delta or pct_change.",
        shape(metric=METRIC, start=START, end=END, other_start=START, other_end=END),
        compare_periods,
    ),
    Tool(
        "correlate",
        "How far two metrics go together, the second some days later.",
        shape(metric=METRIC, other=METRIC, lag_days=whole("0 to 14"), start=START, end=END),
        correlate,
    ),
)
