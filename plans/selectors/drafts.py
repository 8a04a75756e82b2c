"""What a plan that is not adopted yet asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q

from athletes.sources.records import Sport
from plans.models import Plan, PlannedSession

FIRST_DAYS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class PlanSums:
    """`longest_min` is of sessions in the plan's sport, without the race itself."""

    sessions: int
    longest_min: int


def sums_of(plan: Plan) -> PlanSums:
    """One query."""
    endurance = ~Q(sport=Sport.STRENGTH) & ~Q(kind="race")
    rows = PlannedSession.objects.filter(plan=plan).alive()
    found = rows.aggregate(sessions=Count("pk"), longest=Max("minutes", filter=endurance))
    return PlanSums(found["sessions"], found["longest"] or 0)


def first_sessions(plan: Plan) -> list[PlannedSession]:
    rows = PlannedSession.objects.filter(plan=plan).alive()
    return list(rows.between(plan.start, plan.start + FIRST_DAYS))


def staying(plan: Plan) -> list[PlannedSession]:
    """What stays on the days of a draft when that is adopted: open, and written by hand or locked."""
    first = max(plan.start, plan.athlete.today())
    rows = PlannedSession.objects.for_athlete(plan.athlete).shown().open().between(first, plan.end)
    return list(rows.exclude(plan__state=Plan.State.ACTIVE, locked=False))
