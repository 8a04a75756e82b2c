"""Races and proposed thresholds, on a phone and at a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete, Threshold
from metrics.models import Race
from metrics.services.proposals import propose_thresholds
from tests.browser.looks import assert_fine, log_in
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.races import RaceFactory, best, fastest_run, weekly_runs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DISTANCES = ((1609.344, 345.0), (3000.0, 686.0), (5000.0, 1190.0), (10_000.0, 2490.0))


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """A runner of a year whose 5 km fell from 20:30 to 19:50, with races behind and ahead."""
    athlete = AthleteFactory.create(name="Ada Runner", hr_max_bpm=190, hr_rest_bpm=50)
    today = athlete.today()
    for index in range(12):
        fastest_run(athlete, today - timedelta(days=20 + 28 * index), 5000, 1194 + 4 * index, max_hr_bpm=184)
    for distance_m, time_s in DISTANCES:
        fastest_run(athlete, today - timedelta(days=9), distance_m, time_s, max_hr_bpm=186)
    weekly_runs(athlete, today, weeks=30, distance_m=18_000)
    RaceFactory.create(athlete=athlete, name="Frühlingsmarathon", date=today + timedelta(days=120))
    RaceFactory.create(
        athlete=athlete,
        name="Donauuferfrühlingsstraßenlaufmeisterschaft",
        date=today + timedelta(days=17),
        distance_m=10_000,
        goal_s=2460,
        priority="B",
    )
    RaceFactory.create(
        athlete=athlete, name="City 10", date=today - timedelta(days=60), distance_m=10_000, result_s=2515
    )
    RaceFactory.create(athlete=athlete, name="Park run", date=today - timedelta(days=9), distance_m=5000)
    log_in(page, athlete.user, live_server.url)
    return athlete


def address(name: str, **parts: object) -> str:
    return reverse(f"metrics:{name}", kwargs={"athlete": "me", **parts})


@pytest.mark.long
def test_the_races_stand_with_what_they_may_take(page: Page, athlete: Athlete) -> None:
    page.goto(address("races"))

    expect(page.get_by_text("Donauuferfrühlingsstraßenlaufmeisterschaft in 17 days")).to_be_visible()
    expect(page.locator("[data-chart=history] canvas")).to_be_visible()
    assert_fine(page, "races")

    page.get_by_role("button", name="Take it as the result").click()
    expect(page.get_by_label("Result")).to_have_value("19:50")


def test_a_race_is_entered_and_taken_back(page: Page, athlete: Athlete) -> None:
    page.goto(address("races"))
    page.get_by_role("link", name="Add a race").first.click()
    page.get_by_label("Name").fill("Half of it")
    page.get_by_label("Date").fill("2030-05-05")
    page.get_by_label("Distance").fill("half")
    page.get_by_label("Goal time").fill("soon")
    page.get_by_role("button", name="Add the race").click()

    expect(page.get_by_text("Type a time, such as 42:10 or 3:29:59.")).to_be_visible()
    expect(page.get_by_label("Distance")).to_have_value("half")
    assert_fine(page, "race-form")
    page.get_by_label("Goal time").fill("1:35:00")
    page.get_by_role("button", name="Add the race").click()

    expect(page.get_by_role("link", name="Half of it")).to_be_visible()
    assert Race.objects.get(name="Half of it").distance_m == 21_097.5

    page.get_by_role("link", name="Half of it").click()
    page.get_by_role("link", name="Delete…").click()
    page.get_by_role("button", name="Delete this race").click()
    assert_fine(page, "race-deleted")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Half of it")).to_be_visible()


@pytest.mark.long
def test_an_empty_account_is_told_what_will_be_here(page: Page, live_server: LiveServer) -> None:
    log_in(page, AthleteFactory.create(name="New").user, live_server.url)
    page.goto(address("races"))

    expect(page.get_by_text("No race to come")).to_be_visible()
    assert_fine(page, "races-empty")


def test_a_proposed_threshold_is_accepted_in_place(page: Page, athlete: Athlete) -> None:
    ThresholdFactory.create(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=280)
    runs = [
        fastest_run(athlete, athlete.today() - timedelta(days=days), 800, 200, max_hr_bpm=186)
        for days in (4, 5)
    ]
    for run, bpm in zip(runs, (172, 171), strict=True):
        best(run, "heart_rate_bpm", bpm, 1200)
    propose_thresholds(athlete_id=athlete.pk)
    page.goto(address("proposals"))
    expect(page.get_by_text("Likely between")).to_have_count(2)
    assert_fine(page, "proposals")

    page.get_by_role("button", name="Use it from").first.click()

    expect(page.get_by_text("Answered before")).to_be_visible()
    expect(page.get_by_text("Likely between")).to_have_count(1)
    assert page.url.endswith(address("proposals"))
    assert Threshold.objects.count() == 2
