"""The calendar and its sessions by mouse, thumb and keyboard, with and without JavaScript."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from plans.engine.steps import to_json
from plans.engine.syntax import parse
from plans.models import PlannedSession
from tests.browser.looks import DESK, PHONE, assert_fine, log_in
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import BlackoutFactory, CommentFactory, PlanFactory, PlannedSessionFactory
from tests.factories.races import RaceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftstempolauf"
INTERVALS = "Warmup\n- 15m Z1\n\n5x\n- Smooth 4m Z5\n- Recover 2m Z1\n\nCooldown\n- 10m Z1\n"
LONG_RUN = "- 100m Z2\n- 20m Z3\n"


def planned(athlete: Athlete, day: date, text: str = "- 45m Z2\n", **fields: object) -> PlannedSession:
    """A session of that text."""
    values = {"steps": to_json(parse(text, "running")), "text": text, **fields}  # type: ignore[arg-type]
    return PlannedSessionFactory.create(athlete=athlete, day=day, **values)


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """A runner in the middle of a plan: a week behind, one that runs, and two to come."""
    athlete = AthleteFactory.create(name="Ada Runner", hr_max_bpm=190, hr_rest_bpm=48)
    today = athlete.today()
    monday = today - timedelta(days=today.weekday() + 7)
    ThresholdFactory.create(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    weeks = [
        {"start": (monday + timedelta(weeks=index)).isoformat(), "target_load": 300, "kind": kind}
        for index, kind in enumerate(("build", "build", "recovery", "taper"))
    ]
    plan = PlanFactory.create(athlete=athlete, start=monday, weeks=weeks)
    for week in range(4):
        first = monday + timedelta(weeks=week)
        planned(athlete, first + timedelta(days=1), plan=plan)
        planned(
            athlete, first + timedelta(days=3), INTERVALS, plan=plan, kind="vo2max", title="VO₂max run",
            minutes=55, load=72, hard=True, why="Intervals above the threshold: raise the highest oxygen uptake.",
        )
        planned(athlete, first + timedelta(days=5), "- 40m Z1\n", plan=plan, title=LONG, minutes=40, load=30)
        planned(
            athlete, first + timedelta(days=6), LONG_RUN, plan=plan, kind="long", title="Long run",
            minutes=120, load=118,
        )
    _what_was_done(athlete, today, monday)
    RaceFactory.create(athlete=athlete, name="Frühlingsmarathon", date=monday + timedelta(days=27))
    BlackoutFactory.create(athlete=athlete, start=monday + timedelta(days=21), end=monday + timedelta(days=22))
    AnnotationFactory.create(athlete=athlete, start=monday - timedelta(days=3), end=monday)
    log_in(page, athlete.user, live_server.url)
    return athlete


def _what_was_done(athlete: Athlete, today: date, monday: date) -> None:
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


def address(name: str, **parts: object) -> str:
    return reverse(f"plans:{name}", kwargs={"athlete": "me", **parts})


def test_the_month_and_the_week_can_be_read(page: Page, athlete: Athlete) -> None:
    page.goto(address("calendar"))
    assert_fine(page, "calendar-month")

    page.get_by_role("link", name="Week", exact=True).click()
    assert_fine(page, "calendar-week")


def test_a_session_can_be_read(page: Page, athlete: Athlete) -> None:
    session = PlannedSession.objects.filter(day__gte=athlete.today(), kind="vo2max").first()
    CommentFactory.create(session=session, text="Run these by feel, the course is windy.")
    page.goto(address("session", uid=session.uid))

    assert_fine(page, "session")
