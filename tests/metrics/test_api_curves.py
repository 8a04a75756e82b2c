"""Curves, best efforts, models and intervals by the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, Sport
from metrics.models import Activity, Curves
from metrics.services.ingest import store_activity
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.records import samples

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
START = datetime(2026, 11, 10, 8, tzinfo=UTC)
EFFORTS = ((120, 380.0), (300, 310.0), (720, 272.0), (1200, 262.0))


@pytest.fixture
def athlete(db: None) -> Any:
    """Four maximal efforts on four days."""
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        athlete = AthleteFactory(time_zone="UTC")
        for day, (seconds, watts) in enumerate(EFFORTS):
            store_activity(athlete=athlete, recorded=ride(day, [(seconds, watts), (1200, 100.0)]))
        yield athlete


def ride(days: int, parts: list[tuple[int, float]]) -> RecordedActivity:
    power = np.concatenate([np.full(seconds, watts) for seconds, watts in parts])
    channels = {"power_w": power, "heart_rate_bpm": np.full(power.size, 150.0)}
    return RecordedActivity(
        sport=Sport.CYCLING,
        start_time=START + timedelta(days=days),
        samples=samples(power.size, **channels),
        utc_offset_s=0,
    )


def ask(user: Any, name: str, athlete: Athlete, query: str = "", **parts: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"api:{name}", kwargs={"athlete": athlete.uid, **parts}) + query)


def test_the_envelope_names_the_day_and_the_activity_of_each_best(athlete: Athlete) -> None:
    body = ask(athlete.user, "curves", athlete).json()
    at = body["durations_s"].index(1200)

    assert body["values"][at] == 262.0
    assert body["dates"][at] == "2026-11-13"
    assert body["activities"][at] == str(Activity.objects.get(local_date="2026-11-13").uid)


def test_the_window_and_the_sport_narrow_it(athlete: Athlete) -> None:
    early = ask(athlete.user, "curves", athlete, "?from=2026-11-10&to=2026-11-11").json()
    runs = ask(athlete.user, "curves", athlete, "?sport=running&metric=speed_mps").json()

    assert max(early["values"]) == 380.0
    assert early["values"][early["durations_s"].index(1200)] < 130.0
    assert runs["durations_s"] == []


@pytest.mark.parametrize("query", ["?sport=chess", "?metric=joy"])
def test_what_does_not_exist_is_refused_by_its_field(athlete: Athlete, query: str) -> None:
    response = ask(athlete.user, "curves", athlete, query)

    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == [query[1:].partition("=")[0]]


def test_both_regressions_and_their_efforts_are_told(athlete: Athlete) -> None:
    body = ask(athlete.user, "models", athlete).json()

    assert body["power"]["cp_w"] == pytest.approx(251.7505518763797, rel=1e-6)
    assert body["power_by_work"]["cp_w"] == pytest.approx(247.99740596627754, rel=1e-6)
    assert [effort["duration_s"] for effort in body["power"]["efforts"]] == [120, 300, 720, 1200]
    assert body["speed"] is None


def test_a_model_that_the_efforts_do_not_carry_has_its_reason(athlete: Athlete) -> None:
    body = ask(athlete.user, "models", athlete, "?sport=running").json()

    assert body["speed"] is None
    assert body["reasons"]["speed"] == "needs 3 efforts of 2 to 20 min"


def test_best_efforts_come_shortest_first(athlete: Athlete) -> None:
    rows = ask(athlete.user, "bests", athlete).json()
    power = {row["duration_s"]: row["value"] for row in rows if row["metric"] == "power_w"}

    assert [power[seconds] for seconds, _ in EFFORTS] == [watts for _, watts in EFFORTS]
    assert list(power) == sorted(power)


def test_intervals_and_curve_of_one_activity(athlete: Athlete) -> None:
    parts = [(900, 150.0), *[(240, 300.0), (180, 120.0)] * 5, (600, 120.0)]
    session = store_activity(athlete=athlete, recorded=ride(5, parts)).activity
    rows = ask(athlete.user, "activity-intervals", athlete, uid=session.uid).json()
    curve = ask(athlete.user, "activity-curve", athlete, uid=session.uid).json()

    assert [row["kind"] for row in rows].count("work") == 5
    assert (rows[0]["duration_s"], rows[0]["avg_power_w"]) == (240.0, 300.0)
    assert curve["values"][curve["durations_s"].index(120)] == 300.0


def test_derived_streams_come_when_asked_for(athlete: Athlete) -> None:
    session = store_activity(athlete=athlete, recorded=ride(5, [(600, 300.0), (600, 100.0)])).activity
    body = ask(athlete.user, "activity-streams", athlete, "?channels=w_balance_j", uid=session.uid).json()
    left = body["channels"]["w_balance_j"]

    assert len(left) == 1200
    assert left[0] > left[599] < left[-1]


def test_a_coach_without_heart_gets_none_of_it(athlete: Athlete) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "read"})

    assert ask(coach, "curves", athlete).status_code == 200
    assert ask(coach, "curves", athlete, "?metric=heart_rate_bpm").status_code == 404
    assert {row["metric"] for row in ask(coach, "bests", athlete).json()} == {"power_w"}


def test_a_stranger_finds_nothing_and_changes_nothing(athlete: Athlete) -> None:
    activity, before = Activity.objects.first(), Curves.objects.count()
    assert activity is not None

    for name in ("curves", "bests", "models"):
        assert ask(UserFactory(), name, athlete).status_code == 404
    for name in ("activity-curve", "activity-intervals"):
        assert ask(UserFactory(), name, athlete, uid=activity.uid).status_code == 404
    assert Curves.objects.count() == before
