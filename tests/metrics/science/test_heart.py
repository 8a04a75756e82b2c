import numpy as np
import pytest

from metrics.science.heart import activity_trimp, decoupling, heart_rate_load, threshold_heart_rate
from metrics.science.thresholds import Thresholds

HOUR = np.full(3600, 150.0)
RUNNING = np.ones(3600, dtype=bool)


def athlete(**known) -> Thresholds:
    return Thresholds(**({"hr_rest_bpm": 50, "hr_max_bpm": 190, "lthr_bpm": 165, "sex": "male"} | known))


def test_an_hour_at_threshold_heart_rate_is_a_load_of_100() -> None:
    assert heart_rate_load(np.full(3600, 165.0), athlete()) == pytest.approx(100)
    assert heart_rate_load(np.full(3600, 165.0), athlete(sex=None)) == pytest.approx(100)


def test_without_sex_the_load_is_the_mean_and_trimp_unknown() -> None:
    of_both = (heart_rate_load(HOUR, athlete(sex="male")) + heart_rate_load(HOUR, athlete(sex="female"))) / 2
    assert heart_rate_load(HOUR, athlete(sex=None)) == pytest.approx(of_both)
    assert activity_trimp(HOUR, athlete(sex=None)) is None
    assert activity_trimp(HOUR, athlete()) == pytest.approx(108.09535934022335)


def test_an_unknown_threshold_is_85_percent_of_the_reserve() -> None:
    assert threshold_heart_rate(athlete(lthr_bpm=None)) == 169
    assert heart_rate_load(np.full(3600, 169.0), athlete(lthr_bpm=None)) == pytest.approx(100)
    assert threshold_heart_rate(Thresholds()) is None


@pytest.mark.parametrize(
    "known",
    [{"hr_rest_bpm": None}, {"hr_max_bpm": None}, {"hr_rest_bpm": 190}, {"lthr_bpm": 50}],
)
def test_no_load_when_the_heart_rates_of_the_athlete_are_missing_or_out_of_order(known) -> None:
    assert heart_rate_load(HOUR, athlete(**known)) is None


def test_nothing_known_gives_nothing() -> None:
    assert activity_trimp(np.full(10, np.nan), athlete()) is None
    assert heart_rate_load(np.full(10, np.nan), athlete()) is None


def test_unknown_seconds_add_no_impulse_and_rest_adds_none_below_zero() -> None:
    with_holes = np.concatenate([HOUR, np.full(600, np.nan), np.full(600, 45.0)])
    assert activity_trimp(with_holes, athlete()) == pytest.approx(activity_trimp(HOUR, athlete()))


def test_impulse_is_summed_by_second_not_taken_from_the_mean() -> None:
    uneven = np.concatenate([np.full(1800, 120.0), np.full(1800, 180.0)])
    assert activity_trimp(uneven, athlete()) > activity_trimp(HOUR, athlete())


def test_a_steady_heart_on_steady_power_does_not_decouple() -> None:
    assert decoupling(np.full(3600, 200.0), HOUR, RUNNING).pct == pytest.approx(0)


def test_decoupling_is_negative_when_the_second_half_is_better() -> None:
    assert decoupling(np.full(3600, 200.0), np.linspace(160, 140, 3600), RUNNING).pct < 0


def test_halves_are_by_time_with_the_timer_running() -> None:
    running = np.concatenate([np.ones(1000, bool), np.zeros(1600, bool), np.ones(1000, bool)])
    output = np.where(running, 200.0, np.nan)
    beats = np.where(np.arange(3600) < 1800, 140.0, 160.0)
    beats[~running] = np.nan
    assert decoupling(output, beats, running).pct == pytest.approx(100 * (1 - 140 / 160))


@pytest.mark.parametrize(
    ("output", "beats", "reason"),
    [
        (np.full(1199, 200.0), np.full(1199, 150.0), "shorter than 20 min after the warm-up"),
        (
            np.repeat([100.0, 200.0], [600, 1150]),
            np.full(1750, 150.0),
            "shorter than 20 min after the warm-up",
        ),
        (np.tile(np.repeat([300.0, 100.0], 60), 30), HOUR, "the effort was not steady"),
        (
            np.full(3600, 200.0),
            np.where(np.arange(3600) < 2000, 150.0, np.nan),
            "heart rate or effort known for less than 80 % of the time",
        ),
        (np.zeros(3600), HOUR, "the effort was not steady"),
        (np.empty(0), np.empty(0), "shorter than 20 min after the warm-up"),
    ],
)
def test_decoupling_is_unknown_where_it_means_nothing(output, beats, reason) -> None:
    found = decoupling(output, beats, np.ones(output.size, dtype=bool))
    assert (found.pct, found.reason) == (None, reason)


def test_the_warm_up_is_left_out_of_decoupling() -> None:
    output = np.repeat([100.0, 200.0], [600, 3600])
    beats = np.concatenate([np.full(600, 110.0), np.linspace(140, 160, 3600)])
    found = decoupling(output, beats, np.ones(4200, dtype=bool))
    # The first minute that holds 80 % of 200 W begins 36 s before the effort does.
    assert found.warm_up_s == 576
    assert found.pct == pytest.approx(6.45, abs=1)


def test_an_effort_that_begins_as_it_goes_on_has_no_warm_up() -> None:
    assert decoupling(np.full(3600, 200.0), HOUR, RUNNING).warm_up_s == 0


def test_decoupling_is_unknown_when_a_half_has_no_whole_window() -> None:
    beats = np.full(1240, 150.0)
    known = np.ones(1240, dtype=bool)
    known[620::10] = False
    assert decoupling(np.where(known, 200.0, np.nan), beats, np.ones(1240, dtype=bool)).pct is None
