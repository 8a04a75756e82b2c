"""The verdict on the active plan after whatever changed it, or the days it has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from athletes.models import Athlete
from plans.engine.answer import checks
from plans.engine.recheck import recheck
from plans.engine.rules import Session, Verdict
from plans.engine.spec import Spec, parse
from plans.errors import PlanSpecError
from plans.models import Plan, PlannedSession, TrainingPreferences
from plans.selectors.situation import OF_THE_WEEK
from plans.selectors.specs import conditions

State = PlannedSession.State
DIGITS = 4
NOT_DONE = (State.SKIPPED, State.MISSED)


def recheck_active(athlete: Athlete) -> None:
    """Judge the athlete's active plan, if there is one."""
    plan = Plan.objects.for_athlete(athlete).active().first()
    if plan is not None:
        plan.athlete = athlete
        recheck_plan(plan)


def recheck_plan(plan: Plan) -> None:
    """Store the verdict of all rules on what the calendar shows now, made by whomever; seven queries.

    Of a draft its own sessions are judged. What was skipped or missed does not count. The wish is that of the
    plan, with the time, the closed days and the illness of today; a week that nobody ever said stays as the
    plan took it, since what the last weeks suggest is another one each day.
    """
    if not plan.phases or not plan.weeks:
        return
    verdicts, score = recheck(
        _wish(plan), phases=plan.phases, weeks=plan.weeks, sessions=[_judged(row) for row in _sessions(plan)]
    )
    plan.checks, plan.score = checks(verdicts), round(score, DIGITS)
    plan.save(update_fields=["checks", "score"])


def newly_broken(athlete: Athlete, session: Session) -> list[int]:
    """Hard rules that the active plan keeps and would break with one session more; empty without a plan."""
    plan = Plan.objects.for_athlete(athlete).active().first()
    if plan is None or not plan.phases or not plan.weeks or not plan.start <= session.day < plan.end:
        return []
    plan.athlete = athlete
    wish, rows = _wish(plan), [_judged(row) for row in _sessions(plan)]
    before, after = (
        _broken(recheck(wish, phases=plan.phases, weeks=plan.weeks, sessions=each)[0])
        for each in (rows, [*rows, session])
    )
    return sorted(after - before)


def _broken(verdicts: Iterable[Verdict]) -> set[int]:
    return {each.rule.number for each in verdicts if each.breaks_plan}


def _sessions(plan: Plan) -> Iterable[PlannedSession]:
    rows = PlannedSession.objects.for_athlete(plan.athlete).exclude(state__in=NOT_DONE)
    if plan.state == Plan.State.DRAFT:
        return rows.alive().filter(plan=plan)
    return rows.shown().between(plan.start, plan.end)


def _wish(plan: Plan) -> Spec:
    said = conditions(plan.athlete, plan.start, plan.end)
    said.pop("experience")
    if not TrainingPreferences.objects.for_athlete(plan.athlete).exists():
        said |= {name: plan.spec[name] for name in OF_THE_WEEK if name in plan.spec}
    try:
        return parse({**plan.spec, **said})
    except PlanSpecError:
        return parse(plan.spec)


def _judged(row: PlannedSession) -> Session:
    names: tuple[str, ...] = ("day", "slot", "sport", "kind", "minutes", "load", "hard")
    values: dict[str, Any] = {name: getattr(row, name) for name in (*names, "z1_min", "z2_min", "z3_min")}
    return Session(**values)
