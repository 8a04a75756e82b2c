"""Items of the list: what is kept of them, what is not, and the activity without a file."""

import json
from datetime import UTC, date, datetime

import pytest

from athletes.sources.garmin.from_summary import activity_of
from athletes.sources.garmin.listing import estimates_of, has_file, listed_of, page_of
from athletes.sources.records import DeviceFigures, EstimateKind, Sport

RUN = {
    "activityId": 21_482_825_013,
    "activityName": "Hill repeats",
    "activityType": {"typeId": 6, "typeKey": "trail_running", "parentTypeId": 1},
    "startTimeGMT": "2026-03-14 23:30:00",
    "startTimeLocal": "2026-03-15 00:30:00",
    "beginTimestamp": 1_773_531_000_000,
    "duration": 3_600.5,
    "elapsedDuration": 3_700.0,
    "distance": 10_000.0,
    "elevationGain": 151.0,
    "averageSpeed": 2.8,
    "averageHR": 142.0,
    "maxHR": 171.0,
    "calories": 700.0,
    "avgPower": 194.0,
    "normPower": 226.0,
    "trainingStressScore": 81.5,
    "intensityFactor": 0.9,
    "vO2MaxValue": 52.0,
    "lactateThresholdBpm": 168,
    "getlactateThresholdSpeed": 0.4,
    "poolLength": 2_500.0,
    "manualActivity": False,
    "parent": False,
    "isParent": False,
    "ownerFullName": "Ada Example",
    "ownerDisplayName": "ada",
    "ownerProfileImageUrlLarge": "https://example.invalid/ada.png",
    "locationName": "Testville",
    "startLatitude": 47.1,
    "startLongitude": 8.5,
    "endLatitude": 47.2,
    "endLongitude": 8.6,
}


def test_an_item_says_what_when_and_where_in_the_day():
    listed = listed_of(RUN)

    assert listed.external_id == "21482825013"
    assert listed.start_time == datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    assert (listed.utc_offset_s, listed.local_date) == (3_600, date(2026, 3, 15))
    assert (listed.sport, listed.name, listed.duration_s) == (Sport.RUNNING, "Hill repeats", 3_600.5)


def test_who_and_where_is_not_kept():
    kept = json.dumps(listed_of(RUN).summary)

    for private in ("Ada", "ada", "Testville", "47.1", "8.6", "Latitude"):
        assert private not in kept


def test_what_is_kept_can_be_read_again():
    listed = listed_of(RUN)

    assert listed_of(json.loads(json.dumps(listed.summary))) == listed


def test_the_start_comes_from_the_other_field_when_one_is_missing():
    without = RUN | {"startTimeGMT": None}

    assert listed_of(without).start_time == datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    assert listed_of(without | {"beginTimestamp": "soon"}) is None


@pytest.mark.parametrize("local", [None, "soon", "2026-01-01 00:30:00"])
def test_without_a_local_time_that_can_be_the_offset_is_zero(local):
    assert listed_of(RUN | {"startTimeLocal": local}).utc_offset_s == 0


def test_offsets_of_a_quarter_hour_survive_a_second_of_difference():
    assert listed_of(RUN | {"startTimeLocal": "2026-03-15 05:14:59"}).utc_offset_s == 20_700


@pytest.mark.parametrize("number", [None, 0, -5, "1/../2", "٣", True, 1.5, 10**20])
def test_an_item_without_a_positive_id_is_none(number):
    assert listed_of(RUN | {"activityId": number}) is None


@pytest.mark.parametrize("item", [None, 7, "x", [], {}])
def test_what_is_no_item_is_none(item):
    assert listed_of(item) is None


def test_a_parent_is_multisport_and_its_legs_come_with_it():
    assert listed_of(RUN | {"isParent": True}).sport is Sport.MULTISPORT
    assert listed_of(RUN | {"parent": True}).sport is Sport.MULTISPORT
    assert listed_of(RUN | {"parentId": 99}) is None
    assert listed_of(RUN | {"parentId": RUN["activityId"]}) is not None


