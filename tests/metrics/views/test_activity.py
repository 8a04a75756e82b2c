from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import numpy as np
import pytest

from athletes.sources.records import Sport
from metrics.models import Activity
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory, LapFactory, OriginFactory, StreamFactory
from tests.metrics.views.conftest import address

RIDE = {
    "name": "Over the pass",
    "sport": Sport.CYCLING,
    "sub_sport": "road",
    "start_time": datetime(2026, 11, 20, 23, 30, tzinfo=UTC),
    "weighted_power_w": 231.4,
    "avg_power_w": 205,
    "intensity": 0.92,
    "load": 84.6,
    "load_method": "power",
    "avg_hr_bpm": 148,
    "hr_load": 91,
    "trimp": 120,
    "hr_zones_s": [600, 1200, 900, 600, 300],
    "power_zones_s": [600, 1800, 600, 300, 200, 100, 0],
    "thresholds": {"ftp_w": 250, "lthr_bpm": 170},
}


@pytest.fixture
def ride(athlete):
    return ActivityFactory(athlete=athlete, **RIDE)


def page_of(client, activity, athlete="me"):
    return client.get(address("activity", athlete, uid=activity.uid)).content.decode()


def text_of(html):
    """What is read, without tags and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


def test_names_the_activity_with_its_sport_and_local_time(client, ride):
    text = text_of(page_of(client, ride))

    assert "Over the pass" in text
    assert "Cycling, road · Sat 21 Nov 2026, 00:30" in text


def test_an_activity_without_a_name_is_called_by_its_hour(client, ride):
    Activity.objects.filter(pk=ride.pk).update(name="")

    assert "Night ride" in text_of(page_of(client, ride))


def test_the_largest_numbers_come_with_the_method_of_the_load(client, ride):
    text = text_of(page_of(client, ride))

    assert "1:00:00 Time 12.0 km Distance 85 Load" in text
    assert "by power" in text
    assert "231 W Weighted power" in text


def test_says_in_words_why_no_better_method_applied(client, ride):
    reason = "power: no FTP; heart rate: no maximum and resting heart rate"
    Activity.objects.filter(pk=ride.pk).update(load=50, load_method="rpe", load_reason=reason)

    page = page_of(client, ride)

    assert "Load 50, taken from how hard it felt. Not by power: no threshold power (FTP) is set." in page
    assert "Not by heart rate: highest and resting heart rate are not set." in page
    assert "Set your thresholds</a>" in page


def test_an_activity_without_a_load_says_what_would_give_it_one(client, ride):
    reason = "power: no power recorded; RPE: not rated"
    Activity.objects.filter(pk=ride.pk).update(load=None, load_method="", load_reason=reason)

    page = page_of(client, ride)

    assert "No load yet." in page
    assert '<a href="#edit">Say how hard it was</a>' in page


def test_zones_have_names_bounds_and_the_reference(client, ride):
    text = text_of(page_of(client, ride))

    assert "FTP 250 W" in text
    assert "Tempo 188–225 W 10:00 17 %" in text
    assert "threshold 170 bpm" in text


def test_shows_the_devices_own_figures_beside_ours(client, ride):
    assert "Beside what the device says" not in page_of(client, ride)
    Activity.objects.filter(pk=ride.pk).update(device={"weighted_power_w": 229, "load": None, "ftp_w": 240})

    text = text_of(page_of(client, ride))

    assert "Weighted power 231 W 229 W" in text
    assert "Threshold power 250 W 240 W" in text


def test_the_charts_map_and_laps_are_linked_by_their_data(client, ride):
    for channel in ("power_w", "latitude_deg", "longitude_deg"):
        StreamFactory(activity=ride, channel=channel, values=np.full(60, 47.0))
    for index in range(2):
        LapFactory(activity=ride, index=index, avg_power_w=200 + index)

    page = page_of(client, ride)

    assert f'data-url="{address("activity-streams", uid=ride.uid)}"' in page
    assert "data-map" in page
    assert re.findall(r'data-lap="(\d)"', page) == ["0", "1"]
    assert "vendor/leaflet/leaflet.css" in page
    assert "js/activity.js" in page


def test_without_places_there_is_no_map_and_without_streams_no_chart(client, ride):
    assert "js/activity.js" not in page_of(client, ride)
    StreamFactory(activity=ride, channel="power_w")

    page = page_of(client, ride)

    assert "js/activity.js" in page
    assert "data-map" not in page


def test_warnings_are_sentences(client, ride):
    warnings = [{"code": "sensor_dropout", "channel": "heart_rate_bpm"}] * 2
    Activity.objects.filter(pk=ride.pk).update(warnings=warnings)

    assert "The heart rate sensor fell silent for a while. That happened 2 times." in page_of(client, ride)


def test_merged_recordings_are_named_and_can_be_parted(client, athlete, ride):
    twin = ActivityFactory(athlete=athlete, **RIDE, merged_into=ride)
    OriginFactory(activity=ride, file_name="edge.fit")
    OriginFactory(activity=twin, file_name="watch.fit")

    page = page_of(client, ride)
    assert "edge.fit" in page
    assert "watch.fit" in page
    assert "2 recordings of this activity were merged" in page
    assert client.get(address("activity", uid=twin.uid)).url == address("activity", uid=ride.uid)
    response = client.post(address("activity-unmerge", uid=ride.uid))

    assert response.url == address("activity", uid=ride.uid)
    twin.refresh_from_db()
    assert (twin.merged_into, twin.kept_apart) == (None, True)
    assert client.get(address("activity", uid=twin.uid)).status_code == 200


def test_a_multisport_activity_lists_its_legs_and_they_lead_back(client, athlete):
    whole = ActivityFactory(
        athlete=athlete, name="Triathlon", sport=Sport.MULTISPORT, load=120, load_method="legs"
    )
    swim = ActivityFactory(
        athlete=athlete, name="", sport=Sport.SWIMMING, parent=whole, leg_index=0, load=None
    )
    ActivityFactory(athlete=athlete, name="Bike leg", sport=Sport.CYCLING, parent=whole, leg_index=1)
    OriginFactory(activity=whole, file_name="race.fit")

    page, leg = page_of(client, whole), page_of(client, swim)

    assert page.index("Swimming</a>") < page.index("Bike leg</a>")
    assert "Load 120, the sum of its legs. Not in it: swimming, still without a load." in page
    assert re.search(rf'href="{address("activity", uid=whole.uid)}">.*Leg 1 of Triathlon', leg, re.S)
    assert "race.fit" in leg
    assert "Your words" not in leg


@pytest.mark.parametrize("page", ["activity", "activity-streams", "activity-delete", "activity-deleted"])
def test_an_activity_that_is_not_theirs_or_not_there_is_not_found(client, page):
    other = ActivityFactory()

    assert client.get(address(page, uid=other.uid)).status_code == 404
    assert client.get(address(page, uid="01a20000-0000-7000-8000-000000000000")).status_code == 404


def test_a_leg_of_a_deleted_activity_is_gone_with_it(client, athlete, ride):
    leg = ActivityFactory(athlete=athlete, parent=ride)
    Activity.objects.filter(pk=ride.pk).update(deleted_at=ride.start_time)

    assert client.get(address("activity", uid=leg.uid)).status_code == 404


def test_heart_and_places_stay_out_of_what_others_may_not_see(client_of, athlete, ride):
    Activity.objects.filter(pk=ride.pk).update(avg_hr_bpm=147, max_hr_bpm=189, efficiency=1.56)
    for channel in ("power_w", "heart_rate_bpm", "latitude_deg", "longitude_deg"):
        StreamFactory(activity=ride, channel=channel, values=np.full(60, 47.0))
    for index in range(2):
        LapFactory(activity=ride, index=index, avg_hr_bpm=147)
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)

    text = text_of(page := page_of(coach, ride, athlete))
    data = coach.get(address("activity-streams", athlete, uid=ride.uid)).json()

    assert [word for word in ("147", "189", "1.56", "Training impulse", "Heart rate") if word in text] == []
    assert "data-map" not in page
    assert sorted(data["channels"]) == ["power_w"]


def test_the_streams_are_columns_with_laps_and_units(client, athlete, ride):
    StreamFactory(activity=ride, channel="power_w", values=[100, np.nan, 300])
    StreamFactory(activity=ride, channel="running", values=[1, 1, 1])
    LapFactory(activity=ride, index=0, start_s=0, elapsed_s=3)

    data = client.get(address("activity-streams", uid=ride.uid)).json()

    assert data == {
        "time_s": [0, 1, 2],
        "channels": {"power_w": [100.0, None, 300.0]},
        "laps": [{"start_s": 0.0, "end_s": 3.0}],
        "units": "metric",
        "sport": "cycling",
    }


def test_long_streams_are_thinned_to_means(client, ride):
    StreamFactory(activity=ride, channel="power_w", values=np.tile([100.0, 200.0], 2_000))

    data = json.loads(client.get(address("activity-streams", uid=ride.uid)).content)

    assert data["time_s"][:3] == [0, 3, 6]
    assert len(data["time_s"]) == 1334
    assert data["channels"]["power_w"][:2] == [133.3, 166.7]


def test_the_number_of_queries_does_not_grow_with_the_parts(
    client, athlete, ride, django_assert_max_num_queries
):
    for index in range(30):
        LapFactory(activity=ride, index=index)
    for channel in ("power_w", "heart_rate_bpm", "latitude_deg", "longitude_deg"):
        StreamFactory(activity=ride, channel=channel)
    for twin in [ride, *(ActivityFactory(athlete=athlete, merged_into=ride) for _ in range(4))]:
        OriginFactory(activity=twin)
    for index in range(5):
        ActivityFactory(athlete=athlete, parent=ride, leg_index=index)

    with django_assert_max_num_queries(18):
        client.get(address("activity", uid=ride.uid))


def test_a_coach_stays_within_the_same_number_of_queries(
    client_of, athlete, ride, django_assert_max_num_queries
):
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "write"}).coach)
    coach.get(address("activity", athlete, uid=ride.uid))  # the first look of an hour goes into the audit
    with django_assert_max_num_queries(20):
        coach.get(address("activity", athlete, uid=ride.uid))
