"""From a file that is dropped to the session that it was, and to a plan that follows."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import run_inline
from metrics.models import Activity
from metrics.services.activities import delete_activity
from metrics.services.annotations import add_annotation
from notifications.models import Message
from plans.models import Plan, PlannedSession, PlanProposal
from plans.services.planning import adopt_plan, request_plan
from tests.factories.metrics import ActivityFactory, DayFactory
from tests.factories.plans import PlannedSessionFactory, week_of
from tests.pipeline.drop import drop, hour_at, morning

HOUR = [{"kind": "work", "duration_s": 3_600, "target": "power_pct", "low": 95, "high": 105}]


def rider_with_plan(athlete: Athlete) -> Plan:
    """Five weeks of cycling from today on, after two months of four rides a week."""
    for ago in range(1, 60):
        if ago % 7 in (1, 3, 5, 6):
            day = {"start_time": morning(ago), "utc_offset_s": 0, "sport": "cycling"}
            ActivityFactory(athlete=athlete, **day, timer_s=5_400, distance_m=40_000, load=75)
    week_of(athlete, [60, 60, 90, 60, 60, 120, 180])
    with run_inline() as failures:
        plan = request_plan(
            athlete=athlete, user=athlete.user, sport="cycling", weeks=5, start=athlete.today()
        )
    plan.refresh_from_db()
    assert failures == []
    return adopt_plan(plan=plan, user=athlete.user)


def test_a_dropped_file_is_the_session_of_its_day(athlete: Athlete) -> None:
    yesterday = athlete.today() - timedelta(days=1)
    session = PlannedSessionFactory(
        athlete=athlete, day=yesterday, sport="cycling", steps=HOUR, minutes=60, load=100
    )

    drop(athlete, ride_fit=hour_at(200))

    session.refresh_from_db()
    assert session.state == "done"
    assert session.activity == Activity.objects.get()
    assert session.adherence is not None
    assert session.adherence["score"] == 1.0

    with run_inline() as failures:
        delete_activity(activity=Activity.objects.get())
    session.refresh_from_db()
    assert failures == []
    assert (session.state, session.activity) == ("planned", None)


def test_a_marker_leads_to_a_proposal_and_its_page(athlete: Athlete, browser_of: Client) -> None:
    plan, today = rider_with_plan(athlete), athlete.today()
    DayFactory(athlete=athlete, date=today)

    with run_inline() as failures:
        add_annotation(athlete=athlete, kind="illness", start=today)

    proposal = PlanProposal.objects.get()
    assert failures == []
    assert (proposal.plan, proposal.cause, proposal.state) == (plan, "illness", "waiting")
    assert Message.objects.get(kind="plan_change_proposed").context["cause"] == "Illness"

    page = browser_of.get(reverse("plans:plan-proposal", args=["me", proposal.uid]))
    assert page.status_code == 200
    browser_of.post(reverse("plans:plan-proposal-accept", args=["me", proposal.uid]))

    proposal.refresh_from_db()
    ahead = PlannedSession.objects.filter(plan=plan, day__gt=today, day__lt=today + timedelta(days=6)).alive()
    assert proposal.state == "accepted"
    assert not ahead.filter(hard=True).exists()
    assert not ahead.filter(day__lt=today + timedelta(days=3)).exists()
