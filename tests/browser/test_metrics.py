"""Activities, one activity, fitness and import, by mouse and keyboard, on a phone and at a desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.celery import run_inline
from metrics.models import Activity, ImportFile
from metrics.services.imports import process_file
from tests.browser.looks import PHONE, assert_fine, log_in
from tests.doubles.files.fit_files import other_kind
from tests.doubles.files.fit_files import ride as fit_ride
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, LapFactory, OriginFactory, StreamFactory, store_loads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECONDS = 1200


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """Somebody who is logged in."""
    athlete = AthleteFactory.create(name="Ada Runner", hr_max_bpm=190, hr_rest_bpm=50)
    log_in(page, athlete.user, live_server.url)
    return athlete


@pytest.fixture
def ride(athlete: Athlete) -> Activity:
    """Twenty minutes around a lake with four laps, zones, a device's figures, a warning and a twin."""
    fields = {
        "athlete": athlete,
        "sport": Sport.CYCLING,
        "start_time": timezone.now() - timedelta(days=1),
        "elapsed_s": SECONDS,
        "timer_s": SECONDS,
    }
    ride = ActivityFactory.create(
        **fields,
        name="Donaudampfschifffahrtsgesellschaftskapitänsrunde",
        weighted_power_w=221,
        avg_hr_bpm=150,
        load=50,
        load_method="power",
        power_zones_s=[100, 500, 300, 200, 60, 30, 10],
        hr_zones_s=[100, 500, 300, 200, 100],
        thresholds={"ftp_w": 250, "lthr_bpm": 168},
        device={"weighted_power_w": 219, "load": 48},
        warnings=[{"code": "sensor_dropout", "channel": "heart_rate_bpm"}],
    )
    angle = np.linspace(0, 2 * np.pi, SECONDS)
    columns = {
        "power_w": 200 + 50 * np.sin(4 * angle),
        "heart_rate_bpm": 140 + 15 * np.sin(angle),
        "speed_mps": np.full(SECONDS, 8.0),
        "latitude_deg": 47 + 0.01 * np.sin(angle),
        "longitude_deg": 8 + 0.01 * np.cos(angle),
        "running": np.ones(SECONDS),
    }
    for channel, values in columns.items():
        StreamFactory.create(activity=ride, channel=channel, values=values)
    for index in range(4):
        LapFactory.create(activity=ride, index=index, avg_power_w=190 + index, avg_speed_mps=8)
    twin = ActivityFactory.create(**fields, name="Twin", merged_into=ride)
    for each in (ride, twin):
        OriginFactory.create(activity=each)
    return ride


@pytest.fixture
def season(athlete: Athlete) -> None:
    """Fifty runs, and the load of half a year."""
    today = timezone.now()
    for index in range(50):
        ActivityFactory.create(
            athlete=athlete, name=f"Run {index}", start_time=today - timedelta(days=index + 1)
        )
    loads = [40.0 + 40 * (index % 3) for index in range(182)]
    store_loads(athlete, today.date() - timedelta(days=182), loads)


def to(name: str, **parts: object) -> str:
    return reverse(f"metrics:{name}", kwargs={"athlete": "me", **parts})


def open_ride(page: Page, ride: Activity) -> None:
    page.goto(to("activity", uid=ride.uid))
    page.locator("[data-charts] canvas").nth(2).wait_for()


def rows(page: Page) -> int:
    return page.locator("tbody th[scope=row]").count()


@pytest.mark.long
def test_the_list_looks_fine_and_goes_on_by_itself(page: Page, season: None) -> None:
    page.goto(to("activities"))
    assert rows(page) == 25
    assert_fine(page, "activities")

    page.get_by_text("Older").scroll_into_view_if_needed()

    expect(page.get_by_role("link", name="Run 49", exact=True)).to_be_attached()
    assert rows(page) == 50
    expect(page.get_by_text("Older")).to_have_count(0)


def test_the_list_is_searched_and_the_filter_taken_off_by_keyboard(page: Page, season: None) -> None:
    page.goto(to("activities"))
    page.locator("summary", has_text="Search, dates and order").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name contains").fill("Run 7")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Run 7", exact=True)).to_be_visible()
    assert rows(page) == 1
    page.get_by_role("link", name="Remove the filter “Run 7”").press("Enter")
    expect(page.get_by_role("link", name="Run 0", exact=True)).to_be_visible()
    assert rows(page) == 25


