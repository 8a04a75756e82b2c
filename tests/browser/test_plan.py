"""From a goal to an adopted plan, and the plan's own pages, on a phone and at a desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from config.core.celery import sending_with
from metrics.services.demo import create_demo_athlete
from plans.models import Plan, PlannedSession, PlanProposal
from plans.services.planning import adopt_plan, make, request_plan
from plans.services.snapshots import snapshot
from tests.browser.looks import PHONE, Look, assert_fine, log_in, wear
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import ChangeFactory, TemplateFactory, week_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def address(name: str, **parts: object) -> str:
    return reverse(f"plans:{name}", kwargs={"athlete": "me", **parts})


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """Six weeks of three runs each, so that a plan can be made."""
    athlete = AthleteFactory.create(name="Ada Runner", hr_max_bpm=190, hr_rest_bpm=50)
    ThresholdFactory.create(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    for days in range(1, 43):
        if days % 2:
            day = athlete.today() - timedelta(days=days)
            start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
            ActivityFactory.create(athlete=athlete, start_time=start, timer_s=3600, elapsed_s=3600)
    week_of(athlete, [0, 60, 0, 60, 0, 60, 90], long_day=6)
    log_in(page, athlete.user, live_server.url)
    return athlete


@pytest.fixture
def plan(athlete: Athlete) -> Plan:
    """Six weeks without a race, from today on, adopted."""
    with sending_with(lambda *_: None):
        plan = request_plan(
            athlete=athlete, user=athlete.user, sport="running", weeks=6, start=athlete.today()
        )
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    return adopt_plan(plan=plan, user=athlete.user)


def test_from_the_demo_athlete_to_a_marathon_plan(page: Page, live_server: LiveServer) -> None:
    with sending_with(lambda *_: None):
        login = create_demo_athlete()
    log_in(page, login.athlete.user, live_server.url)
    wear(page, Look(*PHONE, "light"))
    page.goto(address("plan"))
    page.get_by_role("link", name="Make a plan").click()
    page.get_by_label("A race that is not entered yet").check()
    page.get_by_label("Name of the race").fill("Frühlingsmarathon")
    race_day = login.athlete.today() + timedelta(weeks=12)
    page.get_by_label("Date").fill(race_day.isoformat())
    page.get_by_label("Distance").fill("marathon")
    page.get_by_label("Goal time").fill("3:45:00")
    assert_fine(page, "plan-goal")
    page.get_by_role("button", name="Next: your week").click()

    page.get_by_label("Minutes on Sunday").fill("150")
    page.get_by_text("Add days off").click()
    assert_fine(page, "plan-time")
    page.get_by_role("button", name="Make the plan").last.click()
    expect(page.get_by_text("Making your plan…")).to_be_visible()
    assert_fine(page, "plan-making")
    make(plan_id=Plan.objects.get().pk)
    expect(page.get_by_role("button", name="Adopt this plan")).to_be_visible()

    expect(page.locator(".u-over").first).to_be_visible()
    page.get_by_text("Every rule with its number and source").click()
    assert_fine(page, "plan-preview")
    page.get_by_role("button", name="Adopt this plan").click()

    expect(page.get_by_role("heading", name="Calendar")).to_be_visible()
    expect(page.get_by_text("the plan is yours")).to_be_visible()


@pytest.mark.long
def test_another_sport_is_told_as_soon_as_it_is_chosen(page: Page, athlete: Athlete) -> None:
    page.goto(address("plan-new"))
    page.get_by_label("A race that is not entered yet").check()
    expect(page.get_by_role("button", name="Only enter it")).to_be_hidden()
    page.get_by_label("Name of the race").fill("Donauinselmitteldistanztriathlonmeisterschaft")
    page.get_by_label("Date").fill((athlete.today() + timedelta(weeks=12)).isoformat())
    page.get_by_label("Sport").first.select_option("multisport")

    expect(page.get_by_role("button", name="Next: your week")).to_have_count(0)
    assert_fine(page, "plan-goal-other")
    page.get_by_role("button", name="Enter it and train cycling").click()

    expect(page.get_by_text("weeks of cycling without a race")).to_be_visible()


@pytest.mark.long
def test_somebody_new_improves_without_scripts(browser: Browser, live_server: LiveServer, page: Page) -> None:
    athlete = AthleteFactory.create(name="New")
    log_in(page, athlete.user, live_server.url)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(address("plan-new"))
    plain.get_by_label("No race: keep improving").check()
    plain.get_by_label("For how many weeks").fill("4")
    plain.get_by_role("button", name="Next: your week").click()

    expect(plain.get_by_text("Your last six weeks say too little about your days")).to_be_visible()
    with sending_with(lambda *_: None):
        plain.get_by_role("button", name="Make the plan").click()
    expect(plain.get_by_text("Making your plan…")).to_be_visible()
    make(plan_id=Plan.objects.get().pk)

    # The page loads itself anew every five seconds.
    plain.get_by_role("button", name="Adopt this plan").click(timeout=20_000)
    expect(plain.get_by_text("the plan is yours")).to_be_visible()
    context.close()


@pytest.mark.long
def test_a_workout_of_the_library_is_put_on_a_day_by_keyboard_and_without_scripts(
    browser: Browser, live_server: LiveServer, page: Page, athlete: Athlete
) -> None:
    TemplateFactory.create(athlete=athlete, name="My own")
    day = athlete.today() + timedelta(days=3)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(address("library"))
    plain.get_by_label("Day for My own").fill(day.isoformat())
    plain.keyboard.press("Enter")

    expect(plain.get_by_text("My own stands in the calendar.")).to_be_visible()
    assert PlannedSession.objects.get().day == day
    context.close()


def test_the_plan_shows_its_weeks_and_ends_by_name(page: Page, plan: Plan) -> None:
    page.goto(address("plan"))
    expect(page.locator(".u-over").first).to_be_visible()
    assert_fine(page, "plan")
    tab = page.get_by_role("navigation", name="Weeks of the plan").get_by_role("link", name="Week 3,")
    bar, number = (
        each.bounding_box() or {} for each in (tab.locator("rect"), tab.get_by_text("3", exact=True))
    )
    assert abs(bar["x"] + bar["width"] / 2 - number["x"] - number["width"] / 2) < 1, "not under its bar"

    page.get_by_role("navigation", name="Weeks of the plan").get_by_role("link", name="Week 3,").click()
    expect(page.get_by_role("heading", name="Week 3:")).to_be_visible()
    assert page.url.endswith("?week=3")
    assert_fine(page, "plan-week")

    page.get_by_role("link", name="End this plan…").click()
    assert_fine(page, "plan-end")
    page.get_by_label("Type its name to end it").fill("6 weeks of running")
    page.get_by_role("button", name="End this plan").click()
    expect(page.get_by_text("No plan in force")).to_be_visible()

    page.goto(address("history"))
    page.get_by_role("button", name="Undo You ended the plan").click()
    expect(page.get_by_text("It is as it was before.")).to_be_visible()
    assert_fine(page, "plan-history")


@pytest.mark.long
def test_preferences_and_the_library_are_fine_everywhere(page: Page, athlete: Athlete) -> None:
    TemplateFactory.create(athlete=athlete, name="Donauinselschwellenwechseldauerlauf")
    page.goto(address("preferences"))
    page.get_by_label("Change the plan within my limits").check()
    expect(page.get_by_label("Most sessions that one change may touch")).to_be_visible()
    assert_fine(page, "plan-preferences")

    page.goto(address("library"))
    assert_fine(page, "library")
    page.get_by_role("link", name="New workout").click()
    page.get_by_label("Name").fill("My own")
    page.get_by_role("textbox", name="Steps").fill("- 10m Z1\n- soon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Line 2", exact=True)).to_be_visible()
    assert_fine(page, "template")


def test_what_a_proposal_did_is_undone_in_the_history(page: Page, plan: Plan) -> None:
    proposal = PlanProposal.objects.create(athlete=plan.athlete, plan=plan, cause="illness", fingerprint="1")
    ChangeFactory.create(athlete=plan.athlete, plan=plan, act="adapt", proposal=proposal)
    page.goto(address("history"))

    page.get_by_role("link", name="the proposal").locator("xpath=ancestor::li").get_by_role("button").click()

    expect(page.get_by_role("status", name="Messages")).to_contain_text("It is as it was before.")


@pytest.mark.long
def test_what_gave_way_has_the_width_of_a_phone(page: Page, plan: Plan) -> None:
    why = "The longest session stays shorter, because the days have no room for more of it."
    told = {"rule": None, "from": 52.0, "to": 48.8, "why": why}
    Plan.objects.filter(pk=plan.pk).update(relaxed=[told])
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(address("plan"))

    words = page.get_by_text(why).bounding_box()

    assert words is not None
    assert words["width"] > PHONE[0] * 0.7


def test_a_proposal_is_read_as_a_difference(page: Page, plan: Plan) -> None:
    session = PlannedSession.objects.filter(plan=plan, day__gt=plan.start).order_by("day")[0]
    later = session.day + timedelta(days=1)
    PlanProposal.objects.create(
        athlete=plan.athlete,
        plan=plan,
        cause="illness",
        fingerprint="illness:1",
        reason="You were ill for four days: the next ones stay easy.",
        evidence=[{"metric": "illness_days", "date": later.isoformat(), "value": 4, "unit": "days"}],
        changes=[
            {
                "session": str(session.uid),
                "act": "move",
                "before": snapshot(session),
                "after": {"day": later.isoformat()},
                "reason": "One day later.",
                "evidence": [],
            },
            {
                "session": str(session.uid),
                "act": "remove",
                "before": snapshot(session),
                "after": None,
                "reason": "Too soon.",
                "evidence": [],
            },
        ],
    )
    page.goto(address("plan"))
    page.get_by_role("link", name="Read the proposal").click()

    expect(page.get_by_text("As it would be").first).to_be_visible()
    expect(page.get_by_text("Ill for: 4 days")).to_be_visible()
    assert_fine(page, "proposal")
    page.get_by_role("link", name="Proposals", exact=True).first.click()
    assert_fine(page, "proposals")
