"""How somebody can train, plans and planned sessions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from plans.models import (
    Blackout,
    CalendarFeed,
    Following,
    Plan,
    PlanChange,
    PlannedSession,
    PlanProposal,
    SentWorkout,
    SessionComment,
    TrainingPreferences,
    WeekdayRoom,
    WeekSending,
    WorkoutTemplate,
)
from tests.factories.athletes import AthleteFactory

MONDAY = date(2026, 11, 23)
"""The day after that on which most tests take place."""

EASY = [{"kind": "work", "duration_s": 2700, "target": "pace_zone", "low": 2, "high": 2}]

RIDE = {
    "sport": "cycling",
    "title": "Easy ride",
    "steps": [{"kind": "work", "duration_s": 2700, "target": "power_pct", "low": 60, "high": 65}],
    "text": "- 45m 60-65%\n",
}
"""Another workout for a session: 45 minutes by power."""


class PreferencesFactory(DjangoModelFactory):
    """Somebody intermediate; give them rooms with `week_of`."""

    class Meta:
        model = TrainingPreferences

    athlete = factory.SubFactory(AthleteFactory)


class BlackoutFactory(DjangoModelFactory):
    """Three days of travel in December 2026."""

    class Meta:
        model = Blackout

    athlete = factory.SubFactory(AthleteFactory)
    start = date(2026, 12, 7)
    end = date(2026, 12, 10)


class PlanFactory(DjangoModelFactory):
    """An active running plan of four weeks from Monday 23 November 2026, without sessions or verdict."""

    class Meta:
        model = Plan

    athlete = factory.SubFactory(AthleteFactory)
    name = "Keep improving"
    sport = "running"
    start = MONDAY
    end = factory.LazyAttribute(lambda o: o.start + timedelta(weeks=4))
    state = Plan.State.ACTIVE
    status = "ok"


class PlannedSessionFactory(DjangoModelFactory):
    """45 easy minutes of running by the planner; each next one is a day later."""

    class Meta:
        model = PlannedSession

    athlete = factory.SubFactory(AthleteFactory)
    day = factory.Sequence(lambda n: MONDAY + timedelta(days=n % 28))
    sport = "running"
    kind = "easy"
    title = "Easy run"
    steps = factory.LazyFunction(lambda: [dict(step) for step in EASY])
    text = "# 45 min, load 45\n\n- 45m Z2\n"
    minutes = 45
    load = 45
    z1_min = 45
    origin = PlannedSession.Origin.ENGINE


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = SessionComment

    session = factory.SubFactory(PlannedSessionFactory)
    author = factory.SelfAttribute("session.athlete.user")
    text = "Take it easy."


class TemplateFactory(DjangoModelFactory):
    """An own workout of 45 easy minutes."""

    class Meta:
        model = WorkoutTemplate

    athlete = factory.SubFactory(AthleteFactory)
    name = factory.Sequence(lambda n: f"Easy {n}")
    sport = "running"
    kind = "easy"
    steps = factory.LazyFunction(lambda: [dict(step) for step in EASY])
    text = "- 45m Z2\n"
    minutes = 45


class ProposalFactory(DjangoModelFactory):
    """A proposal that waits, without changes."""

    class Meta:
        model = PlanProposal

    plan = factory.SubFactory(PlanFactory)
    athlete = factory.SelfAttribute("plan.athlete")
    cause = "missed_key"
    fingerprint = factory.Sequence(lambda n: f"missed_key:{n}")
    reason = "A key session was missed."


class ChangeFactory(DjangoModelFactory):
    """Something that the athlete did, without entries."""

    class Meta:
        model = PlanChange

    athlete = factory.SubFactory(AthleteFactory)
    author = factory.SelfAttribute("athlete.user")
    act = PlanChange.Act.MOVE


def week_of(athlete: Any, minutes: list[int], **preferences: Any) -> TrainingPreferences:
    """Preferences whose seven days, Monday first, have these minutes; 0 is a closed day."""
    row: TrainingPreferences = PreferencesFactory(athlete=athlete, **preferences)
    for weekday, room in enumerate(minutes):
        if room:
            WeekdayRoom.objects.create(preferences=row, weekday=weekday, minutes=room)
    return row


def one_of_each(connection: Any) -> None:
    """At least one row in every table of plans, for the athlete of a connection."""
    athlete = connection.athlete
    week_of(athlete, [60, 0, 0, 0, 0, 0, 120])
    BlackoutFactory(athlete=athlete)
    plan = PlanFactory(athlete=athlete)
    session = PlannedSessionFactory(athlete=athlete, plan=plan)
    CommentFactory(session=session)
    TemplateFactory(athlete=athlete)
    ProposalFactory(plan=plan)
    ChangeFactory(athlete=athlete)
    CalendarFeed.objects.create(athlete=athlete, token_sha256="0" * 64)
    Following.objects.create(athlete=athlete, plan=plan)
    SentWorkout.objects.create(session=session, connection=connection)
    WeekSending.objects.create(athlete=athlete, connection=connection, week_start=MONDAY)
