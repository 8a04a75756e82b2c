"""The wish for a plan, from what is measured and said: the specification in the shape of `make_plan`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from athletes.models import Athlete
from athletes.sources.records import Sport
from metrics.models import Activity, Annotation, Race
from metrics.selectors.load import load_series
from metrics.selectors.own_word import markers_between
from metrics.selectors.thresholds import ThresholdBook
from plans.engine.spec import WEEKDAYS
from plans.engine.spec.conflicts import FORTNIGHT_DAYS
from plans.models import Blackout
from plans.selectors.preferences import preferences_of

SPORTS = (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING)
HISTORY_WEEKS, LONGEST_DAYS = 6, 30
OPEN_TRAVEL_DAYS = 7
"""Travel without an end is taken to last a week, as an illness is."""

ILLNESS_DAYS = timedelta(days=42)
"""How long ago an illness may have ended that the first weeks still go gently after."""

USUAL_DISTANCE_M = {Sport.RUNNING: 10_000.0, Sport.CYCLING: 40_000.0, Sport.SWIMMING: 1_500.0}
"""For a race on the way whose distance nobody entered."""


def spec_of(
    athlete: Athlete, *, race: Race | None, sport: str, weeks: int | None, start: date
) -> dict[str, Any]:
    """What a plan from `start` on is made from: for `race`, or of `weeks` without one. Eight queries.

    `race` is the goal whatever its priority; without one an A race on the way counts as a B race.
    """
    end = race.date + timedelta(days=1) if race else start + timedelta(weeks=weeks or 12)
    said = conditions(athlete, start, end)
    return {
        "today": start.isoformat(),
        "sport": sport,
        "athlete": _measured(athlete, sport, start) | {"experience": said.pop("experience")},
        **said,
        "weeks": None if race else weeks,
        "races": _races(athlete, race, sport, start, end),
    }


def conditions(athlete: Athlete, start: date, end: date) -> dict[str, Any]:
    """What the athlete says of the days [start, end): the part of a specification that may change while a
    plan runs, and `experience`. Four queries."""
    can = preferences_of(athlete)
    said = can.preferences
    markers = markers_between(athlete, start - ILLNESS_DAYS, end)
    return {
        "experience": said.experience,
        "availability": {
            WEEKDAYS[room.weekday]: {
                "minutes": room.minutes,
                "sessions": room.sessions if room.minutes else 0,
            }
            for room in can.rooms
        },
        "long_day": None if said.long_day is None else WEEKDAYS[said.long_day],
        "weekly_cap_min": said.weekly_cap_min,
        "blackouts": [*_blackouts(athlete, start, end), *_travel(markers, start)],
        "illness": _illness(markers),
        "strength": said.strength,
        "ramp_max": said.ramp_max,
    }


def _measured(athlete: Athlete, sport: str, start: date) -> dict[str, Any]:
    today = athlete.today()
    yesterday = load_series(athlete, today - timedelta(days=1), today)
    fitness, fatigue = (float(each[0]) for each in (yesterday.fitness, yesterday.fatigue))
    done = list(_done(athlete, sport, today).values_list("local_date", "timer_s"))
    since = today - timedelta(days=LONGEST_DAYS)
    return {
        "age": athlete.birth_year and start.year - athlete.birth_year,
        "fitness": round(fitness, 1),
        "fatigue": round(fatigue, 1),
        "longest_30d_min": int(max((timer_s for day, timer_s in done if day >= since), default=0) // 60),
        "weekly_min_last6": _weekly_minutes(done, today),
        "sessions_per_week": math.ceil(len(done) / HISTORY_WEEKS),
        "thresholds": _thresholds(athlete, sport, start),
    }


def _done(athlete: Athlete, sport: str, today: date) -> QuerySet[Activity]:
    """Activities of the sport in the last six weeks, legs of multisport ones too."""
    rows = Activity.objects.for_athlete(athlete).alive().filter(merged_into=None, sport=sport)
    whole = rows.filter(parent__deleted_at=None, parent__merged_into=None)
    return whole.between(today - timedelta(weeks=HISTORY_WEEKS), today)


def _weekly_minutes(done: Iterable[tuple[date, float]], today: date) -> list[int]:
    """Minutes of the six spans of seven days that end yesterday, the oldest first."""
    minutes = [0.0] * HISTORY_WEEKS
    for day, timer_s in done:
        minutes[HISTORY_WEEKS - 1 - ((today - day).days - 1) // 7] += timer_s / 60
    return [round(each) for each in minutes]


def _thresholds(athlete: Athlete, sport: str, day: date) -> dict[str, float]:
    known = asdict(ThresholdBook(athlete).on(sport, day))
    return {name: value for name, value in known.items() if value is not None and name != "sex"}


def _blackouts(athlete: Athlete, start: date, end: date) -> list[dict[str, str]]:
    rows = Blackout.objects.for_athlete(athlete).alive().filter(start__lt=end, end__gt=start)
    return [_interval(row.start, row.end) | {"reason": row.reason} for row in rows.order_by("start", "pk")]


def _travel(markers: Iterable[Annotation], start: date) -> list[dict[str, str]]:
    found = []
    for each in markers:
        until = each.end or max(each.start, start) + timedelta(days=OPEN_TRAVEL_DAYS)
        if each.kind == Annotation.Kind.TRAVEL and until > start:
            found.append(_interval(each.start, until) | {"reason": "travel"})
    return found


def _illness(markers: Iterable[Annotation]) -> list[dict[str, str | None]]:
    return [
        {
            "start": each.start.isoformat(),
            "end": each.end.isoformat() if each.end else None,
            "kind": each.kind,
        }
        for each in markers
        if each.kind in (Annotation.Kind.ILLNESS, Annotation.Kind.INJURY)
    ]


def _interval(start: date, end: date) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}


def _races(athlete: Athlete, goal: Race | None, sport: str, start: date, end: date) -> list[dict[str, Any]]:
    rows = Race.objects.for_athlete(athlete).alive().filter(sport=sport, date__gt=start)
    # A second goal soon behind the first is not planned for, but has to be told.
    close = Q(priority=Race.Priority.A, date__lt=end + timedelta(days=FORTNIGHT_DAYS))
    rows = rows.filter(Q(date__lt=end) | close if goal else Q(date__lt=end))
    others = [row for row in rows if goal is None or row.pk != goal.pk]
    return [
        _race(row, goal) for row in sorted([*others, *([goal] if goal else [])], key=lambda row: row.date)
    ]


def _race(row: Race, goal: Race | None) -> dict[str, Any]:
    is_goal = goal is not None and row.pk == goal.pk
    priority = "A" if is_goal else "B" if goal is None and row.priority == "A" else row.priority
    return {
        "date": row.date.isoformat(),
        "priority": priority,
        "distance_m": row.distance_m or USUAL_DISTANCE_M[Sport(row.sport)],
        "goal_s": row.goal_s,
        "name": row.name,
    }