def test_what_was_typed_in_has_no_file():
    assert not has_file(listed_of(RUN | {"manualActivity": True}).summary)
    assert has_file(listed_of(RUN).summary)


def test_an_odd_field_of_an_item_costs_that_field_only():
    listed = listed_of(
        RUN | {"duration": "long", "activityType": 7, "activityName": ["x"], "averageHR": "fast"}
    )

    assert (listed.sport, listed.name, listed.duration_s) == (Sport.OTHER, None, None)
    assert listed.summary["maxHR"] == 171


def test_a_page_is_a_bare_list_or_lies_in_an_object():
    for payload in ([RUN], {"activities": [RUN]}, {"activityList": [RUN]}):
        page = page_of(payload, 20)
        assert (page.count, page.is_last) == (1, True)
        assert page.items[0].external_id == "21482825013"


def test_a_page_counts_what_cannot_be_read_and_says_each_activity_once():
    page = page_of([RUN, RUN, {"activityId": "x"}, 7], 4)

    assert (page.count, page.is_last, len(page.items)) == (4, False, 1)


@pytest.mark.parametrize("payload", [None, {}, []])
def test_an_empty_page_is_the_last(payload):
    assert page_of(payload, 20).is_last


@pytest.mark.parametrize("payload", [7, "x", {"rows": []}, {"activities": "many"}])
def test_what_is_no_page_is_none(payload):
    assert page_of(payload, 20) is None


def test_what_the_watch_concluded_from_a_run():
    found = {each.kind: each for each in estimates_of(listed_of(RUN), source="garmin_key")}

    assert found[EstimateKind.VO2MAX_RUNNING].value == 52
    assert found[EstimateKind.LTHR].value == 168
    assert found[EstimateKind.THRESHOLD_PACE].value == 250
    assert {each.date for each in found.values()} == {date(2026, 3, 15)}


def test_what_the_watch_concluded_from_a_ride():
    ride = RUN | {"activityType": {"typeKey": "road_biking"}, "maxFtp": 255, "lactateThresholdBpm": None}
    found = {each.kind: each.value for each in estimates_of(listed_of(ride), source="garmin_key")}

    assert found == {EstimateKind.VO2MAX_CYCLING: 52, EstimateKind.FTP: 255}


def test_no_conclusions_from_a_swim_or_without_figures():
    assert (
        list(estimates_of(listed_of(RUN | {"activityType": {"typeKey": "lap_swimming"}}), source="x")) == []
    )
    bare = RUN | {"vO2MaxValue": 0, "lactateThresholdBpm": None, "getlactateThresholdSpeed": None}
    assert list(estimates_of(listed_of(bare), source="x")) == []


def test_an_activity_without_a_file_is_what_the_list_says():
    activity = activity_of(listed_of(RUN), source="garmin_key", ai_allowed=False)

    assert (activity.sport, activity.sub_sport, activity.name) == (Sport.RUNNING, "trail", "Hill repeats")
    assert (activity.timer_s, activity.elapsed_s, activity.distance_m) == (3_600.5, 3_700, 10_000)
    assert (activity.ascent_m, activity.avg_speed_mps, activity.calories_kcal) == (151, 2.8, 700)
    assert (activity.avg_heart_rate_bpm, activity.max_heart_rate_bpm, activity.avg_power_w) == (142, 171, 194)
    assert activity.device == DeviceFigures(weighted_power_w=226, load=81.5, intensity=0.9)
    assert (activity.source, activity.external_id, activity.ai_allowed) == (
        "garmin_key",
        "21482825013",
        False,
    )
    assert activity.samples.is_empty
    assert activity.original is None


def test_the_length_of_a_pool_is_in_centimetres():
    assert activity_of(listed_of(RUN), source="x").pool_length_m == 25


def test_an_activity_is_no_shorter_than_its_timer():
    activity = activity_of(listed_of(RUN | {"elapsedDuration": 60.0}), source="x")

    assert (activity.timer_s, activity.elapsed_s) == (3_600.5, 3_600.5)
