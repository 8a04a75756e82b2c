"""The pictures of the README: the demo athlete's pages.

FORMLINE_SCREENSHOTS=1 puts them into docs/screenshots. Without it they are taken all the same, of a shorter
history, and thrown away: so the tour never breaks unseen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from analysis.services.analysing import refresh
from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.celery import run_inline, sending_with
from metrics.models import Activity
from metrics.services.demo import create_demo_athlete
from metrics.services.imports import create_batch
from plans.services.planning import adopt_plan, make, request_plan
from tests.architecture.source import ROOT
from tests.browser.looks import PHONE, Look, log_in, wear
from tests.doubles.files.fit_files import other_kind
from tests.doubles.files.fit_files import ride as fit_ride

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WANTED = os.environ.get("FORMLINE_SCREENSHOTS") == "1"
DESK = Look(1440, 900, "light")
LARGEST_BYTES = 200 * 1024

type Take = Callable[[str], None]


@pytest.fixture
def demo(page: Page, live_server: LiveServer) -> Athlete:
    """The demo athlete, logged in; with the whole history when the pictures are wanted."""
    with run_inline() if WANTED else sending_with(lambda name, ids: None):
        login = create_demo_athlete()
    refresh(athlete_id=login.athlete.pk)
    log_in(page, login.athlete.user, live_server.url)
    wear(page, DESK)
    return login.athlete


@pytest.fixture
def take(page: Page, tmp_path: Path) -> Iterator[Take]:
    """Takes a picture of what is on the screen; none may weigh more than 200 KB."""
    folder = ROOT / "docs" / "screenshots" if WANTED else tmp_path
    folder.mkdir(exist_ok=True)

    def picture(name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        path = folder / f"{name}.png"
        page.screenshot(path=path, animations="disabled")
        assert path.stat().st_size <= LARGEST_BYTES, name

    yield picture
    assert len(list(folder.glob("*.png"))) <= 10


@pytest.mark.long
def test_a_tour_of_the_demo_athletes_pages(page: Page, demo: Athlete, take: Take) -> None:
    _six_weeks_of_plan(demo)
    page.goto(reverse("analysis:today", args=["me"]))
    expect(page.locator(".u-over").first).to_be_visible()
    take("today")

    page.goto(reverse("metrics:fitness", args=["me"]) + "?range=1y")
    expect(page.locator(".u-over").first).to_be_visible()
    take("fitness")

    page.goto(reverse("metrics:curves", args=["me"]) + "?sport=cycling&metric=power_w")
    expect(page.locator(".u-over").first).to_be_visible()
    take("curves")

    page.goto(reverse("metrics:health", args=["me"]))
    expect(page.locator(".u-over").first).to_be_visible()
    take("health")

    page.goto(reverse("metrics:activities", args=["me"]))
    take("activities")

    page.goto(reverse("metrics:activity", args=["me", _richest(demo).uid]))
    expect(page.locator(".u-over").first).to_be_visible()
    expect(page.locator("path.track")).to_be_visible()
    take("activity")

    page.goto(reverse("plans:calendar", args=["me"]) + f"?date={demo.today() + timedelta(days=14)}")
    expect(page.locator("[id^=session-]").first).to_be_visible()
    take("calendar")

    page.goto(reverse("plans:plan", args=["me"]))
    expect(page.locator(".u-over").first).to_be_visible()
    take("plan")

    page.goto(_import_of_three(demo))
    expect(page.get_by_text("course.fit")).to_be_visible()
    take("import")

    wear(page, Look(*PHONE, "dark"))
    page.goto(reverse("analysis:today", args=["me"]))
    expect(page.locator(".u-over").first).to_be_visible()
    take("today-phone")


def _richest(athlete: Athlete) -> Activity:
    """The longest outdoor ride of the last weeks, with power, heart rate and places."""
    rides = Activity.objects.for_athlete(athlete).shown().filter(sport=Sport.CYCLING)
    places = rides.filter(streams__channel="latitude_deg").order_by("-local_date")[:10]
    return max(places, key=lambda each: each.elapsed_s)


def _six_weeks_of_plan(athlete: Athlete) -> None:
    """A plan from today on, adopted."""
    with sending_with(lambda name, ids: None):
        plan = request_plan(
            athlete=athlete, user=athlete.user, sport="running", weeks=6, start=athlete.today()
        )
        make(plan_id=plan.pk)
        plan.refresh_from_db()
        adopt_plan(plan=plan, user=athlete.user)


def _import_of_three(athlete: Athlete) -> str:
    """The address of an import of a ride, its copy and a course."""
    ride = fit_ride(1800)
    files = {"morning-ride.fit": ride, "morning-ride (1).fit": ride, "course.fit": other_kind("course")}
    with run_inline():
        uploads = [SimpleUploadedFile(name, content) for name, content in files.items()]
        batch = create_batch(athlete=athlete, uploads=uploads)
    return reverse("metrics:import-batch", args=["me", batch.uid])
