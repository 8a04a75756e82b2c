"""Less, the same or more by what the body says."""

from __future__ import annotations

from typing import Any

import pytest

from plans.engine.adapt import Adaptation, Recovery, adapt
from tests.plans.engine.adapt.situations import number, situation


def state(**more: Any) -> Recovery:
    return Recovery(**({"hrv_week": 4.0, "hrv_low": 3.8, "hrv_high": 4.2} | more))


def looked_at(recovery: Recovery, today: int = 42, review: bool = True, **more: Any) -> Adaptation | None:
    return adapt(situation(today, recovery=recovery, review=review, **more))


def changes(found: Adaptation | None) -> list[tuple[int, str, int, str, int]]:
    return [
        (number(each.before.day), each.before.kind, each.before.minutes, each.after.kind, each.after.minutes)
        for each in (found.changes if found else ())
        if each.before and each.after
    ]


LESS = [
    (43, "race_pace", 50, "easy", 40),
    (44, "steady", 70, "steady", 55),
    (45, "recovery", 35, "recovery", 25),
]


def test_a_week_below_the_band_is_easy_and_a_fifth_less_until_the_next_look() -> None:
    found = looked_at(state(hrv_week=3.7))

    assert found is not None
    assert found.cause == "recovery_low"
    assert changes(found) == LESS
    assert [(each.metric, each.value, each.baseline) for each in found.evidence] == [("hrv_week", 3.7, 3.8)]


def test_strain_that_lasts_counts_like_a_low_week() -> None:
    assert changes(looked_at(state(strain_days=4))) == LESS
    assert looked_at(state(strain_days=3)) is None


@pytest.mark.parametrize("falling", [{"efficiency_pct": -3.0}, {"own_word_z": -1.2}])
def test_a_high_hrv_while_performance_falls_is_no_good_news(falling: dict[str, float]) -> None:
    found = looked_at(state(hrv_week=4.4, **falling))

    assert changes(found) == LESS
    assert found is not None
    assert "strain, not freshness" in found.reason


def test_a_high_hrv_by_itself_changes_nothing() -> None:
    assert looked_at(state(hrv_week=4.4, efficiency_pct=5.0)) is None


def test_within_the_band_the_plan_stands() -> None:
    assert looked_at(state()) is None


def test_more_of_what_is_easy_when_the_trend_is_good_too() -> None:
    found = looked_at(state(efficiency_pct=3.5))

    assert found is not None
    assert found.cause == "recovery_good"
    assert changes(found) == [(44, "steady", 70, "steady", 75)]


def test_no_more_in_a_recovery_week_or_before_a_race() -> None:
    assert looked_at(state(efficiency_pct=3.5), today=49) is None
    assert looked_at(state(efficiency_pct=3.5), today=70) is None


def test_no_more_while_something_was_missed_or_the_pulse_is_high() -> None:
    assert looked_at(state(efficiency_pct=3.5), missed=[41]) is None
    assert looked_at(state(efficiency_pct=3.5, resting_hr_z=1.5)) is None


def test_between_the_looks_the_week_waits() -> None:
    assert looked_at(state(hrv_week=3.7), review=False) is None


def test_one_low_night_alone_changes_nothing() -> None:
    assert looked_at(state(hrv_night=3.5), review=False) is None


@pytest.mark.parametrize("agrees", [{"resting_hr_z": 2.1}, {"own_word_z": -1.0}])
def test_a_low_night_with_a_high_pulse_or_a_bad_feeling_takes_tomorrows_intensity(
    agrees: dict[str, float],
) -> None:
    found = looked_at(state(hrv_night=3.5, **agrees), review=False)

    assert changes(found) == [(43, "race_pace", 50, "easy", 50)]


def test_an_easy_tomorrow_stays_after_a_bad_night() -> None:
    assert looked_at(state(hrv_night=3.5, resting_hr_z=3.0), today=43, review=False) is None


def test_each_half_of_a_week_has_its_own_answer() -> None:
    names = [looked_at(state(hrv_week=3.7), today=today) for today in (42, 43, 45, 46)]

    assert [each.fingerprint[-1] for each in names if each] == ["0", "0", "1", "1"]


def test_nothing_known_changes_nothing() -> None:
    assert looked_at(Recovery()) is None
