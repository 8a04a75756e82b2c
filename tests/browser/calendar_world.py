"""What stands behind the calendar of the browser's tests."""

from __future__ import annotations

from datetime import date, timedelta

from athletes.models import Athlete
from plans.models import Plan, PlannedSession
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.plans import PlanFactory


def plan_of_weeks(athlete: Athlete, monday: date) -> Plan:
    """Three weeks of base, the third of them easy, and one of taper."""
    weeks = [
        {"start": (monday + timedelta(weeks=index)).isoformat(), "target_load": 300, "kind": kind}
        for index, kind in enumerate(("build", "build", "recovery", "taper"))
    ]
    ends = [monday + timedelta(weeks=index) for index in (0, 3, 4)]
    phases = [
        {"name": name, "start": start.isoformat(), "end": end.isoformat()}
        for name, start, end in zip(("base", "taper"), ends, ends[1:], strict=False)
    ]
    spec = {
        "today": monday.isoformat(),
        "sport": "running",
        "athlete": {"fitness": 50},
        "availability": {"sun": {"minutes": 120, "sessions": 1}},
    }
    return PlanFactory.create(athlete=athlete, start=monday, spec=spec, phases=phases, weeks=weeks)


def what_was_done(athlete: Athlete, today: date, monday: date) -> None:
    """The week behind: one session done, one skipped, one missed, and something else beside them."""
    past = PlannedSession.objects.filter(day__lt=today).order_by("day")
    run = ActivityFactory.create(athlete=athlete, local_date=past[0].day, name="Morning run", timer_s=2640.0)
    PlannedSession.objects.filter(pk=past[0].pk).update(
        activity=run, state="done", adherence={"score": 0.94, "duration": 0.98, "load": 1.1, "steps": []}
    )
    PlannedSession.objects.filter(pk=past[1].pk).update(state="skipped", skip_reason="time")
    PlannedSession.objects.filter(pk=past[2].pk).update(state="missed")
    ActivityFactory.create(
        athlete=athlete, local_date=monday + timedelta(days=4), sport="cycling", name="To work and back"
    )
    for days in range(14):
        DayFactory.create(athlete=athlete, date=today - timedelta(days=days))
    store_loads(athlete, today - timedelta(days=100), [50.0] * 100)
