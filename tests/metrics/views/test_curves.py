"""The page of curves, and the columns its chart draws."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from athletes.models import CoachLink
from athletes.sources.records import RecordedActivity, Sport
from metrics.models import Curves
from metrics.services.ingest import store_activity
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.records import samples
from tests.metrics.views.conftest import address

START = datetime(2026, 11, 10, 8, tzinfo=UTC)
EFFORTS = ((120, 380.0), (300, 310.0), (720, 272.0), (1200, 262.0))


def ride(days: int, seconds: int, watts: float, beats: float = 150.0) -> RecordedActivity:
    """A ride at one power, with twenty easy minutes after it."""
    power = np.concatenate([np.full(seconds, watts), np.full(1200, 100.0)])
    channels = {"power_w": power, "heart_rate_bpm": np.full(power.size, beats)}
    return RecordedActivity(
        sport=Sport.CYCLING,
        start_time=START + timedelta(days=days),
        samples=samples(power.size, **channels),
        utc_offset_s=3600,
    )


@pytest.fixture
def rides(athlete):
    """Four maximal efforts on four days of November 2026."""
    for day, (seconds, watts) in enumerate(EFFORTS):
        store_activity(athlete=athlete, recorded=ride(day, seconds, watts))


def text_of(response):
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def columns_of(client, query=""):
    return json.loads(client.get(address("curves-json") + query).content)


def test_what_was_held_longer_is_the_best_of_a_shorter_time_too(client, athlete):
    power = np.concatenate([np.full(600, 300.0), np.full(1200, 200.0), np.full(600, 300.0)])
    recorded = replace(ride(0, 1, 1.0), samples=samples(power.size, power_w=power))
    store_activity(athlete=athlete, recorded=recorded)

    text = text_of(client.get(address("curves") + "?range=all")).replace("\u202f", " ")

    assert "10 min 300 W" in text
    assert "30 min 250 W" in text
    assert "40 min 250 W" in text


def test_the_model_through_the_efforts_has_its_parameters(client, rides):
    text = text_of(client.get(address("curves") + "?sport=cycling&metric=power_w"))

    assert "Best efforts" in text
    assert re.search(r"252 W Critical power .* ± 4 W", text)
    assert "Power on 1/time (used)" in text
    assert "Work on time" in text


def test_each_point_is_the_best_of_its_duration(client, rides):
    data = columns_of(client, "?metric=power_w&range=3m&against=none")
    held = dict(zip(data["durations_s"], data["series"][0]["values"], strict=True))
    days = dict(zip(data["durations_s"], data["series"][0]["dates"], strict=True))

    assert [held[seconds] for seconds, _ in EFFORTS] == [watts for _, watts in EFFORTS]
    assert (days[120], days[1200]) == ("2026-11-10", "2026-11-13")
    assert [series["label"] for series in data["series"]] == ["3 months"]


def test_a_season_beside_another_is_as_long_as_the_longer(client, athlete, rides):
    store_activity(athlete=athlete, recorded=ride(-400, 60, 500.0))
    data = columns_of(client, "?metric=power_w&range=2025&against=2026")

    assert [series["key"] for series in data["series"]] == ["2025", "2026"]
    assert {len(series["values"]) for series in data["series"]} == {len(data["durations_s"])}
    assert data["series"][0]["values"][0] == 500.0
    assert data["series"][0]["values"][-1] is None


def test_what_is_not_there_falls_back(client, rides):
    data = columns_of(client, "?sport=chess&metric=joy&range=9w&against=soon")

    assert (data["sport"], data["metric"]) == ("cycling", "power_w")
    assert [series["key"] for series in data["series"]] == ["3m", "all"]


def test_an_account_without_curves_is_told_what_will_be_here(client, athlete):
    assert "No curves yet" in text_of(client.get(address("curves")))
    assert columns_of(client) == {"durations_s": [], "series": [], "models": []}


def test_a_coach_without_heart_sees_no_heart_rate(client_of, athlete, rides):
    coach = UserFactory()
    link = CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "read"})
    client = client_of(coach)

    data = json.loads(client.get(address("curves-json", athlete) + "?metric=heart_rate_bpm").content)
    assert data["metric"] == "power_w"
    assert "Heart rate" not in text_of(client.get(address("curves", athlete)))

    CoachLink.objects.filter(pk=link.pk).update(scopes={"activities": "read", "heart": "read"})
    data = json.loads(client.get(address("curves-json", athlete) + "?metric=heart_rate_bpm").content)
    assert data["metric"] == "heart_rate_bpm"


def test_a_stranger_finds_nothing_and_changes_nothing(client_of, athlete, rides):
    stranger = client_of(UserFactory())
    before = Curves.objects.count()

    assert stranger.get(address("curves", athlete)).status_code == 404
    assert stranger.get(address("curves-json", athlete)).status_code == 404
    assert stranger.post(address("curves", athlete)).status_code in (404, 405)
    assert Curves.objects.count() == before


def test_the_columns_are_private_and_carry_their_version(client, rides):
    response = client.get(address("curves-json"))

    assert response["Cache-Control"] == "private, no-cache"
    again = client.get(address("curves-json"), HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304


def test_the_years_of_activities_can_be_chosen(client, athlete, rides):
    store_activity(athlete=athlete, recorded=ride(-400, 60, 500.0))
    text = text_of(client.get(address("curves")))

    assert re.search(r"6 weeks 3 months 1 year All time 2026 2025", text)
    assert date(2025, 10, 6) in set(Curves.objects.values_list("local_date", flat=True))
