"""The calendar as it is drawn: weeks of days with what was planned, what was done and what it was like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from config.core import dates, formatting
from config.core.dates import DAYS
from metrics.selectors.thresholds import ThresholdBook
from plans.selectors.calendar import CalendarDay, CalendarDays, calendar_days
from plans.views import calendar_cards as cards
from plans.views.calendar_cards import Card, DoneCard, RaceFlag, Viewer
from plans.views.calendar_span import Span, week_title
from plans.views.calendar_weeks import week_sums
from plans.views.season_words import week_words


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day; `is_inside`: it belongs to the month asked for; `words` name it for who cannot see."""

    date: date
    name: str
    words: str
    is_today: bool
    is_past: bool
    is_inside: bool
    cards: list[Card]
    done: list[DoneCard]
    races: list[RaceFlag]
    bands: list[str]
    maybe: list[str]
    load: str
    wellness: list[str]
    new_url: str


@dataclass(frozen=True, slots=True)
class Week:
    """`planned`, `done` and `kept` are "" where there is nothing to say."""

    start: date
    title: str
    kind: str
    planned: str
    done: str
    kept: str
    days: list[DayCell]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """`is_empty`: nothing is planned, neither here nor on any other day. `here` is its own address."""

    view: str
    title: str
    here: str
    earlier: str
    later: str
    now: str
    views: list[tuple[str, str, bool]]
    weeks: list[Week]
    is_empty: bool


def calendar_page(viewer: Viewer, span: Span) -> CalendarPage:
    """At most ten queries, however many days."""
    found = calendar_days(viewer.athlete, span.start, span.end, viewer.classes)
    book = ThresholdBook(viewer.athlete)
    address = viewer.url("plans:calendar")

    def at(day: date, view: str = span.view) -> str:
        return f"{address}?{urlencode({'view': view, 'date': day.isoformat()})}"

    return CalendarPage(
        view=span.view,
        title=span.title,
        here=at(span.on),
        earlier=at(span.earlier),
        later=at(span.later),
        now=f"{at(viewer.today)}#day-{viewer.today.isoformat()}",
        views=[
            (label, at(span.on, view), view == span.view)
            for label, view in (("Month", "month"), ("Week", "week"))
        ],
        weeks=[
            _week(found, found.days[first : first + 7], book, viewer, span)
            for first in range(0, len(found.days), 7)
        ],
        is_empty=not found.has_plan,
    )


def _week(
    found: CalendarDays, days: list[CalendarDay], book: ThresholdBook, viewer: Viewer, span: Span
) -> Week:
    start = days[0].date
    sums = week_sums(days, viewer.today, viewer.classes)
    return Week(
        start=start,
        title=week_title(start),
        kind=week_words(*found.weeks.get(start, ("", ""))),
        planned=sums.planned,
        done=sums.done,
        kept=sums.kept,
        days=[_cell(found, day, book, viewer, span) for day in days],
    )


def _cell(found: CalendarDays, day: CalendarDay, book: ThresholdBook, viewer: Viewer, span: Span) -> DayCell:
    is_open = viewer.may_write and day.date >= viewer.today
    new = f"{viewer.url('plans:session-new')}?date={day.date.isoformat()}"
    return DayCell(
        date=day.date,
        name=f"{DAYS[day.date.weekday()]} {day.date.day}",
        words=dates.day(day.date, viewer.today),
        is_today=day.date == viewer.today,
        is_past=day.date < viewer.today,
        is_inside=span.has(day.date),
        cards=[
            cards.card(each, book.on(each.sport, each.day), viewer, found.pauses.get(each.pk))
            for each in day.sessions
        ],
        done=[cards.done_card(each, viewer) for each in day.activities],
        races=[cards.race_flag(each, viewer) for each in day.races],
        bands=[cards.band_words(each) for each in day.lasting],
        maybe=[cards.maybe_words(each) for each in day.may_last],
        load=formatting.load(day.load) if day.load else "",
        wellness=cards.wellness(day.sleep_s, day.hrv_ms),
        new_url=new if is_open else "",
    )
