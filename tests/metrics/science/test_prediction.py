from __future__ import annotations

import math
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.science import prediction
from metrics.science.critical_speed import CriticalSpeed, FastestTime, fit
from metrics.science.performances import Effort, Performance
from metrics.science.prediction import Estimate

DAY = date(2026, 11, 1)
HALF, MARATHON = 21_097.5, 42_195.0
CRITICAL = fit([FastestTime(1200, 234), FastestTime(2400, 504), FastestTime(3600, 780)])


def critical_speed_of(metres_per_s: float) -> CriticalSpeed:
    """That speed with 200 m to spend above it."""
    return fit([FastestTime(200 + metres_per_s * seconds, seconds) for seconds in (300, 900)])


def run(metres: float, seconds: float, effort: Effort = Effort.RACE) -> Performance:
    return Performance(metres, seconds, DAY, effort)


LAWS = {
    "riegel_10k40:00_to_half_1.06": (prediction.riegel, 2400, 10_000, HALF, 5295.367394564456),
    "riegel_10k40:00_to_marathon_1.06": (prediction.riegel, 2400, 10_000, MARATHON, 11040.478399815805),
    "riegel_5k20:00_to_10k": (prediction.riegel, 1200, 5000, 10_000, 2501.9178260186914),
    "cameron_10k40:00_to_marathon": (prediction.cameron, 2400, 10_000, MARATHON, 11244.53252436176),
}


@pytest.mark.parametrize("key", LAWS)
def test_a_law_between_two_distances_holds(key: str) -> None:
    law, seconds, start, end, expected = LAWS[key]

    assert law(seconds, start, end) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", LAWS)
def test_the_vectors_of_the_laws_hold(key: str, vectors: dict[str, Any]) -> None:
    law, seconds, start, end, _ = LAWS[key]

    assert law(seconds, start, end) == pytest.approx(vectors[key], rel=1e-12)


@pytest.mark.parametrize(
    ("metres", "expected"), [(3000, 573), (10_000, 2066), (21_100, 4556), (42_200, 9682)]
)
def test_cameron_agrees_with_runalyze_to_the_second(metres: float, expected: float) -> None:
    assert prediction.cameron(992, 5000, metres) == pytest.approx(expected, abs=1.01)


def test_the_personal_exponent_of_two_races_is_theirs() -> None:
    found = prediction.fit_exponent([run(5000, 1200), run(10_000, 1200 * 2**1.10)])

    assert found is not None
    assert found.value == pytest.approx(1.10, rel=1e-12)
    assert found.count == 2
    # Two logarithms half of log 2 from their centre, each with a spread of 1 %.
    assert found.standard_error == pytest.approx(0.01 / (math.log(2) / math.sqrt(2)), rel=1e-12)


def test_a_sure_race_counts_for_more_than_an_unproven_effort() -> None:
    races = [run(5000, 1200), run(10_000, 1200 * 2**1.06)]
    slow_training = run(HALF, 1200 * (HALF / 5000) ** 1.06 * 1.05, Effort.UNPROVEN)

    as_training = prediction.fit_exponent([*races, slow_training])
    as_race = prediction.fit_exponent([*races, run(HALF, slow_training.time_s)])

    assert as_training is not None
    assert as_race is not None
    assert 1.06 < as_training.value < as_race.value


def test_residuals_beyond_the_spreads_widen_the_standard_error() -> None:
    fitting = [run(metres, 1200 * (metres / 5000) ** 1.06) for metres in (3000, 5000, 10_000)]
    odd = [fitting[0], run(5000, 1300), fitting[2]]

    calm, wild = prediction.fit_exponent(fitting), prediction.fit_exponent(odd)

    assert calm is not None
    assert wild is not None
    assert wild.standard_error > 2 * calm.standard_error


@pytest.mark.parametrize(
    ("second", "bound"), [(1200 * 2**1.4, prediction.HIGHEST_EXPONENT), (2350, prediction.LOWEST_EXPONENT)]
)
def test_the_personal_exponent_stays_in_bounds(second: float, bound: float) -> None:
    found = prediction.fit_exponent([run(5000, 1200), run(10_000, second)])

    assert found is not None
    assert found.value == bound


@pytest.mark.parametrize(
    "performances",
    [[], [run(5000, 1200)], [run(5000, 1200), run(5000, 1210)], [run(5000, 1200), run(6000, 1460)]],
)
def test_distances_too_close_together_give_no_exponent(performances: list[Performance]) -> None:
    assert prediction.fit_exponent(performances) is None


@pytest.mark.parametrize(("metres", "expected"), [(3000, 642.5054945), (5000, 1097.5238095)])
def test_within_twenty_minutes_critical_speed_is_the_straight_line(metres: float, expected: float) -> None:
    assert prediction.critical_speed_time(metres, CRITICAL) == pytest.approx(expected, abs=1e-6)


def test_beyond_them_critical_speed_is_held_for_a_while() -> None:
    hour = prediction.critical_speed_time(15_500, CRITICAL)

    first = 1 + CRITICAL.d_prime_m / CRITICAL.cs_mps / 1200
    share = first - (first - 0.930) * math.log(hour / 1200) / math.log(7.5)
    assert 15_500 / hour / CRITICAL.cs_mps == pytest.approx(share)
    assert hour == pytest.approx(3610, abs=5)


