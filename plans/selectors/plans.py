"""Which plans somebody has: the one in force, one that is not adopted yet, those that ended."""

from __future__ import annotations

from datetime import date

from athletes.models import Athlete
from config.core.errors import DataNotFoundError
from plans.models import Plan, PlannedSession

NOT_ADOPTED = (Plan.State.MAKING, Plan.State.DRAFT, Plan.State.FAILED)


def active_plan(athlete: Athlete) -> Plan | None:
    """With its race and the athlete."""
    plan: Plan | None = Plan.objects.for_athlete(athlete).active().select_related("race").first()
    if plan is not None:
        plan.athlete = athlete
    return plan


def active_plan_or_404(athlete: Athlete) -> Plan:
    """Raises DataNotFoundError."""
    plan = active_plan(athlete)
    if plan is None:
        raise DataNotFoundError("There is no active plan.")
    return plan


def judged_plan(athlete: Athlete) -> Plan | None:
    """The active plan with nothing but its verdict."""
    found: Plan | None = Plan.objects.for_athlete(athlete).active().only("checks").first()
    return found


def draft_of(athlete: Athlete) -> Plan | None:
    """The plan that is being made, waits to be adopted, or could not be made."""
    rows = Plan.objects.for_athlete(athlete).alive().filter(state__in=NOT_ADOPTED)
    found: Plan | None = rows.select_related("race").first()
    return found


def ended_plans(athlete: Athlete, most: int) -> list[Plan]:
    """The latest first."""
    rows = Plan.objects.for_athlete(athlete).alive().filter(state=Plan.State.ENDED)
    return list(rows.select_related("race")[:most])


def sessions_shown(athlete: Athlete, start: date, end: date) -> list[PlannedSession]:
    """What the calendar shows on the days [start, end)."""
    return list(PlannedSession.objects.for_athlete(athlete).shown().between(start, end))


def open_loads(plan: Plan) -> list[tuple[date, int]]:
    """Day and load of the plan's own sessions that are still to be done."""
    rows = PlannedSession.objects.filter(plan=plan).alive().open()
    return list(rows.values_list("day", "load"))
