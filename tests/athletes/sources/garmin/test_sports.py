import pytest

from athletes.sources.garmin.sports import from_type
from athletes.sources.records import Sport


@pytest.mark.parametrize(
    ("key", "parent", "expected"),
    [
        ("running", 17, (Sport.RUNNING, None)),
        ("trail_running", 1, (Sport.RUNNING, "trail")),
        ("road_biking", 2, (Sport.CYCLING, "road")),
        ("virtual_ride", 2, (Sport.CYCLING, "virtual_activity")),
        ("lap_swimming", 26, (Sport.SWIMMING, "lap_swimming")),
        ("open_water_swimming", 26, (Sport.SWIMMING, "open_water")),
        ("hiking", 17, (Sport.WALKING, "hiking")),
        ("strength_training", 29, (Sport.STRENGTH, "strength_training")),
        ("rowing_v2", 228, (Sport.ROWING, None)),
        ("cross_country_skiing_ws", 165, (Sport.SKIING, "cross_country_skiing")),
        ("multi_sport", 17, (Sport.MULTISPORT, None)),
        ("yoga", 29, (Sport.OTHER, "yoga")),
        ("stand_up_paddleboarding_v2", 228, (Sport.OTHER, "stand_up_paddleboarding")),
        ("  Running ", None, (Sport.RUNNING, None)),
    ],
)
def test_a_type_says_the_sport(key, parent, expected):
    assert from_type(key, parent) == expected


@pytest.mark.parametrize(
    ("key", "parent", "expected"),
    [
        ("moonlight_jogging", 1, (Sport.RUNNING, "moonlight_jogging")),
        ("tandem", 2, (Sport.CYCLING, "tandem")),
        ("aqua_laps", 26, (Sport.SWIMMING, "aqua_laps")),
        ("night_running", 4, (Sport.RUNNING, "night_running")),
        ("adaptive_cycling", None, (Sport.CYCLING, "adaptive_cycling")),
        ("quidditch", 206, (Sport.OTHER, "quidditch")),
        ("", None, (Sport.OTHER, None)),
        (None, None, (Sport.OTHER, None)),
        ("x" * 99, None, (Sport.OTHER, "x" * 40)),
    ],
)
def test_an_unknown_type_goes_by_its_parent_then_by_its_words(key, parent, expected):
    assert from_type(key, parent) == expected