@pytest.mark.long
def test_an_empty_account_looks_fine(page: Page, athlete: Athlete) -> None:
    for name in ("activities", "fitness", "imports"):
        page.goto(to(name))
        assert_fine(page, f"empty-{name}")


@pytest.mark.long
def test_an_activity_looks_fine(page: Page, ride: Activity) -> None:
    open_ride(page, ride)

    assert page.locator("[data-charts] canvas").count() == 3
    expect(page.locator("[data-map] path.track")).to_be_attached()
    assert_fine(page, "activity")


def test_a_lap_zooms_all_charts_and_the_cursor_marks_its_lap(page: Page, ride: Activity) -> None:
    open_ride(page, ride)
    chart = page.locator("[data-charts] .chart-canvas").first
    chart.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")

    expect(page.locator("[data-lap='3']")).to_have_class("is-active")
    assert "bpm" in page.locator("[data-charts] .chart-legend").nth(1).inner_text()
    page.locator("[data-lap='1']").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    chart.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-map] .track-here")).to_be_attached()


def test_a_term_opens_its_explanation_and_escape_closes_it(page: Page, ride: Activity) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    open_ride(page, ride)
    page.get_by_role("button", name="Load", exact=True).click()

    expect(page.get_by_text("an hour as hard as your threshold is 100")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("an hour as hard as your threshold is 100")).to_be_hidden()


def test_renames_deletes_and_undoes(page: Page, ride: Activity) -> None:
    open_ride(page, ride)
    page.get_by_role("textbox", name="Name").fill("Lake")
    page.get_by_label("How hard was it?").select_option("6 · harder")
    page.locator("#edit").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lake")

    page.get_by_role("link", name="Delete…").click()
    assert_fine(page, "activity-delete")
    page.get_by_role("button", name="Delete this activity").click()
    expect(page.get_by_text("“Lake” is gone.")).to_be_visible()
    assert_fine(page, "activity-deleted")
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Lake")
    assert Activity.objects.alive().filter(pk=ride.pk).exists()


@pytest.mark.long
def test_merged_recordings_are_parted(page: Page, ride: Activity) -> None:
    open_ride(page, ride)
    page.get_by_role("button", name="They are separate activities").click()

    expect(page.get_by_text("separate activities again")).to_be_visible()
    assert Activity.objects.shown().count() == 2


@pytest.mark.long
def test_fitness_looks_fine_over_any_range(page: Page, season: None) -> None:
    page.goto(to("fitness"))
    page.locator("[data-chart=form] canvas").wait_for()
    assert_fine(page, "fitness")

    page.get_by_role("link", name="6 months").click()
    page.locator("[data-chart=fitness] canvas").wait_for()

    assert page.url.endswith("?range=6m")
    page.get_by_text("Week by week, as a table").click()
    expect(page.get_by_role("table")).to_be_visible()
    assert_fine(page, "fitness-weeks")


def test_files_are_dropped_read_and_summed_up(page: Page, athlete: Athlete, tmp_path: Path) -> None:
    for name, content in {
        "ride.fit": fit_ride(600),
        "route.fit": other_kind("course"),
        "odd.fit": b"?",
    }.items():
        (tmp_path / name).write_bytes(content)
    page.goto(to("imports"))
    assert_fine(page, "import")
    page.locator("input[type=file]").set_input_files(sorted(tmp_path.iterdir()))
    expect(page.get_by_text("3 files chosen.")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("0 of 3 done")).to_be_visible()
    assert_fine(page, "import-running")

    with run_inline() as failures:
        for row in ImportFile.objects.order_by("pk"):
            process_file(import_file_id=row.pk)

    assert failures == []
    expect(page.get_by_text("1 activity imported.")).to_be_visible()
    assert page.locator("#import-progress[hx-trigger]").count() == 0
    assert_fine(page, "import-done")
    page.get_by_role("link", name="ride", exact=False).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ride")
