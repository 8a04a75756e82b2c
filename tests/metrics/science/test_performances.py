from __future__ import annotations

from datetime import date

import pytest

from metrics.science.performances import Effort, Performance, effort_of, maximal


def run(metres: float, seconds: float, effort: Effort = Effort.UNPROVEN) -> Performance:
    return Performance(metres, seconds, date(2026, 11, 1), effort)


def distances(performances: list[Performance]) -> list[float]:
    return [each.distance_m for each in maximal(performances)]


def test_what_is_near_the_best_counts_and_a_tempo_run_does_not() -> None:
    race, near, tempo = run(5000, 1200, Effort.RACE), run(3000, 700), run(10_000, 2700)

    assert [round(each.vdot, 1) for each in (race, near, tempo)] == [49.8, 49.4, 45.3]
    assert distances([race, near, tempo]) == [3000, 5000]


def test_a_race_may_lie_lower_than_training() -> None:
    assert distances([run(3000, 700), run(10_000, 2700, Effort.RACE)]) == [3000, 10_000]


def test_only_the_fastest_of_a_distance_counts() -> None:
    slow, fast = run(5000, 1230), run(5000, 1200)

    assert maximal([slow, fast]) == (fast,)


def test_who_was_faster_over_more_was_not_all_out() -> None:
    assert distances([run(5000, 1200), run(4000, 965)]) == [5000]


def test_easy_efforts_say_nothing() -> None:
    assert maximal([run(5000, 1500, Effort.EASY)]) == ()


@pytest.mark.parametrize(("metres", "seconds"), [(1000, 179), (5000, 500), (0, 600), (500, 3600)])
def test_what_cannot_be_is_left_out(metres: float, seconds: float) -> None:
    assert maximal([run(metres, seconds)]) == ()


@pytest.mark.parametrize(
    ("share", "effort"),
    [(0.95, Effort.HARD), (0.90, Effort.HARD), (0.87, Effort.UNPROVEN), (0.84, Effort.EASY)],
)
def test_heart_rate_says_how_hard_it_was(share: float, effort: Effort) -> None:
    assert effort_of(30, hr_share=share, threshold_pace_s_per_km=240) is effort


@pytest.mark.parametrize(("vdot", "effort"), [(46, Effort.HARD), (44, Effort.UNPROVEN), (42, Effort.EASY)])
def test_without_heart_rate_pace_says_it(vdot: float, effort: Effort) -> None:
    """An hour at 4:20 /km is VDOT 48.4."""
    assert effort_of(vdot, threshold_pace_s_per_km=260) is effort


def test_without_either_nothing_is_proven() -> None:
    assert effort_of(50) is Effort.UNPROVEN
