"""Signals are read and answered, and time and a second series are seen, on a phone and at a desk."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from athletes.models import Athlete
from metrics.models import Signal
from metrics.services.signals import acknowledge
from tests.browser.looks import PHONE, assert_fine, log_in
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.signals import SignalFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


@pytest.fixture
def athlete(page: Page, live_server: LiveServer) -> Athlete:
    """Somebody who is logged in."""
    athlete = AthleteFactory.create(name="Ada Runner")
    log_in(page, athlete.user, live_server.url)
    return athlete


@pytest.fixture
def signals(athlete: Athlete) -> list[Signal]:
    """One of each severity that waits, one about a recording, and one that was answered long ago."""
    today, value = athlete.today(), SignalFactory.value
    run = ActivityFactory.create(athlete=athlete, name="Langer Lauf um den See", local_date=today - DAY)
    body = [
        value("resting_hr_bpm", 57.0, "bpm", 48.0, today) | {"z": 3.4},
        value("hrv_rmssd_ms", 41.0, "ms", 60.0, today) | {"z": -2.8},
    ]
    rows = [
        {"kind": "illness_onset", "severity": "act", "needs": "heart", "evidence": body, "end": None},
        {"kind": "load_spike"},
        {
            "kind": "personal_best",
            "severity": "info",
            "activity": run,
            "needs": "activities",
            "evidence": [value("running_speed_10000m", 3.9, "m/s", 3.8, today - DAY)],
        },
    ]
    waiting = [SignalFactory.create(athlete=athlete, start=today - DAY, **fields) for fields in rows]
    past = SignalFactory.create(athlete=athlete, kind="form_high", severity="info", start=today - 60 * DAY)
    acknowledge(signal=past, user=athlete.user, answer="I was on holiday")
    return [*waiting, past]


def test_what_waits_is_told_and_answered(page: Page, athlete: Athlete, signals: list[Signal]) -> None:
    page.goto(reverse("analysis:signals", kwargs={"athlete": "me"}))
    page.locator("summary", has_text="What it rests on").first.click()
    assert_fine(page, "signals")

    card = page.locator("article").filter(has_text="Load spike")
    card.get_by_role("textbox").fill("A race")
    card.get_by_role("textbox").press("Enter")
    expect(card.get_by_text("Acknowledged just now: “A race”")).to_be_visible()
    expect(card.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("button", name="I know")).to_be_visible()


@pytest.mark.long
def test_a_new_account_hears_what_will_be_here(page: Page, athlete: Athlete) -> None:
    page.goto(reverse("analysis:signals", kwargs={"athlete": "me"}))
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert_fine(page, "signals-empty")


@pytest.mark.long
def test_time_and_a_second_series_on_the_page_of_fitness(page: Page, athlete: Athlete) -> None:
    today, draw = athlete.today(), np.random.default_rng(1)
    store_loads(athlete, today - 300 * DAY, (60 + 40 * draw.random(300)).tolist())
    for ago in range(1, 85):
        DayFactory.create(athlete=athlete, date=today - ago * DAY, hrv_rmssd_ms=60 + 8 * draw.random())
        zones = [int(3000 * draw.random()), 600, 300, int(500 * draw.random()), int(400 * draw.random()), 60]
        ActivityFactory.create(athlete=athlete, local_date=today - ago * DAY, pace_zones_s=zones)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(reverse("metrics:fitness", kwargs={"athlete": "me"}))
    page.get_by_label("Beside fitness and fatigue").select_option("HRV, 7-day mean")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator('[data-legend="fitness"]')).to_contain_text("HRV, 7-day mean")
    expect(page.get_by_role("heading", name="Where your time goes")).to_be_visible()
    assert_fine(page, "fitness-second")