@pytest.mark.parametrize(("minutes", "fraction"), [(150, 0.930), (360, 0.789), (255, 0.8595)])
def test_a_marathon_is_run_at_the_published_share_of_critical_speed(minutes: float, fraction: float) -> None:
    critical = critical_speed_of(MARATHON / (minutes * 60) / fraction)

    assert prediction.critical_speed_time(MARATHON, critical) == pytest.approx(minutes * 60, rel=1e-9)


def test_a_race_of_less_than_two_minutes_is_none_for_critical_speed() -> None:
    """One of 400 m would take 40 s with 200 m to spend: no critical speed says anything about that."""
    critical = critical_speed_of(5.0)
    methods = {each.method for each in prediction.estimates(400, [run(1000, 180)], critical)}

    assert prediction.critical_speed_time(400, critical) == pytest.approx(40)
    assert "critical_speed" not in methods
    assert "vdot" in methods


def test_what_is_too_far_for_a_critical_speed_has_no_time() -> None:
    assert prediction.critical_speed_time(MARATHON, critical_speed_of(1.0)) == math.inf


def test_a_race_over_the_same_distance_is_its_own_prediction() -> None:
    found = prediction.estimates(10_000, [run(10_000, 2400)])

    assert [(each.method, round(each.time_s)) for each in found] == [
        ("vdot", 2400),
        ("riegel", 2400),
        ("cameron", 2400),
    ]
    assert (found[0].low_s, found[0].high_s) == pytest.approx((2369.4, 2430.9), abs=0.1)


def test_the_source_is_the_performance_that_says_most_about_the_distance() -> None:
    short, middle = run(3000, 680), run(10_000, 2500)
    near_but_unproven = run(HALF, 5700, Effort.UNPROVEN)

    assert prediction.estimates(5000, [short, middle])[0].source is short
    assert prediction.estimates(MARATHON, [short, middle])[0].source is middle
    assert prediction.estimates(10_000, [middle, near_but_unproven])[0].source is middle


def test_farther_away_is_less_certain() -> None:
    spreads = [
        prediction.estimates(metres, [run(5000, 1200)], CRITICAL)[0].spread
        for metres in (5000, 10_000, HALF, MARATHON)
    ]

    assert spreads == pytest.approx([0.01, 0.0231, 0.0443, 0.0648], abs=1e-4)


def test_every_method_that_applies_is_there() -> None:
    found = prediction.estimates(HALF, [run(5000, 1200), run(10_000, 2500)], CRITICAL)

    assert [each.method for each in found] == [
        "vdot",
        "riegel",
        "riegel_personal",
        "cameron",
        "critical_speed",
    ]


def test_nothing_is_predicted_from_nothing() -> None:
    assert prediction.estimates(HALF, [], CRITICAL) == ()
    assert prediction.combine([]) is None


def test_the_cross_check_does_not_count() -> None:
    only_others = prediction.combine([Estimate("vdot", 1000, 0.02), Estimate("cameron", 2000, 0.001)])

    assert only_others is not None
    assert only_others.time_s == pytest.approx(1000)


def test_methods_count_by_their_certainty_and_disagreement_widens() -> None:
    agree = prediction.combine([Estimate("vdot", 1000, 0.02), Estimate("riegel", 1000, 0.02)])
    differ = prediction.combine(
        [Estimate("vdot", 1000, 0.02), Estimate("riegel", 1000 * math.exp(0.1), 0.04)]
    )

    assert agree is not None
    assert differ is not None
    assert (agree.time_s, agree.spread) == pytest.approx((1000, 0.02))
    assert differ.time_s == pytest.approx(1000 * math.exp(0.02))
    assert differ.spread == pytest.approx(math.sqrt(0.8 * 0.02**2 + 0.2 * 0.04**2 + 0.8 * 0.2 * 0.1**2))


def test_want_of_volume_moves_the_estimate_and_widens_its_slow_side() -> None:
    before = Estimate("combined", 12_000, 0.05)
    after = prediction.slowed(before, 0.3, 1 / 3)

    assert after.time_s == pytest.approx(12_000 * math.exp(0.1))
    assert after.low_s == pytest.approx(before.low_s * math.exp(0.1))
    assert after.high_s > before.high_s * math.exp(0.1)


@given(
    seconds=st.floats(900, 2400),
    exponent=st.floats(1.02, 1.15),
    efforts=st.lists(st.sampled_from(list(Effort)), min_size=2, max_size=2),
)
def test_predictions_grow_with_the_distance_and_hold_their_middle(
    seconds: float, exponent: float, efforts: list[Effort]
) -> None:
    performances = [
        run(metres, seconds * (metres / 5000) ** exponent, effort)
        for metres, effort in zip((5000, 10_000), efforts, strict=True)
    ]
    for metres, farther in pairwise((1500, 5000, 10_000, HALF, MARATHON)):
        near = prediction.combine(prediction.estimates(metres, performances))
        far = prediction.combine(prediction.estimates(farther, performances))
        assert near is not None
        assert far is not None
        assert near.low_s < near.time_s < near.high_s
        assert near.time_s / metres < far.time_s / farther
