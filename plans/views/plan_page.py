"""The plan in force as its page shows it: where one stands, week by week, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from athletes.models import Athlete
from config.core import formatting
from plans.models import Plan, PlannedSession
from plans.selectors.plan import overview
from plans.selectors.plans import active_plan, draft_of, ended_plans, sessions_shown
from plans.selectors.reasons import checks_of
from plans.views.check_words import checked
from plans.views.forecast_chart import at_race
from plans.views.obstacle_words import given_up
from plans.views.preview_page import SessionRow, goal_words, session_rows
from plans.views.season_words import WeekBar, kept_words, phase_steps, week_bars
from plans.views.session_words import TONES, state_words

MOST_EARLIER = 10


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """One week with what was planned in it and what came of it; "" where there is nothing to say."""

    bar: WeekBar
    focus: str
    planned: str
    done: str
    kept: str


@dataclass(frozen=True, slots=True)
class DoneSession(SessionRow):
    """A session of the plan with what came of it."""

    state: str = ""
    tone: str = ""


def plan_context(athlete: Athlete, classes: frozenset[str], week: str) -> dict[str, Any]:
    """`classes` are those that the viewer may see beside the plan, `week` a number."""
    plan = active_plan(athlete)
    context = {
        "athlete": athlete,
        "plan": plan,
        "draft": draft_of(athlete),
        "earlier": ended_plans(athlete, MOST_EARLIER),
    }
    if plan is None:
        return context
    return context | _active(plan, classes, week)


def _active(plan: Plan, classes: frozenset[str], week: str) -> dict[str, Any]:
    today, whole = plan.athlete.today(), overview(plan)
    bars = week_bars(whole, today)
    return {
        "goal_words": goal_words(plan),
        "countdown": countdown(plan, today),
        "running_week": running_week(bars),
        "phases": phase_steps(whole, today, classes),
        "weeks": bars,
        "given_up": given_up(plan, classes),
        "checked": checked(checks_of(plan, classes)),
        "sees_load": "load" in classes,
        "at_race": at_race(plan) if "load" in classes else None,
        **(_week(plan, _picked(bars, week), classes) if bars else {}),
    }


def countdown(plan: Plan, today: date) -> tuple[str, str]:
    """A number and what it counts: days to the race or to the end. Weeks are counted as the plan has them."""
    goal = plan.race.date if plan.race else plan.end
    days = max((goal - today).days, 0)
    return str(days), f"{'day' if days == 1 else 'days'} {'to the race' if plan.race else 'to go'}"


def running_week(bars: Sequence[WeekBar]) -> tuple[str, str]:
    """The number of the week that runs and "of 18"; before and after the plan "18" and ""."""
    now = next((bar for bar in bars if bar.when == "now"), None)
    return (str(now.number), f"of {len(bars)}") if now else (str(len(bars)), "")


def focus(sessions: Sequence[PlannedSession]) -> str:
    """ "Threshold run, Long run": what the week is about; the names of its hard and long sessions."""
    names = [each.title for each in sessions if each.hard or each.kind in ("long", "race")]
    return ", ".join(dict.fromkeys(names))


def _week(plan: Plan, bar: WeekBar, classes: frozenset[str]) -> dict[str, Any]:
    here = sessions_shown(plan.athlete, bar.row.start, bar.row.end)
    shown = ShownWeek(
        bar=bar,
        focus=focus(here),
        planned=_sums(bar.row.planned_min, bar.row.planned_load),
        done=_done(bar, classes),
        kept=kept_words(bar.row.kept, classes),
    )
    found = session_rows(plan, here)
    return {
        "week": shown,
        "sessions": [
            DoneSession(
                *(row.session, row.when, row.icon, row.sums, row.bars),
                state=state_words(row.session, classes),
                tone=TONES.get(row.session.state, ""),
            )
            for row in found
        ],
    }


def _done(bar: WeekBar, classes: frozenset[str]) -> str:
    """What was done in the week, of what the viewer may see."""
    if bar.when == "ahead" or "activities" not in classes:
        return ""
    return _sums(bar.row.done_min, bar.row.done_load if "load" in classes else 0)


def _sums(minutes: float, load: float) -> str:
    """ "4:30 h · load 310"; "" for nothing."""
    parts = [str(formatting.duration(minutes * 60, seconds=False))] if minutes else []
    return " · ".join([*parts, *([f"load {formatting.load(load)}"] if load else [])])


def _picked(bars: Sequence[WeekBar], week: str) -> WeekBar:
    """The week that is asked for, else that of today, else the first or the last."""
    if week.isdecimal() and 1 <= int(week) <= len(bars):
        return bars[int(week) - 1]
    now = [bar for bar in bars if bar.when == "now"]
    return now[0] if now else bars[0] if bars[0].when == "ahead" else bars[-1]
