"""Everything that stands on the days of a calendar, as far as the viewer may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from athletes.models import Athlete
from metrics.models import Activity, Annotation, Race
from metrics.selectors.activities import activity_list
from metrics.selectors.days import daily_columns
from metrics.selectors.load import load_series
from metrics.selectors.own_word import markers_between
from metrics.selectors.races import races_between
from plans.models import Blackout, Plan, PlannedSession

DAY = timedelta(days=1)
CLASSES = ("activities", "load", "sleep", "heart", "notes")
"""What the calendar shows beside the plan, each part to who may see it."""


@dataclass(slots=True)
class CalendarDay:
    """One day. `activities` are those that no session was matched with; None is not known or not shown."""

    date: date
    sessions: list[PlannedSession] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    all_done: list[Activity] = field(default_factory=list)
    races: list[Race] = field(default_factory=list)
    lasting: list[Annotation | Blackout] = field(default_factory=list)
    load: float | None = None
    sleep_s: float | None = None
    hrv_ms: float | None = None


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """`kinds` are the kinds of planned weeks by their Monday."""

    days: list[CalendarDay]
    kinds: dict[date, str]
    has_plan: bool


def calendar_days(athlete: Athlete, start: date, end: date, classes: frozenset[str]) -> CalendarDays:
    """The days [start, end), which may see the plan; of the rest what `classes` open. Nine queries."""
    days = [CalendarDay(start + DAY * index) for index in range((end - start).days)]
    by_date = {each.date: each for each in days}
    _add_sessions(athlete, by_date, start, end)
    if "activities" in classes:
        _add_activities(athlete, by_date, start, end)
    for race in races_between(athlete, start, end):
        by_date[race.date].races.append(race)
    _add_lasting(by_date, Blackout.objects.for_athlete(athlete).alive().filter(start__lt=end, end__gt=start))
    if "notes" in classes:
        _add_lasting(by_date, markers_between(athlete, start, end))
    _add_numbers(athlete, days, classes)
    plans = list(
        Plan.objects.for_athlete(athlete).alive().filter(state__in=("active", "ended")).order_by("start")
    )
    has_plan = bool(plans) or any(each.sessions for each in days)
    return CalendarDays(days, _kinds(plans), has_plan)


def _add_sessions(athlete: Athlete, days: dict[date, CalendarDay], start: date, end: date) -> None:
    rows = PlannedSession.objects.for_athlete(athlete).shown().between(start, end)
    for session in rows.select_related("activity").order_by("day", "slot", "pk"):
        days[session.day].sessions.append(session)


def _add_activities(athlete: Athlete, days: dict[date, CalendarDay], start: date, end: date) -> None:
    matched = {each.activity_id for day in days.values() for each in day.sessions if each.activity_id}
    for activity in activity_list(athlete).between(start, end).order_by("start_time"):  # type: ignore[attr-defined]
        day = days[activity.local_date]
        day.all_done.append(activity)
        if activity.pk not in matched:
            day.activities.append(activity)


def _add_lasting(days: dict[date, CalendarDay], rows: Iterable[Annotation | Blackout]) -> None:
    for row in rows:
        for day in days.values():
            if row.start <= day.date and (row.end is None or day.date < row.end):
                day.lasting.append(row)


def _add_numbers(athlete: Athlete, days: list[CalendarDay], classes: frozenset[str]) -> None:
    """The load of each day, and of the night before it sleep and HRV; nothing is known of days to come."""
    today, first = athlete.today(), days[0].date
    end = min(days[-1].date, today) + DAY
    if end <= first:
        return
    if "load" in classes:
        window = load_series(athlete, first, end)
        for date_, load in zip(window.dates, window.load, strict=True):
            days[(date_ - first).days].load = float(load)
    if classes & {"sleep", "heart"}:
        _, columns = daily_columns(athlete, first, end)
        for day, sleep, hrv in zip(days, columns["sleep_s"], columns["hrv_rmssd_ms"], strict=False):
            day.sleep_s = _known(sleep) if "sleep" in classes else None
            day.hrv_ms = _known(hrv) if "heart" in classes else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _kinds(plans: Iterable[Plan]) -> dict[date, str]:
    """Of plans that overlap the later one speaks."""
    found: dict[date, str] = defaultdict(str)
    for plan in plans:
        found |= {date.fromisoformat(week["start"]): week["kind"] for week in plan.weeks}
    return found
