"""A runner with eight weeks of planned training, and the days as they come."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.db import transaction

from athletes.models import Athlete
from config.core.celery import sending_with
from metrics.models import Activity, Day
from metrics.services.recompute import mark_dirty, recompute_load
from plans.models import Plan, PlannedSession, PlanProposal
from plans.services.adapting import adapt_plan
from plans.services.matching import follow
from plans.services.planning import adopt_plan, make, request_plan
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, DayFactory
from tests.factories.plans import week_of

SUNDAY = date(2026, 11, 22)
WEEKS = 8
EASY_RUN = {"utc_offset_s": 0, "timer_s": 3_000.0, "distance_m": 9_000.0, "load": 65.0}


@contextmanager
def standing_still() -> Iterator[time_machine.Traveller]:
    """Sunday at noon until it is moved; nothing is sent to a broker."""
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as moving, sending_with(lambda *_: None):
        yield moving


def runner() -> Athlete:
    """With a watch that is worn at night, and fourteen weeks of four hours of running behind them."""
    athlete: Athlete = AthleteFactory(birth_year=1988)
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    for ago in range(1, 99):
        if ago % 7 not in (1, 4):
            ActivityFactory(athlete=athlete, start_time=at(SUNDAY - timedelta(days=ago)), **EASY_RUN)
    _measured(athlete, SUNDAY - timedelta(days=99))
    week_of(athlete, [0, 60, 75, 60, 60, 90, 180])
    return athlete


def planned(athlete: Athlete, **wish: object) -> Plan:
    """An adopted plan from Monday on."""
    wish = {"sport": "running", "weeks": WEEKS} | wish
    plan = request_plan(athlete=athlete, user=athlete.user, **wish)  # type: ignore[arg-type]
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    return adopt_plan(plan=plan, user=athlete.user)


def at(day: date, hour: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def sessions(plan: Plan) -> list[PlannedSession]:
    return list(PlannedSession.objects.filter(plan=plan).alive().order_by("day", "slot"))


def do(session: PlannedSession, *, hour: int = 7) -> Activity:
    """Exactly what was planned, as one run."""
    activity: Activity = ActivityFactory(
        athlete=session.athlete,
        start_time=at(session.day, hour),
        utc_offset_s=0,
        sport=session.sport,
        timer_s=60.0 * session.minutes,
        distance_m=None,
        load=float(session.load),
    )
    return activity


def key_session(plan: Plan, number: int = 0) -> PlannedSession:
    return [each for each in sessions(plan) if each.hard][number]


def easy_session(plan: Plan) -> PlannedSession:
    return next(each for each in sessions(plan) if not each.hard and each.kind != "long")


def lived(plan: Plan, until: date, *, missed: Collection[date] = ()) -> None:
    """Everything before that day done as planned but on the days `missed`, and every night measured."""
    for session in sessions(plan):
        if session.day < until and session.day not in missed and session.activity is None:
            do(session)
    known = set(Day.objects.filter(athlete=plan.athlete).values_list("date", flat=True))
    for number in range((until - SUNDAY).days + 1):
        if SUNDAY + timedelta(days=number) not in known:
            DayFactory(athlete=plan.athlete, date=SUNDAY + timedelta(days=number))


def went_by(clock: time_machine.Traveller, plan: Plan, until: date, *missed: date) -> None:
    """It is nine in the morning of that day, and everything before was done but on the days `missed`."""
    clock.move_to(at(until, 9))
    lived(plan, until, missed=missed)


def look(plan: Plan) -> PlanProposal | None:
    """What the tasks do after data arrived; what waits for an answer then."""
    _measured(plan.athlete, plan.start)
    follow(athlete_id=plan.athlete_id)
    adapt_plan(athlete_id=plan.athlete_id)
    waiting: PlanProposal | None = PlanProposal.objects.filter(plan=plan).waiting().first()
    return waiting


def _measured(athlete: Athlete, since: date) -> None:
    with transaction.atomic():
        mark_dirty(athlete, since)
    recompute_load(athlete_id=athlete.pk)
