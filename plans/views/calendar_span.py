"""Which days the calendar shows, by its address: `?view=month|week&date=`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.http import QueryDict

from config.core import dates
from config.core.dates import EN_DASH
from metrics.selectors.weeks import monday_of

type View = Literal["month", "week"]

WEEK = timedelta(days=7)
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""Further away the arrows lead nowhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole weeks `[start, end)` around `on`; in a month those of its neighbours are included."""

    view: View
    on: date

    @property
    def start(self) -> date:
        return monday_of(self.on if self.view == "week" else self.on.replace(day=1))

    @property
    def end(self) -> date:
        if self.view == "week":
            return self.start + WEEK
        return monday_of(_next_month(self.on) - timedelta(days=1)) + WEEK

    @property
    def title(self) -> str:
        if self.view == "week":
            return dates.days(self.start, self.end)
        return f"{MONTH_NAMES[self.on.month - 1]} {self.on.year}"

    @property
    def earlier(self) -> date:
        moved = self.on - WEEK if self.view == "week" else (self.on.replace(day=1) - timedelta(days=1))
        return max(moved if self.view == "week" else moved.replace(day=1), FIRST)

    @property
    def later(self) -> date:
        return min(self.on + WEEK if self.view == "week" else _next_month(self.on), LAST)

    def has(self, day: date) -> bool:
        """Whether the day belongs to the month, or to the week, that is asked for."""
        return self.view == "week" or (day.year, day.month) == (self.on.year, self.on.month)


def span_of(query: QueryDict, today: date) -> Span:
    """What the address asks for; the month of today for anything that makes no sense."""
    view: View = "week" if query.get("view") == "week" else "month"
    return Span(view, read_day(query.get("date") or "", today))


def read_day(text: str, default: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return default
    return min(max(day, FIRST), LAST)


def week_title(start: date) -> str:
    """ "23–29 Nov": the year is in the title above."""
    last = start + timedelta(days=6)
    if start.month == last.month:
        return f"{start.day}{EN_DASH}{last.day} {dates.month(last)}"
    return f"{start.day} {dates.month(start)} {EN_DASH} {last.day} {dates.month(last)}"


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
