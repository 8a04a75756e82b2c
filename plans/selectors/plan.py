"""A plan beside what came of it, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from metrics.models import Activity
from plans.engine.macro import Season, Week, stored_season
from plans.engine.rules import RULES
from plans.engine.spec import parse
from plans.models import Plan, PlannedSession

State = PlannedSession.State
DONE = (State.DONE, State.PARTLY)


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the sessions that were due: how many there were, how many were done, and how near the done ones came
    to the planned ones, 0…1, None while that is unknown."""

    due: int
    done: int
    score: float | None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Days `[start, end)`. `planned_*` is what the calendar holds, `done_*` all activities of the sport."""

    start: date
    end: date
    kind: str
    phase: str
    target_load: float
    planned_load: int
    planned_min: int
    done_load: float
    done_min: int
    kept: Kept


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """Days `[start, end)` of one phase."""

    name: str
    start: date
    end: date
    kept: Kept


@dataclass(frozen=True, slots=True)
class Overview:
    """`checks` are those of the plan, each with the `name` and `source` of its rule."""

    plan: Plan
    phases: tuple[PhaseRow, ...]
    weeks: tuple[WeekRow, ...]
    checks: list[dict[str, Any]]


def plan_or_404(athlete: Athlete, uid: UUID) -> Plan:
    """A plan in whatever state, unless it was thrown away. Raises DataNotFoundError."""
    found: Plan | None = (
        Plan.objects.for_athlete(athlete).alive().select_related("race").filter(uid=uid).first()
    )
    if found is None:
        raise DataNotFoundError("There is no such plan, or you may not see it.")
    found.athlete = athlete
    return found


def overview(plan: Plan) -> Overview:
    """Phases, weeks and rules of a plan that was made; without phases of one that was not. Two queries."""
    season = _season(plan)
    if season is None:
        return Overview(plan, (), (), [])
    sessions, activities = _sessions(plan), _activities(plan)
    today = plan.athlete.today()
    targets = [float(week["target_load"]) for week in plan.weeks]
    return Overview(
        plan=plan,
        phases=tuple(
            PhaseRow(each.name, each.start, each.end, kept(_within(sessions, each.start, each.end), today))
            for each in season.phases
        ),
        weeks=tuple(
            _week(week, target, sessions, activities, today)
            for week, target in zip(season.weeks, targets, strict=True)
        ),
        checks=_named(plan.checks),
    )


def kept(sessions: Iterable[PlannedSession], today: date) -> Kept:
    """What came of those sessions that were due before `today` or are settled already."""
    due = [each for each in sessions if each.day < today or each.state != State.PLANNED]
    done = [each for each in due if each.state in DONE]
    scores = [each.adherence["score"] for each in done if each.adherence]
    known = [score for score in scores if score is not None]
    return Kept(len(due), len(done), sum(known) / len(known) if known else None)


def _season(plan: Plan) -> Season | None:
    if not plan.phases or not plan.weeks:
        return None
    return stored_season(parse(plan.spec), plan.phases, plan.weeks)


def _sessions(plan: Plan) -> list[PlannedSession]:
    """What the calendar shows on the plan's days; of a draft its own sessions."""
    rows = PlannedSession.objects.for_athlete(plan.athlete)
    if plan.state in (Plan.State.ACTIVE, Plan.State.ENDED):
        return list(rows.shown().between(plan.start, plan.end))
    return list(rows.alive().filter(plan=plan))


def _activities(plan: Plan) -> list[tuple[date, float, float | None]]:
    rows = Activity.objects.for_athlete(plan.athlete).shown().between(plan.start, plan.end)
    return list(rows.filter(sport=plan.sport).values_list("local_date", "timer_s", "load"))


def _week(
    week: Week,
    target: float,
    sessions: Sequence[PlannedSession],
    activities: Sequence[tuple[date, float, float | None]],
    today: date,
) -> WeekRow:
    here = _within(sessions, week.start, week.end)
    done = [(timer_s, load) for day, timer_s, load in activities if week.start <= day < week.end]
    return WeekRow(
        start=week.start,
        end=week.end,
        kind=week.kind,
        phase=week.phase,
        target_load=target,
        planned_load=sum(each.load for each in here),
        planned_min=sum(each.minutes for each in here),
        done_load=round(sum(load or 0.0 for _, load in done), 1),
        done_min=round(sum(timer_s for timer_s, _ in done) / 60),
        kept=kept(here, today),
    )


def _within(sessions: Iterable[PlannedSession], start: date, end: date) -> list[PlannedSession]:
    return [each for each in sessions if start <= each.day < end]


def _named(checks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    rules = {rule.number: {"name": rule.name, "source": rule.source} for rule in RULES}
    return [{**check, **rules[check["rule"]]} for check in checks]
