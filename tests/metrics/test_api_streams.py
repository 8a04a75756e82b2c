from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from metrics.models import Activity
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, StreamFactory


@pytest.fixture
def activity(db: None) -> Activity:
    """An hour with a hole in the power and one peak in it."""
    activity = ActivityFactory(athlete=AthleteFactory())
    power = np.full(3600, 200.0)
    power[100:200] = np.nan
    power[1234] = 900.0
    StreamFactory(activity=activity, channel="power_w", values=power)
    StreamFactory(activity=activity, channel="heart_rate_bpm", values=np.linspace(100, 170, 3600))
    StreamFactory(activity=activity, channel="latitude_deg", values=np.linspace(48.0, 48.1, 3600))
    StreamFactory(activity=activity, channel="longitude_deg", values=np.linspace(2.0, 2.1, 3600))
    StreamFactory(activity=activity, channel="running", values=np.ones(3600))
    return activity


@pytest.fixture
def client(activity: Activity) -> Client:
    client = Client()
    client.force_login(activity.athlete.user)
    return client


def streams(client: Client, activity: Activity, query: str = "", athlete: Athlete | None = None) -> Any:
    kwargs = {"athlete": athlete.uid if athlete else "me", "uid": activity.uid}
    return client.get(reverse("api:activity-streams", kwargs=kwargs) + query)


def test_every_second_of_every_channel_comes_without_being_asked_for(
    client: Client, activity: Activity
) -> None:
    body = streams(client, activity).json()

    assert body["time_s"] == list(range(3600))
    assert set(body["channels"]) == {"power_w", "heart_rate_bpm", "latitude_deg", "longitude_deg"}
    assert {len(column) for column in body["channels"].values()} == {3600}


def test_unknown_seconds_are_null(client: Client, activity: Activity) -> None:
    response = streams(client, activity, "?channels=power_w")

    assert b"NaN" not in response.content
    power = response.json()["channels"]["power_w"]
    assert (power[99], power[100], power[199], power[200]) == (200.0, None, None, 200.0)


def test_fewer_points_keep_the_ends_the_peak_and_one_time_axis(client: Client, activity: Activity) -> None:
    body = streams(client, activity, "?channels=power_w,heart_rate_bpm&points=200").json()

    assert (body["time_s"][0], body["time_s"][-1]) == (0, 3599)
    assert 150 < len(body["time_s"]) <= 200
    assert body["time_s"] == sorted(set(body["time_s"]))
    assert {len(column) for column in body["channels"].values()} == {len(body["time_s"])}
    assert max(value for value in body["channels"]["power_w"] if value is not None) == 900.0


def test_more_points_than_there_are_change_nothing(client: Client, activity: Activity) -> None:
    assert len(streams(client, activity, "?points=5000").json()["time_s"]) == 3600


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?channels=power_w,mood", "channels"),
        ("?channels=running", "channels"),
        ("?points=2", "points"),
        ("?points=many", "points"),
        ("?points=1000000", "points"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    client: Client, activity: Activity, query: str, field: str
) -> None:
    response = streams(client, activity, query)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])


@pytest.mark.parametrize(
    ("classes", "seen"),
    [
        (["activities"], {"power_w"}),
        (["activities", "heart"], {"power_w", "heart_rate_bpm"}),
        (["activities", "places"], {"power_w", "latitude_deg", "longitude_deg"}),
    ],
)
def test_a_coach_sees_the_channels_that_were_opened(
    activity: Activity, classes: list[str], seen: set[str]
) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=activity.athlete, scopes=dict.fromkeys(classes, "read"))
    client = Client()
    client.force_login(coach)

    asked = "?channels=power_w,heart_rate_bpm,latitude_deg,longitude_deg"
    body = streams(client, activity, asked, activity.athlete).json()

    assert set(body["channels"]) == seen


def test_a_channel_that_is_not_there_is_left_out(client: Client, activity: Activity) -> None:
    body = streams(client, activity, "?channels=altitude_m").json()

    assert body == {"time_s": [], "channels": {}}


def test_the_same_streams_are_not_sent_twice(client: Client, activity: Activity) -> None:
    url = reverse("api:activity-streams", kwargs={"athlete": "me", "uid": activity.uid})
    etag = client.get(url)["ETag"]

    assert client.get(url, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(f"{url}?points=100", headers={"If-None-Match": etag}).status_code == 200
