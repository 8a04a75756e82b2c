"""Fitness, Activity and Import with their scripts, over real data."""

from __future__ import annotations

import re
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from metrics.models import Activity
from tests.browser.looks import assert_fine, log_in
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, LapFactory, StreamFactory, store_loads

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = 120


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    found = AthleteFactory.create()
    log_in(page, found.user, live_server.url)
    return found


@pytest.fixture
def trained(athlete: Athlete) -> Athlete:
    """An athlete with 120 days of load up to today."""
    loads = [float(day % 7 * 20) for day in range(DAYS)]
    store_loads(athlete, athlete.today() - timedelta(days=DAYS - 1), loads)
    ActivityFactory.create(athlete=athlete)
    return athlete


@pytest.fixture
def run(athlete: Athlete) -> Activity:
    """Ten minutes round a square, in two laps."""
    activity = ActivityFactory.create(athlete=athlete, elapsed_s=600, timer_s=600, moving_s=600)
    side = np.linspace(0, 0.01, 300)
    columns = {
        "heart_rate_bpm": np.linspace(120, 160, 600),
        "speed_mps": np.full(600, 3.0),
        "latitude_deg": 48 + np.concatenate([side, side[::-1]]),
        "longitude_deg": 11 + np.concatenate([side**2, side]),
    }
    for channel, values in columns.items():
        StreamFactory.create(activity=activity, channel=channel, values=values)
    for index in (0, 1):
        LapFactory.create(activity=activity, index=index)
    return activity


def plot(page: Page, number: int = 0) -> dict[str, float]:
    """Where a chart is drawn."""
    over = page.locator(".u-over").nth(number)
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    return dict(box)


def point_at(page: Page, share: float, number: int = 0) -> None:
    box = plot(page, number)
    page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] / 2)


def legends(page: Page) -> list[str]:
    page.wait_for_timeout(100)
    return [" ".join(text.split()) for text in page.locator(".chart-legend").all_inner_texts()]


def open_activity(page: Page, activity: Activity) -> None:
    page.goto(reverse("metrics:activity", args=["me", activity.uid]))
    expect(page.locator(".u-over").first).to_be_visible()


def test_the_cursor_of_one_chart_moves_in_the_other(page: Page, trained: Athlete) -> None:
    page.goto(reverse("metrics:fitness", args=["me"]))
    expect(page.locator(".u-over")).to_have_count(2)

    point_at(page, 0.5)

    dates = [text[-15:].strip() for text in legends(page)]
    assert dates[0] == dates[1]
    assert re.fullmatch(r"\w{3} \d{1,2} \w{3} \d{4}", dates[0])
    assert_fine(page, "fitness")


def test_zooming_one_chart_zooms_the_other(page: Page, trained: Athlete) -> None:
    page.goto(reverse("metrics:fitness", args=["me"]))
    expect(page.locator(".u-over")).to_have_count(2)
    point_at(page, 0.01, number=1)
    first_day = legends(page)[1]

    box = plot(page)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 40, steps=4)
    page.mouse.up()
    point_at(page, 0.01, number=1)

    assert legends(page)[1] != first_day


def test_a_chart_that_cannot_be_loaded_says_so(page: Page, trained: Athlete) -> None:
    page.route("**/load.json*", lambda route: route.abort())

    page.goto(reverse("metrics:fitness", args=["me"]))

    expect(page.get_by_text("The chart could not be loaded.").first).to_be_visible()


def test_an_activity_shows_its_channels_and_its_track_without_leaving_the_server(
    page: Page, run: Activity, live_server: LiveServer
) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    open_activity(page, run)

    assert [text.split()[0] for text in legends(page)] == ["Heart", "Pace"]
    expect(page.locator("path.track")).to_be_visible()
    assert {request.url.split("/")[2] for request in asked} == {live_server.url.split("/")[2]}
    assert_fine(page, "activity")


@pytest.mark.long
def test_the_cursor_marks_the_lap_and_the_place(page: Page, run: Activity) -> None:
    open_activity(page, run)
    expect(page.locator("path.track-here")).to_have_count(0)

    point_at(page, 0.75)

    expect(page.locator("tr.is-active")).to_have_attribute("data-lap", "1")
    expect(page.locator("path.track-here")).to_have_count(1)
    assert legends(page)[0].startswith("Heart rate 150")


@pytest.mark.long
def test_a_lap_is_zoomed_into_by_keyboard(page: Page, run: Activity) -> None:
    open_activity(page, run)

    page.locator("tr[data-lap='1']").focus()
    page.keyboard.press("Enter")
    point_at(page, 0.01)

    assert legends(page)[0].startswith("Heart rate 140")


def test_an_activity_without_places_has_no_map(page: Page, athlete: Athlete) -> None:
    activity = ActivityFactory.create(athlete=athlete)
    StreamFactory.create(activity=activity)

    open_activity(page, activity)

    expect(page.locator("[data-map]:visible")).to_have_count(0)


@pytest.mark.long
def test_dropped_files_are_counted_and_sent(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("metrics:imports", args=["me"]))
    files = page.evaluate_handle(
        """() => {
          const transfer = new DataTransfer();
          for (const name of ["a.gpx", "b.gpx"]) transfer.items.add(new File(["<gpx/>"], name));
          return transfer;
        }"""
    )

    page.locator("[data-drop]").dispatch_event("drop", {"dataTransfer": files})
    expect(page.get_by_text("2 files chosen.")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page).to_have_url(re.compile("/athletes/me/import/[0-9a-f-]{36}/$"))
    assert_fine(page, "import-batch")


def test_refused_files_say_why_and_stay_chosen(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("metrics:imports", args=["me"]))
    assert_fine(page, "import")
    page.route(
        "**/import/", lambda route: route.fulfill(status=422, body="<p class='field-error'>Too many.</p>")
    )

    page.set_input_files("input[type=file]", {"name": "a.gpx", "mimeType": "text/xml", "buffer": b"<gpx/>"})
    page.get_by_role("button", name="Import", exact=True).click()

    expect(page.get_by_text("Too many.")).to_be_visible()
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
