import numpy as np
import pytest

from athletes.sources.records import Sport
from metrics.science.zones import heart_rate_zones, pace_zones, power_zones

COGGAN = [
    (137, 1),
    (138, 2),
    (188, 3),
    (225, 3),
    (226, 4),
    (262, 4),
    (263, 5),
    (300, 5),
    (301, 6),
    (375, 6),
    (376, 7),
]


@pytest.mark.parametrize(("watts", "zone"), COGGAN)
def test_a_power_bound_belongs_to_the_lower_zone(watts: float, zone: int) -> None:
    assert np.flatnonzero(power_zones(np.array([float(watts)]), 250)).tolist() == [zone - 1]


def test_seconds_in_power_zones_leave_out_the_unknown() -> None:
    assert power_zones(np.array([0.0, 100, np.nan, 200, 400]), 250) == [2, 0, 1, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("sport", "bounds"),
    [
        (Sport.RUNNING, (136, 144, 152, 160)),
        (Sport.CYCLING, (129.6, 144, 150.4, 160)),
        (Sport.OTHER, (129.6, 144, 150.4, 160)),
    ],
)
def test_heart_rate_bounds_belong_to_the_upper_zone(sport: Sport, bounds: tuple[float, ...]) -> None:
    for below, bound in enumerate(bounds):
        beats = np.array([bound - 0.5, bound])
        zones = heart_rate_zones(beats, sport, 160, 190)
        assert np.flatnonzero(zones).tolist() == [below, below + 1]


def test_heart_rate_zones_fall_back_to_the_maximum_and_then_to_nothing() -> None:
    beats = np.array([119.0, 120, 140, 160, 180, np.nan])
    assert heart_rate_zones(beats, Sport.RUNNING, None, 200) == [1, 1, 1, 1, 1]
    assert heart_rate_zones(beats, Sport.RUNNING, None, None) is None


@pytest.mark.parametrize(
    ("percent", "zone"),
    [(130, 1), (129, 2), (115, 2), (114, 3), (107, 3), (106, 4), (100, 4), (99, 5), (90, 5), (89, 6)],
)
def test_pace_zones_are_percent_of_threshold_pace(percent: float, zone: int) -> None:
    speed = 100_000 / (percent * 250)
    assert np.flatnonzero(pace_zones(np.array([speed]), 250)).tolist() == [zone - 1]


def test_standing_still_is_the_slowest_pace_zone() -> None:
    assert pace_zones(np.array([0.0, np.nan]), 250) == [1, 0, 0, 0, 0, 0]
