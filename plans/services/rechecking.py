"""The verdict on the active plan after whatever changed it, or the days it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, timedelta
from typing import Any

from athletes.models import Athlete
from plans.engine.adapt import Change, Marker
from plans.engine.adapt.marked import interval
from plans.engine.answer import checks
from plans.engine.recheck import recheck, with_stability
from plans.engine.rules import Session, Verdict
from plans.engine.spec import Spec, parse
from plans.errors import PlanSpecError
from plans.models import Plan, PlannedSession, TrainingPreferences
from plans.selectors.situation import OF_THE_WEEK
from plans.selectors.specs import conditions
from plans.services.frames import set_frame

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
    wish = _wish(plan)
    sessions = list(_told(plan, wish).values())
    verdicts, score = recheck(wish, phases=plan.phases, weeks=plan.weeks, sessions=sessions)
    plan.checks, plan.score = checks(verdicts), round(score, DIGITS)
    plan.save(update_fields=["checks", "score"])


def checks_after(
    plan: Plan, changes: Iterable[Change], frame: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """What the rules would say of the plan with these changes, rule 19 among them; eight queries.

    Rule 19 is asked of what is told from tomorrow on. Empty without a season.
    """
    if not plan.phases or not plan.weeks:
        return []
    then = copy(plan)
    if frame is not None:
        set_frame(then, frame["after"])
    wish = _wish(then)
    now = _told(then, wish)
    changed: dict[str, Session | None] = {each.session: each.after for each in changes if each.session}
    kept = [session for uid in now if (session := changed.get(uid, now[uid]))]
    after = [*kept, *(each.after for each in changes if each.session is None and each.after)]
    verdicts, _ = recheck(wish, phases=then.phases, weeks=then.weeks, sessions=after)
    tomorrow = plan.athlete.today() + timedelta(days=1)
    told, _ = with_stability(verdicts, before=list(now.values()), after=after, since=tomorrow)
    return checks(told)


def newly_broken(athlete: Athlete, session: Session) -> list[int]:
    """Hard rules that the active plan keeps and would break with one session more; empty without a plan."""
    plan = Plan.objects.for_athlete(athlete).active().first()
    if plan is None or not plan.phases or not plan.weeks or not plan.start <= session.day < plan.end:
        return []
    plan.athlete = athlete
    wish = _wish(plan)
    rows = list(_told(plan, wish).values())
    before, after = (
        _broken(recheck(wish, phases=plan.phases, weeks=plan.weeks, sessions=each)[0])
        for each in (rows, [*rows, session])
    )
    return sorted(after - before)


def _broken(verdicts: Iterable[Verdict]) -> set[int]:
    return {each.rule.number for each in verdicts if each.breaks_plan}


def _told(plan: Plan, wish: Spec) -> dict[str, Session]:
    """By uid; without what an illness has stopped, up to today: that is missed, or will be."""
    today = plan.athlete.today()
    return {
        str(row.uid): _judged(row)
        for row in _sessions(plan)
        if row.state != State.PLANNED or row.day > today or not any(row.day in each for each in wish.illness)
    }


def _sessions(plan: Plan) -> Iterable[PlannedSession]:
    rows = PlannedSession.objects.for_athlete(plan.athlete).exclude(state__in=NOT_DONE)
    if plan.state == Plan.State.DRAFT:
        return rows.alive().filter(plan=plan)
    return rows.shown().between(plan.start, plan.end)


def _wish(plan: Plan) -> Spec:
    said = conditions(plan.athlete, plan.start, plan.end)
    said["illness"] = [_ended(each, plan.athlete.today()) for each in said["illness"]]
    said.pop("experience")
    if not TrainingPreferences.objects.for_athlete(plan.athlete).exists():
        said |= {name: plan.spec[name] for name in OF_THE_WEEK if name in plan.spec}
    try:
        return parse({**plan.spec, **said})
    except PlanSpecError:
        return parse(plan.spec)


def _ended(illness: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    """What lasts is judged up to where rest is proposed: nobody knows its end."""
    if illness["end"] is not None:
        return illness
    lasting = Marker(illness["kind"], date.fromisoformat(illness["start"]))
    return {**illness, "end": interval(lasting, today).end.isoformat()}


def _judged(row: PlannedSession) -> Session:
    names: tuple[str, ...] = ("day", "slot", "sport", "kind", "minutes", "load", "hard")
    values: dict[str, Any] = {name: getattr(row, name) for name in (*names, "z1_min", "z2_min", "z3_min")}
    return Session(**values)
