from __future__ import annotations

from datetime import date, timedelta

import pytest

from metrics.science import proposals
from metrics.science.critical_power import MaximalEffort, fit_two
from metrics.science.critical_speed import FastestTime, fit
from metrics.science.performances import Effort, Performance
from metrics.science.proposals import DatedEffort, Finding

TODAY = date(2026, 11, 22)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ride(watts: float, seconds: float = 1200, days: int = 5, share: float | None = 0.95) -> DatedEffort:
    return DatedEffort("power_w", watts, seconds, ago(days), "ride", None, share)


def beats(bpm: float, days: int = 5, share: float | None = 0.95) -> DatedEffort:
    return DatedEffort("heart_rate_bpm", bpm, 1200, ago(days), "run", None, share)


def swim(metres: float, seconds: float, days: int = 5) -> DatedEffort:
    return DatedEffort("speed_mps", metres / seconds, seconds, ago(days), "swim", metres)


def test_ftp_is_95_percent_of_the_best_20_minutes():
    found = proposals.ftp([ride(280), ride(270), ride(300, 300)], TODAY)

    assert found is not None
    assert (found.value, found.method, found.day, found.is_hard) == (266.0, "best_20_min", ago(5), True)
    assert (found.low, found.high) == pytest.approx((258.02, 273.98))
    assert [each.value for each in found.evidence] == [280]


def test_a_better_hour_counts_as_it_is():
    found = proposals.ftp([ride(280), ride(268, 3600, 10)], TODAY)

    assert found is not None
    assert (found.value, found.method, found.day) == (268, "best_60_min", ago(10))


def test_critical_power_is_the_upper_end_of_ftp():
    model = fit_two([MaximalEffort(120, 380), MaximalEffort(1200, 300)])

    found = proposals.ftp([ride(300)], TODAY, model)

    assert found is not None
    assert found.high == max(285 * 1.03, model.cp_w)


@pytest.mark.parametrize(("days", "is_found"), [(0, True), (41, True), (42, False), (90, False)])
def test_the_best_effort_must_be_recent(days, is_found):
    assert (proposals.ftp([ride(280, days=days)], TODAY) is not None) is is_found


def test_an_older_better_effort_leaves_nothing_to_propose():
    assert proposals.ftp([ride(280, days=80), ride(260)], TODAY) is None
    assert proposals.ftp([ride(280, days=90), ride(260)], TODAY) is not None


def test_nothing_is_read_from_nothing():
    assert proposals.ftp([], TODAY) is None
    assert proposals.threshold_heart_rate([], TODAY) is None
    assert proposals.threshold_pace([], TODAY) is None
    assert proposals.swim_pace([], TODAY) is None


def test_threshold_heart_rate_is_the_highest_that_was_nearly_reached_twice():
    found = proposals.threshold_heart_rate([beats(168, 30), beats(181), beats(170, 12), beats(150)], TODAY)

    assert found is not None
    assert (found.value, found.low, found.high, found.day) == (170, 167, 173, ago(12))
    assert [each.value for each in found.evidence] == [170, 168]


@pytest.mark.parametrize(
    "efforts", [[beats(170)], [beats(170), beats(166)], [beats(170, 60), beats(169, 50)]]
)
def test_one_activity_alone_or_long_ago_is_no_threshold_heart_rate(efforts):
    assert proposals.threshold_heart_rate(efforts, TODAY) is None


@pytest.mark.parametrize("share", [None, 0.85])
def test_easy_running_is_no_threshold_heart_rate(share):
    assert proposals.threshold_heart_rate([beats(150, share=share), beats(149, share=share)], TODAY) is None


def test_threshold_pace_is_what_vdot_holds_for_an_hour():
    """VDOT of 15 km in an hour exactly: the hour's pace is 4:00 /km."""
    race = Performance(15_000, 3600, ago(5), Effort.RACE, "race:1")

    found = proposals.threshold_pace([race], TODAY)

    assert found is not None
    assert found.value == pytest.approx(240)
    assert (found.method, found.day, found.is_hard) == ("vdot_hour", ago(5), True)
    assert (found.low, found.high) == pytest.approx((240 * (1 - 0.012816), 240 * (1 + 0.012816)))


def test_the_performance_nearest_an_hour_speaks_and_critical_speed_bounds():
    short = Performance(3000, 660, ago(5), Effort.HARD, "a")
    long = Performance(10_000, 2450, ago(6), Effort.HARD, "b")
    model = fit([FastestTime(200 + 4.4 * seconds, seconds) for seconds in (300, 900)])

    found = proposals.threshold_pace([short, long], TODAY, model)

    assert found is not None
    assert [each.key for each in found.evidence] == ["b"]
    assert found.low == pytest.approx(1000 / 4.4)


def test_critical_swim_speed_is_that_of_the_pair():
    found = proposals.swim_pace([swim(400, 368), swim(200, 176), swim(200, 190)], TODAY)

    assert found is not None
    assert (found.value, found.method) == (pytest.approx(96.0), "css_400_200")
    assert [each.duration_s for each in found.evidence] == [368, 176]


@pytest.mark.parametrize(
    "efforts",
    [
        [swim(400, 368)],
        [swim(400, 368), swim(200, 176, days=20)],
        [swim(400, 368, days=50), swim(200, 176, days=50)],
        [swim(400, 368), swim(200, 183.5)],
        [swim(400, 420), swim(200, 150)],
        [swim(400, 368), swim(200, 176), swim(1500, 1400)],
    ],
    ids=["no 200", "apart", "long ago", "200 held back", "400 held back", "faster over more"],
)
def test_a_pair_that_was_not_all_out_says_nothing(efforts):
    assert proposals.swim_pace(efforts, TODAY) is None


def found(value: float, *, is_hard: bool) -> Finding:
    return Finding(value, value, value, TODAY, "any", (), is_hard)


@pytest.mark.parametrize(
    ("kind", "value", "current", "is_hard", "speaks"),
    [
        ("ftp_w", 258, 250, False, True),
        ("ftp_w", 257, 250, True, False),
        ("ftp_w", 242, 250, False, False),
        ("ftp_w", 242, 250, True, True),
        ("ftp_w", 250, None, True, False),
        ("threshold_pace_s_per_km", 232, 240, False, True),
        ("threshold_pace_s_per_km", 248, 240, False, False),
        ("threshold_pace_s_per_km", 248, 240, True, True),
        ("css_s_per_100m", 93, 96, False, True),
        ("css_s_per_100m", 99, 96, False, False),
        ("lthr_bpm", 170, 168, True, True),
        ("lthr_bpm", 169, 168, True, False),
        ("lthr_bpm", 165, 168, True, True),
        ("lthr_bpm", 170, None, True, True),
    ],
)
def test_better_is_proven_by_itself_and_worse_only_all_out(kind, value, current, is_hard, speaks):
    assert proposals.speaks_for_change(kind, found(value, is_hard=is_hard), current) is speaks
