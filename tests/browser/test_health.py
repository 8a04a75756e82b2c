"""Health by mouse and keyboard, on a phone and at a desk."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from metrics.models import Annotation, ReadinessOverride
from tests.browser.looks import assert_fine, log_in
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import DayFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHARTS = 7


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """A hundred days that swing, five of them without a value, and an illness."""
    found = AthleteFactory.create()
    today = found.today()
    for ago in range(100):
        if 30 <= ago < 35:
            continue
        swing = math.sin(ago * 1.7)
        DayFactory.create(
            athlete=found,
            date=today - timedelta(days=ago),
            resting_hr_bpm=48 + 2 * swing,
            hrv_rmssd_ms=62 - 6 * swing,
            sleep_s=(7.5 + 0.6 * math.sin(ago)) * 3600,
            respiration_rpm=14 + 0.3 * swing,
            stress=30 + 8 * swing,
            body_battery_high=80 - 10 * swing,
            weight_kg=70 + 0.5 * swing,
        )
    start = today - timedelta(days=60)
    Annotation.objects.create(athlete=found, kind="illness", start=start, end=start + timedelta(days=5))
    log_in(page, found.user, live_server.url)
    return found


def open_health(page: Page) -> None:
    page.goto(reverse("metrics:health", args=["me"]))
    expect(page.locator(".u-over")).to_have_count(CHARTS)


@pytest.mark.long
def test_every_measure_is_drawn_and_read_in_words(page: Page, athlete: Athlete) -> None:
    open_health(page)
    over = page.locator(".u-over").first
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box

    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + box["height"] / 2)
    page.wait_for_timeout(100)

    legends = [" ".join(text.split()) for text in page.locator(".chart-legend").all_inner_texts()]
    assert "Night" in legends[0]
    assert "7-day mean" in legends[0]
    assert "Usual 5" in legends[0] or "Usual 6" in legends[0]
    assert len({text[-11:] for text in legends}) == 1, legends
    assert_fine(page, "health")


def test_the_verdict_is_given_and_withdrawn_by_keyboard(page: Page, athlete: Athlete) -> None:
    open_health(page)
    page.get_by_text("You know better?").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What is right today?").select_option("rest")
    page.get_by_label("Why?").fill("Night with a sick child")
    page.get_by_role("button", name="Overrule for today").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Own verdict: Night with a sick child")).to_be_visible()
    expect(page.locator(".hero-line")).to_have_text("Rest today")
    assert_fine(page, "health-overruled")

    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Own verdict")).to_have_count(0)
    assert not ReadinessOverride.objects.exists()


@pytest.mark.long
def test_an_account_without_values_is_told_what_will_be_here(page: Page, live_server: LiveServer) -> None:
    log_in(page, AthleteFactory.create().user, live_server.url)
    page.goto(reverse("metrics:health", args=["me"]))

    expect(page.get_by_text("No daily values in this time")).to_be_visible()
    assert_fine(page, "health-empty")


def test_a_chart_that_cannot_be_loaded_says_so(page: Page, athlete: Athlete) -> None:
    page.route("**/health.json*", lambda route: route.abort())

    page.goto(reverse("metrics:health", args=["me"]))

    expect(page.get_by_text("The chart could not be loaded.").first).to_be_visible()
