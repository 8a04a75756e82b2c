"""The activity list under the headings of its months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from metrics.models import Activity
from metrics.selectors.activities import MonthTotals
from metrics.views.rows import Row


@dataclass
class Month:
    """Rows of one month; without `totals` no heading, as where the page before already showed it."""

    first: date | None = None
    totals: MonthTotals | None = None
    rows: list[Row] = field(default_factory=list)


def by_month(
    activities: Sequence[Activity],
    show: Callable[[Activity], Row],
    totals: dict[date, MonthTotals],
    before: Activity | None,
) -> list[Month]:
    """Consecutive activities by month; `before` is the last one of the page before."""
    months: list[Month] = []
    shown = month_of(before) if before else None
    for activity in activities:
        month = month_of(activity)
        if not months or months[-1].first != month:
            months.append(Month(month, None if month == shown else totals.get(month)))
        months[-1].rows.append(show(activity))
    return months


def month_of(activity: Activity) -> date:
    day: date = activity.local_date.replace(day=1)
    return day
