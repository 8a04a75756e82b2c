from __future__ import annotations

import pytest

from plans.engine.rules import growth
from tests.plans.engine.wishes import judged, race, rooms, session, weekly

LOW = {"fitness": 10.0, "fatigue": 10.0}


def test_1_a_ramp_of_seven_is_the_most() -> None:
    """A week of equal days from fitness 0 gives load · (1 − e^(−7/42)): 45.6 a day gives 7."""
    nothing = {"fitness": 0.0, "fatigue": 0.0}
    gentle = growth.ramp(judged(weekly(1, *[45] * 7), athlete=nothing, weeks=1))
    steep = growth.ramp(judged(weekly(1, *[46] * 7), athlete=nothing, weeks=1))

    assert gentle.value == pytest.approx(45 * 0.153518, abs=1e-4)
    assert gentle.passed
    assert not steep.passed


def test_1_does_not_apply_to_less_than_a_week() -> None:
    assert not growth.ramp(judged([session(3)], today="2027-01-07", weeks=1)).applies


def test_1_a_race_is_no_part_of_the_ramp() -> None:
    raced = judged(weekly(1, 40, 40, 40, 40, 40, 40), athlete=LOW, weeks=1, races=[race("2027-01-10", "B")])

    assert not growth.ramp(raced).applies


def test_2_a_tenth_more_than_the_longest_is_the_most() -> None:
    history = {"longest_30d_min": 60}

    assert growth.long_run_spike(judged([session(0, 66)], athlete=history)).passed
    assert not growth.long_run_spike(judged([session(0, 67)], athlete=history)).passed


def test_2_counts_the_thirty_days_before() -> None:
    long_ago = judged([session(0, 80), session(31, 80)])
    lately = judged([session(0, 80), session(30, 80)])

    assert growth.long_run_spike(lately).passed
    assert growth.long_run_spike(long_ago).value == pytest.approx(80 / 30)


def test_2_applies_to_runners_only() -> None:
    assert not growth.long_run_spike(judged([session(0, 300)], sport="cycling")).applies


def test_2_half_an_hour_is_no_spike() -> None:
    beginner = {"longest_30d_min": 0}

    assert growth.long_run_spike(judged([session(0, 33)], athlete=beginner)).passed
    assert not growth.long_run_spike(judged([session(0, 34)], athlete=beginner)).passed


def test_3_the_long_run_has_a_most_of_minutes_and_of_the_week() -> None:
    share = growth.long_run_length(judged(weekly(1, 50, 50, 50, 0, 0, 0, 91), weeks=1))
    too_much = growth.long_run_length(judged(weekly(1, 50, 50, 50, 0, 0, 0, 93), weeks=1))
    minutes = growth.long_run_length(judged(weekly(1, 150, 150, 150, 0, 0, 0, 150), weeks=1))
    too_long = growth.long_run_length(judged(weekly(1, 150, 150, 150, 0, 0, 0, 151), weeks=1))

    assert [share.passed, too_much.passed, minutes.passed, too_long.passed] == [True, False, True, False]


def test_3_slow_marathoners_may_run_longer() -> None:
    slow = [race("2027-04-25", goal_s=4 * 3600 + 1)]

    assert growth.long_run_length(judged(weekly(1, 160, 160, 160, 180), races=slow)).passed


def test_3_asks_no_share_of_three_runs_and_nothing_of_cyclists() -> None:
    assert growth.long_run_length(judged(weekly(1, 30, 30, 90), weeks=1)).passed
    assert not growth.long_run_length(judged(weekly(1, 300), weeks=1, sport="cycling")).applies


def test_4_fifteen_percent_more_than_the_most_of_three_weeks() -> None:
    history = {"weekly_min_last6": [300, 100, 100, 200]}

    assert growth.weekly_minutes(judged(weekly(1, 115, 115), weeks=1, athlete=history)).passed
    assert not growth.weekly_minutes(judged(weekly(1, 115, 116), weeks=1, athlete=history)).passed


def test_4_counts_strength_and_forgives_beginners() -> None:
    beginner = {"weekly_min_last6": [0, 0, 0]}
    lifting = [session(0, 60), session(1, 43, "strength")]

    assert growth.weekly_minutes(judged(weekly(1, 60, 43), weeks=1, athlete=beginner)).passed
    assert growth.weekly_minutes(judged(lifting, weeks=1, athlete=beginner)).value == pytest.approx(103 / 90)
    assert not growth.weekly_minutes(judged(weekly(1, 60, 44), weeks=1, athlete=beginner)).passed


@pytest.mark.parametrize(("minutes", "passes"), [(59, False), (60, True), (80, True), (81, False)])
def test_5_recovery_is_three_to_four_fifths(minutes: int, passes: bool) -> None:
    plan = judged([*weekly(3, 50, 50), *weekly(1, minutes, start=3), *weekly(1, 50, 50, start=4)], weeks=5)

    assert [week.kind for week in plan.season.weeks][3] == "recovery"
    assert growth.recovery(plan).value == minutes / 100
    assert growth.recovery(plan).passed == passes


@pytest.mark.parametrize(("minutes", "asked"), [(40, False), (81, True)])
def test_5_a_recovery_week_that_lost_a_day_may_be_lighter(minutes: int, asked: bool) -> None:
    away = [{"start": "2027-01-26", "end": "2027-01-27"}]
    plan = judged([*weekly(3, 50, 50), *weekly(1, minutes, start=3)], blackouts=away, weeks=5)

    assert growth.recovery(plan).applies == asked


def test_5_a_fourth_building_week_in_a_row_should_have_been_one() -> None:
    plan = judged(weekly(5, 50, 50), weeks=5)

    assert growth.recovery(plan).value == 1.0
    assert not growth.recovery(plan).passed


def test_5_does_not_apply_to_three_weeks() -> None:
    assert not growth.recovery(judged(weekly(3, 50, 50), weeks=3)).applies


def test_5_asks_nothing_of_weeks_off() -> None:
    away = [{"start": "2027-01-18", "end": "2027-01-25"}]
    plan = judged([*weekly(2, 50, 50), *weekly(2, 50, 50, start=3)], blackouts=away, weeks=5)

    assert not growth.recovery(plan).applies
    assert (
        plan.spec.room
        == judged([], availability=rooms(tue=60, wed=75, thu=60, fri=60, sat=90, sun=180)).spec.room
    )
