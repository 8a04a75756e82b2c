"""What the third screen shows of a plan that is being made, was made, or cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.utils import timezone

from athletes.models import Athlete
from config.core import beats, dates, formatting
from config.core.formatting import Units
from metrics.selectors.thresholds import ThresholdBook
from plans.models import Plan, PlannedSession
from plans.selectors.drafts import PlanSums, first_sessions, staying, sums_of
from plans.selectors.making import interrupted
from plans.selectors.plan import overview
from plans.selectors.plans import active_plan
from plans.selectors.reasons import checks_of
from plans.views.check_words import checked
from plans.views.forecast_chart import at_race
from plans.views.obstacle_words import given_up, obstacles
from plans.views.profile import Bar, profile
from plans.views.readiness_words import too_little
from plans.views.season_words import drawing_width, phase_steps, week_bars
from plans.views.session_words import icon_of, plain_day, sums
from plans.views.wish import wish_of_plan

MOST_DAYS = 6
PATIENCE = timedelta(seconds=30)
WORKER_LATE = timedelta(minutes=2)
"""Who was not seen for so long is away: a worker says every half minute that it is there."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    session: PlannedSession
    when: str
    icon: str
    sums: str
    bars: list[Bar]


def preview_context(plan: Plan, classes: frozenset[str]) -> dict[str, Any]:
    """`classes` are those that the viewer may see beside the plan."""
    athlete, today = plan.athlete, plan.athlete.today()
    context: dict[str, Any] = {
        "athlete": athlete,
        "plan": plan,
        "wish": wish_of_plan(plan),
        "goal_words": goal_words(plan),
        "sees_diary": "notes" in classes,
    }
    if plan.state == Plan.State.MAKING:
        return context | _patience(plan)
    if plan.state == Plan.State.FAILED:
        return context | {"obstacles": obstacles(plan, classes)}
    whole = overview(plan)
    bars = week_bars(whole, today)
    counted = sums_of(plan)
    return context | {
        "numbers": _numbers(plan, counted),
        "too_little": too_little(plan, counted.longest_min),
        "phases": phase_steps(whole, today, classes),
        "weeks": bars,
        "drawing_width": drawing_width(bars),
        "first": session_rows(plan, first_sessions(plan)),
        "given_up": given_up(plan, classes),
        "checked": checked(checks_of(plan, classes)),
        "sees_load": "load" in classes,
        "at_race": at_race(plan) if "load" in classes else None,
        "former": active_plan(athlete),
        "staying": staying_words(staying(plan)),
    }


def session_rows(plan: Plan, sessions: Iterable[PlannedSession]) -> list[SessionRow]:
    """Sessions with their profiles, drawn with the thresholds of their days."""
    athlete: Athlete = plan.athlete
    book, today, units = ThresholdBook(athlete), athlete.today(), cast(Units, athlete.units)
    return [
        SessionRow(
            session=each,
            when=dates.day(each.day, today),
            icon=icon_of(each.sport),
            sums=sums(each, units),
            bars=profile(each.steps, each.sport, book.on(each.sport, each.day)),
        )
        for each in sessions
    ]


def staying_words(sessions: Sequence[PlannedSession]) -> str:
    """ "2 sessions that were written by hand or locked stay, on Fri 27 Nov and Sat 5 Dec."; "" for none."""
    if not sessions:
        return ""
    days = list(dict.fromkeys(plain_day(each.day.isoformat()) for each in sessions))
    more = [f"{len(days) - MOST_DAYS} more days"] if len(days) > MOST_DAYS else []
    *several, last = [*days[:MOST_DAYS], *more]
    on = f"{', '.join(several)} and {last}" if several else last
    if len(sessions) == 1:
        return f"One session that was written by hand or locked stays, on {on}."
    return f"{len(sessions)} sessions that were written by hand or locked stay, on {on}."


def goal_words(plan: Plan) -> str:
    """ "Sun 18 Apr 2027, marathon in 3:30:00", or what a plan without a race is for."""
    if plan.race is None:
        return f"{plan.get_sport_display()}, {dates.days(plan.start, plan.end)}"
    parts = [f"{dates.weekday(plan.race.date)} {dates.full_day(plan.race.date)}"]
    if plan.race.distance_m:
        parts.append(formatting.distance(plan.race.distance_m, cast(Units, plan.athlete.units)))
    if plan.race.goal_s:
        parts.append(f"goal {formatting.duration(plan.race.goal_s)}")
    return " · ".join(parts)


def _patience(plan: Plan) -> dict[str, Any]:
    """How long it takes already, whether it was interrupted, and whether nobody is there who makes plans."""
    age = beats.age(beats.WORKER)
    waited = timezone.now() - plan.created_at
    return {
        "waited": formatting.duration_words(max(waited.total_seconds(), 1)),
        "is_late": waited > PATIENCE,
        "is_interrupted": interrupted(plan),
        "is_worker_away": waited > PATIENCE and (age is None or age > WORKER_LATE),
    }


def _numbers(plan: Plan, counted: PlanSums) -> dict[str, Any]:
    """What a plan asks for, in three numbers."""
    most = max((row["minutes"] for row in plan.weeks), default=0)
    return {
        "weeks": len(plan.weeks),
        "sessions": formatting.number(counted.sessions / max(len(plan.weeks), 1), 1),
        "longest_week": formatting.duration(60 * most, seconds=False),
    }
