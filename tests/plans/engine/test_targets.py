"""Targets in numbers, by the thresholds of the day."""

import numpy as np
import pytest

from athletes.sources.records import Sport
from metrics.science import zones
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Step, Target
from plans.engine.targets import Lack, Resolved, resolve
from plans.engine.targets.lack import NAMES

ALL = Thresholds(
    ftp_w=250,
    running_ftp_w=300,
    lthr_bpm=160,
    hr_max_bpm=190,
    threshold_pace_s_per_km=250,
    css_s_per_100m=100,
)
NONE = Thresholds()


def aimed(target: Target, low: float | None = None, high: float | None = None) -> Step:
    return Step("work", 60, None, target, low, low if high is None else high)


@pytest.mark.parametrize(
    ("sport", "step", "resolved"),
    [
        (Sport.CYCLING, aimed("power_zone", 2), Resolved("w", 137.5, 187.5)),
        (Sport.CYCLING, aimed("power_zone", 2, 4), Resolved("w", 137.5, 262.5)),
        (Sport.CYCLING, aimed("power_zone", 1), Resolved("w", None, 137.5)),
        (Sport.CYCLING, aimed("power_zone", 7), Resolved("w", 375, None)),
        (Sport.CYCLING, aimed("power_pct", 70, 80), Resolved("w", 175, 200)),
        (Sport.RUNNING, aimed("power_pct", 70, 80), Resolved("w", 210, 240)),
        (Sport.RUNNING, aimed("hr_zone", 2), Resolved("bpm", 136, 144)),
        (Sport.CYCLING, aimed("hr_zone", 2), Resolved("bpm", 129.6, 144)),
        (Sport.RUNNING, aimed("hr_zone", 1), Resolved("bpm", None, 136)),
        (Sport.RUNNING, aimed("hr_zone", 5), Resolved("bpm", 160, None)),
        (Sport.RUNNING, aimed("hr_pct", 70, 80), Resolved("bpm", 133, 152)),
        (Sport.RUNNING, aimed("pace_zone", 4), Resolved("s_per_km", 247.5, 265)),
        (Sport.RUNNING, aimed("pace_zone", 1), Resolved("s_per_km", 322.5, None)),
        (Sport.RUNNING, aimed("pace_zone", 6), Resolved("s_per_km", None, 225)),
        (Sport.RUNNING, aimed("pace_zone", 2, 3), Resolved("s_per_km", 265, 322.5)),
        (Sport.RUNNING, aimed("pace_pct", 80, 100), Resolved("s_per_km", 250, 312.5)),
        (Sport.SWIMMING, aimed("pace_pct", 80, 100), Resolved("s_per_km", 1000, 1250)),
        (Sport.RUNNING, aimed("pace_s_per_km", 240, 250), Resolved("s_per_km", 240, 250)),
        (Sport.RUNNING, aimed("power_w", 300), Resolved("w", 300, 300)),
        (Sport.RUNNING, aimed("hr_bpm", 140, 150), Resolved("bpm", 140, 150)),
        (Sport.RUNNING, aimed("rpe", 7), Resolved("rpe", 7, 7)),
        (Sport.RUNNING, aimed("none"), Resolved("none")),
    ],
)
def test_every_target_in_absolute_numbers(sport: Sport, step: Step, resolved: Resolved) -> None:
    found = resolve(step, sport, ALL)

    assert isinstance(found, Resolved)
    assert found.unit == resolved.unit
    assert (found.low, found.high) == pytest.approx((resolved.low, resolved.high))


def test_without_a_threshold_heart_rate_zones_are_of_the_highest() -> None:
    found = resolve(aimed("hr_zone", 2), Sport.RUNNING, Thresholds(hr_max_bpm=200))

    assert found == Resolved("bpm", 120, 140)


@pytest.mark.parametrize(
    ("sport", "step", "threshold"),
    [
        (Sport.CYCLING, aimed("power_zone", 2), "ftp_w"),
        (Sport.RUNNING, aimed("power_pct", 70), "running_ftp_w"),
        (Sport.RUNNING, aimed("hr_zone", 2), "lthr_bpm"),
        (Sport.RUNNING, aimed("hr_pct", 70), "hr_max_bpm"),
        (Sport.RUNNING, aimed("pace_zone", 2), "threshold_pace_s_per_km"),
        (Sport.SWIMMING, aimed("pace_pct", 90), "css_s_per_100m"),
    ],
)
def test_a_missing_threshold_is_named(sport: Sport, step: Step, threshold: str) -> None:
    found = resolve(step, sport, NONE)

    assert found == Lack("THRESHOLD_MISSING", threshold)
    assert isinstance(found, Lack)
    assert NAMES[threshold] in found.message


def test_a_runner_s_watts_never_come_from_the_bicycle() -> None:
    assert isinstance(resolve(aimed("power_zone", 2), Sport.RUNNING, Thresholds(ftp_w=250)), Lack)


@pytest.mark.parametrize("zone", range(1, 8))
def test_the_middle_of_a_power_zone_is_counted_in_it(zone: int) -> None:
    found = resolve(aimed("power_zone", zone), Sport.CYCLING, ALL)

    assert isinstance(found, Resolved)
    middle = ((found.low or 0) + (found.high or 600)) / 2
    assert zones.power_zones(np.array([middle]), 250)[zone - 1] == 1


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING])
@pytest.mark.parametrize("zone", range(1, 6))
def test_the_middle_of_a_heart_rate_zone_is_counted_in_it(zone: int, sport: Sport) -> None:
    found = resolve(aimed("hr_zone", zone), sport, ALL)

    assert isinstance(found, Resolved)
    middle = np.array([((found.low or 60) + (found.high or 190)) / 2])
    counted = zones.heart_rate_zones(middle, sport, ALL.lthr_bpm, ALL.hr_max_bpm)
    assert counted is not None
    assert counted[zone - 1] == 1


@pytest.mark.parametrize("zone", range(1, 7))
def test_the_middle_of_a_pace_zone_is_counted_in_it(zone: int) -> None:
    found = resolve(aimed("pace_zone", zone), Sport.RUNNING, ALL)

    assert isinstance(found, Resolved)
    middle = ((found.low or 180) + (found.high or 500)) / 2
    assert zones.pace_zones(np.array([1000 / middle]), 250)[zone - 1] == 1
