"""Zones cut the track and everything that would draw it again, for everybody but the athlete in person."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from athletes.models import Athlete, CoachLink, PrivacyZone, User
from athletes.services.api_keys import make_key
from athletes.services.zones import add_zone
from metrics.models import Activity, Origin, Stream
from metrics.science.codec import RESOLUTION, encode_channel
from metrics.selectors.places import without_zones
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory

pytestmark = pytest.mark.django_db

HOME = (47.0, 8.0)
SECONDS = 600
"""Straight north from the door at 10 m/s: 6 km."""


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory()


@pytest.fixture
def ride(athlete: Athlete) -> Activity:
    activity = ActivityFactory(athlete=athlete, elapsed_s=SECONDS)
    metres = np.arange(SECONDS) * 10.0
    columns = {
        "latitude_deg": HOME[0] + metres / 111_320,
        "longitude_deg": np.full(SECONDS, HOME[1]),
        "distance_m": metres,
        "speed_mps": np.full(SECONDS, 10.0),
        "altitude_m": 400 + metres / 100,
        "power_w": np.full(SECONDS, 200.0),
    }
    for name, values in columns.items():
        data = encode_channel(values, RESOLUTION[name])
        Stream.objects.create(activity=activity, channel=name, count=SECONDS, data=data)
    return activity


def zone(athlete: Athlete, radius_m: int = 500) -> PrivacyZone:
    place = {"latitude_deg": HOME[0], "longitude_deg": HOME[1]}
    return add_zone(athlete=athlete, name="Home", radius_m=radius_m, **place)


def coach_of(athlete: Athlete, role: str = "coach") -> User:
    coach: User = UserFactory()
    scopes = dict.fromkeys(("activities", "places", "heart", "notes", "body", "sleep", "profile"), "read")
    CoachLinkFactory(coach=coach, athlete=athlete, scopes=scopes, role=role, status=CoachLink.Status.ACTIVE)
    return coach


def streams(user: User, activity: Activity, path: str = "/api/v1", **headers: str) -> dict[str, Any]:
    client = Client()
    if not headers:
        client.force_login(user)
    name = "streams/" if path else "streams.json"
    address = f"{path}/athletes/{activity.athlete.uid}/activities/{activity.uid}/{name}"
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    channels: dict[str, Any] = json.loads(answer.content)["channels"]
    return channels


def seconds_shown(channels: dict[str, Any], name: str) -> int:
    return sum(value is not None for value in channels[name])


@pytest.mark.parametrize("role", ["coach", "follower"])
def test_others_see_no_place_near_home_by_api_or_page(athlete: Athlete, ride: Activity, role: str) -> None:
    hidden = zone(athlete)
    coach = coach_of(athlete, role)

    for path in ("/api/v1", ""):
        shown = streams(coach, ride, path)
        places = [each for each in shown["latitude_deg"] if each is not None]
        # The circle lies aside of the door by up to 250 m, so 250 to 750 m of the road are within.
        assert 25 <= SECONDS - len(places) <= 76
        assert min(places) > HOME[0] + 250 / 111_320 - 1e-6
        assert shown["latitude_deg"][0] is None
        for name in ("longitude_deg", "speed_mps", "altitude_m"):
            assert seconds_shown(shown, name) == len(places)
        assert seconds_shown(shown, "power_w") == SECONDS
    assert hidden.cover_latitude_deg != HOME[0]


def test_distance_does_not_tell_how_far_away_the_door_is(athlete: Athlete, ride: Activity) -> None:
    zone(athlete)
    known = [each for each in streams(coach_of(athlete), ride)["distance_m"] if each is not None]

    assert known[0] == 0
    assert known[-1] < 5_760


def test_the_athlete_sees_everything(athlete: Athlete, ride: Activity) -> None:
    zone(athlete)

    for path in ("/api/v1", ""):
        assert seconds_shown(streams(athlete.user, ride, path), "latitude_deg") == SECONDS


def test_a_program_that_acts_for_the_athlete_does_not(athlete: Athlete, ride: Activity) -> None:
    zone(athlete)
    _key, text = make_key(
        user=athlete.user, name="a script", scopes=["activities:read", "places:read"], days=1
    )
    shown = streams(athlete.user, ride, authorization=f"Bearer {text}")

    assert seconds_shown(shown, "latitude_deg") < SECONDS


def test_the_original_file_is_not_given_to_others(athlete: Athlete, ride: Activity) -> None:
    coach = Client()
    coach.force_login(coach_of(athlete))
    owner = Client()
    owner.force_login(athlete.user)
    name = default_storage.save("originals/x.fit", ContentFile(b"ride"))
    Origin.objects.create(athlete=athlete, activity=ride, source="file", sha256="0" * 64, file=name)
    address = f"/api/v1/athletes/{athlete.uid}/activities/{ride.uid}/original/"
    before = coach.get(address)
    zone(athlete)

    assert before.getvalue() == b"ride"  # type: ignore[attr-defined]
    assert coach.get(address).status_code == 404
    assert owner.get(address).getvalue() == b"ride"  # type: ignore[attr-defined]


def test_seconds_without_a_fix_count_with_those_beside_them(athlete: Athlete) -> None:
    zone(athlete)
    away = HOME[0] + 1
    track = {
        "latitude_deg": np.array([np.nan, HOME[0], np.nan, away, np.nan, away]),
        "longitude_deg": np.array([np.nan, HOME[1], np.nan, HOME[1], np.nan, HOME[1]]),
    }
    shown = without_zones(athlete, {"speed_mps": np.arange(6.0)}, track)

    assert np.isnan(shown["speed_mps"]).tolist() == [True, True, True, False, False, False]


def test_a_zone_across_the_date_line_covers_both_sides(athlete: Athlete) -> None:
    add_zone(athlete=athlete, name="Cabin", latitude_deg=0.0, longitude_deg=180.0, radius_m=2_000)
    track = {"latitude_deg": np.zeros(3), "longitude_deg": np.array([179.999, -179.999, 170.0])}

    shown = without_zones(athlete, track, track)

    assert np.isnan(shown["longitude_deg"]).tolist() == [True, True, False]
