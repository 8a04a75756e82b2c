"""Everything that stands on the days of a calendar, as far as the viewer may see it."""

from __future__ import annotations

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
from metrics.selectors.weeks import monday_of
from plans.engine.adapt.pausing import Pause
from plans.engine.macro import stored_weeks
from plans.models import Blackout, Plan, PlannedSession
from plans.selectors.body import MARKERS, as_marker
from plans.selectors.paused import LOOK_BACK, pauses

DAY = timedelta(days=1)
CLASSES = ("activities", "load", "sleep", "heart", "notes", "profile")
"""What the calendar and its sessions show beside the plan, each part to who may see it."""


@dataclass(slots=True)
class CalendarDay:
    """One day. `activities` are those that no session was matched with; None is not known or not shown.

    `may_last` are markers without an end on the day after today: nobody knows whether they still are.
    """

    date: date
    sessions: list[PlannedSession] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    all_done: list[Activity] = field(default_factory=list)
    races: list[Race] = field(default_factory=list)
    lasting: list[Annotation | Blackout] = field(default_factory=list)
    may_last: list[Annotation] = field(default_factory=list)
    load: float | None = None
    sleep_s: float | None = None
    hrv_ms: float | None = None


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """`weeks` are (phase, kind) of planned weeks by Monday, `pauses` what stops a session, by its key."""

    days: list[CalendarDay]
    weeks: dict[date, tuple[str, str]]
    has_plan: bool
    pauses: dict[int, Pause]


def calendar_days(athlete: Athlete, start: date, end: date, classes: frozenset[str]) -> CalendarDays:
    """The days [start, end), which may see the plan; of the rest what `classes` open. Nine queries."""
    days = [CalendarDay(start + DAY * index) for index in range((end - start).days)]
    by_date = {each.date: each for each in days}
    _add_sessions(athlete, by_date, start, end)
    if "activities" in classes:
        _add_activities(athlete, by_date, start, end)
    for race in races_between(athlete, start, end):
        by_date[race.date].races.append(race)
    off = Blackout.objects.for_athlete(athlete).alive().filter(start__lt=end, end__gt=start)
    _add_blackouts(by_date, off)
    markers = markers_between(athlete, min(start, athlete.today() - LOOK_BACK), end)
    if "notes" in classes:
        _add_markers(by_date, markers, athlete.today())
    _add_numbers(athlete, days, classes)
    plans = list(
        Plan.objects.for_athlete(athlete).alive().filter(state__in=("active", "ended")).order_by("start")
    )
    has_plan = bool(plans) or any(each.sessions for each in days)
    sessions = [each for day in days for each in day.sessions]
    stopping = [as_marker(each) for each in markers if each.kind in MARKERS]
    return CalendarDays(days, _weeks(plans), has_plan, pauses(athlete, sessions, stopping))


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


def _add_blackouts(days: dict[date, CalendarDay], rows: Iterable[Blackout]) -> None:
    for row in rows:
        for day in days.values():
            if row.start <= day.date < row.end:
                day.lasting.append(row)


def _add_markers(days: dict[date, CalendarDay], markers: Iterable[Annotation], today: date) -> None:
    """One without an end is known up to today."""
    for row in markers:
        end = row.end or max(today, row.start) + DAY
        for day in days.values():
            if row.start <= day.date < end:
                day.lasting.append(row)
        if row.end is None and end in days:
            days[end].may_last.append(row)


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


def _weeks(plans: Iterable[Plan]) -> dict[date, tuple[str, str]]:
    """Of plans that overlap the later one speaks."""
    return {
        monday_of(week.start): (week.phase, week.kind)
        for plan in plans
        for week in stored_weeks(plan.phases, plan.weeks)
    }
