"""The first file that somebody drops."""

import re

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from analysis.models import Analysis
from athletes.models import Athlete
from metrics.models import Activity, LoadSeries
from metrics.science.load import smoothing
from metrics.selectors.load import load_series
from metrics.selectors.streams import load_channels
from notifications.models import Message
from tests.pipeline.drop import drop, hour_at, outcomes


def test_a_file_becomes_an_activity_with_its_numbers_and_seconds(athlete: Athlete) -> None:
    batch = drop(athlete, ride_fit=hour_at(200))

    activity = Activity.objects.get()
    power = load_channels(activity)["power_w"]
    assert outcomes(batch) == {"ride.fit": "imported"}
    assert batch.finished_at is not None
    assert (activity.sport, activity.load_method) == ("cycling", "power")
    assert (activity.timer_s, activity.distance_m) == (3600.0, 28_800.0)
    assert activity.weighted_power_w == pytest.approx(200.0)
    assert activity.load == pytest.approx(100, rel=0.001)
    assert np.array_equal(power, np.full(3601, 200.0))


def test_a_file_raises_fitness_and_fatigue_and_lowers_form(athlete: Athlete) -> None:
    drop(athlete, ride_fit=hour_at(200))

    today = athlete.today()
    window = load_series(athlete, None, today.fromordinal(today.toordinal() + 1))
    load = Activity.objects.get().load
    assert LoadSeries.objects.get().dirty_from is None
    assert window.load.tolist() == [load, 0.0]
    assert window.fitness[0] == pytest.approx(load * smoothing(42))
    assert window.fatigue[0] == pytest.approx(load * smoothing(7))
    assert window.form[1] == pytest.approx(load * (smoothing(42) - smoothing(7)))


def test_today_shows_the_load_and_says_something_about_it(athlete: Athlete, browser_of: Client) -> None:
    drop(athlete, ride_fit=hour_at(200))

    response = browser_of.get(reverse("analysis:today", args=["me"]))

    page = read(strip_tags(response.content.decode()))
    assert response.status_code == 200
    assert "load 100" in page
    assert read(Analysis.objects.get().body["headline"]["text"]) in page


def read(text: str) -> str:
    """Each space one, and none before a full stop: where links end is not the matter here."""
    return re.sub(r"\s+([.,;])", r"\1", " ".join(text.split()))


def test_the_athlete_is_told_once_that_the_import_is_done(athlete: Athlete) -> None:
    batch = drop(athlete, ride_fit=hour_at(200), broken_fit=b"no activity")

    message = Message.objects.get(kind="import_finished")
    assert (message.user, message.key) == (athlete.user, str(batch.uid))
    assert message.context == {"imported": 1, "duplicates": 0, "failed": 1}
