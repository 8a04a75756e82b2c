"""What an activity held, on its page: curve, intervals, best efforts, sessions like it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from athletes.sources.records import RecordedActivity, Sport
from metrics.models import Interval
from metrics.services.ingest import store_activity
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.records import samples
from tests.metrics.views.conftest import address

START = datetime(2026, 11, 10, 8, tzinfo=UTC)
EFFORTS = ((120, 380.0), (300, 310.0), (720, 272.0), (1200, 262.0))


def ride(days: int, watts: np.ndarray) -> RecordedActivity:
    channels = {"power_w": watts, "heart_rate_bpm": np.full(watts.size, 150.0)}
    return RecordedActivity(
        sport=Sport.CYCLING,
        start_time=START + timedelta(days=days),
        samples=samples(watts.size, **channels),
        utc_offset_s=3600,
    )


def repeats(count: int = 5) -> np.ndarray:
    """A warm-up, then four minutes hard and three easy, several times."""
    once = np.concatenate([np.full(240, 300.0), np.full(180, 120.0)])
    return np.concatenate([np.full(900, 150.0), np.tile(once, count), np.full(600, 120.0)])


@pytest.fixture
def session(athlete):
    """Four maximal efforts on earlier days, then a session of intervals."""
    for day, (seconds, watts) in enumerate(EFFORTS):
        power = np.concatenate([np.full(seconds, watts), np.full(1200, 100.0)])
        store_activity(athlete=athlete, recorded=ride(day - 10, power))
    return store_activity(athlete=athlete, recorded=ride(0, repeats())).activity


def text_of(response):
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def test_intervals_are_listed_with_their_rests(client, session):
    text = text_of(client.get(address("activity", uid=session.uid)))

    assert "5 found in the recording" in text
    assert re.search(r"1 4:00 .*?300 W .*?rest 3:00 .*?120 W", text), text


def test_best_efforts_stand_beside_those_of_the_year(client, session):
    text = text_of(client.get(address("activity", uid=session.uid)))

    assert re.search(r"2 min 300 W 380 W Sat 31 Oct", text), text
    assert re.search(r"30 min \d+ W best of a year", text)


def test_w_balance_falls_and_fills_in_the_streams(client, session):
    channels = json.loads(client.get(address("activity-streams", uid=session.uid)).content)["channels"]
    left = channels["w_balance_j"]

    assert max(left) == left[0]
    assert min(left) < 0.5 * left[0]
    assert left[-1] > min(left)


def test_a_ride_without_a_model_has_no_w_balance(client, athlete):
    alone = store_activity(athlete=athlete, recorded=ride(0, np.full(1800, 180.0))).activity
    channels = json.loads(client.get(address("activity-streams", uid=alone.uid)).content)["channels"]

    assert "power_w" in channels
    assert "w_balance_j" not in channels


def test_the_curve_lies_beside_the_best_of_ninety_days(client, session):
    data = json.loads(client.get(address("activity-curve", uid=session.uid)).content)
    this, before = (dict(zip(data["durations_s"], row["values"], strict=True)) for row in data["series"])

    assert (this[120], before[120]) == (300.0, 380.0)
    assert data["metric"] == "power_w"


def test_sessions_of_the_same_kind_are_compared(client, athlete, session):
    store_activity(athlete=athlete, recorded=ride(-30, repeats()))
    text = text_of(client.get(address("activity", uid=session.uid)))

    assert "Beside sessions like it" in text
    assert "Sun 11 Oct" in text


def test_a_first_session_has_nothing_to_be_compared_with(client, athlete):
    alone = store_activity(athlete=athlete, recorded=ride(0, repeats())).activity

    assert "Beside sessions like it" not in text_of(client.get(address("activity", uid=alone.uid)))


def test_a_coach_without_heart_sees_no_heart_rate_of_intervals(client_of, athlete, session):
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "read"})
    client = client_of(coach)

    text = text_of(client.get(address("activity", athlete, uid=session.uid)))
    assert "150 bpm" not in text
    assert "Heart rate" not in text


def test_a_stranger_finds_no_curve(client_of, athlete, session):
    assert (
        client_of(UserFactory()).get(address("activity-curve", athlete, uid=session.uid)).status_code == 404
    )


def test_a_session_without_decoupling_says_why(client, athlete, session):
    short = store_activity(athlete=athlete, recorded=ride(3, np.full(900, 180.0))).activity

    text = text_of(client.get(address("activity", uid=short.uid)))
    assert "shorter than 20 min after the warm-up" in text


def test_intervals_that_only_the_heart_showed_need_leave_to_see_it(client_of, athlete, session):
    Interval.objects.filter(activity=session).update(avg_power_w=None)
    coach = UserFactory()
    link = CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "read"})
    client = client_of(coach)

    assert "found in the recording" not in text_of(client.get(address("activity", athlete, uid=session.uid)))
    link.scopes = {"activities": "read", "heart": "read"}
    link.save()
    assert "found in the recording" in text_of(client.get(address("activity", athlete, uid=session.uid)))
