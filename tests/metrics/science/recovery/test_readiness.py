from __future__ import annotations

import numpy as np
import pytest

from metrics.science.recovery.readiness import (
    WEIGHTS,
    Caveat,
    Context,
    Level,
    form_z,
    level_of,
    own_word_z,
    readiness,
)

USUAL = dict.fromkeys(WEIGHTS, 0.0)


def test_a_day_like_any_other_is_fifty():
    found = readiness(USUAL)

    assert found.score == 50.0
    assert found.level is Level.NORMAL
    assert found.coverage == 1.0
    assert found.missing == found.caveats == ()


def test_the_score_is_the_published_sum():
    found = readiness({"hrv": -1.0, "resting_hr": 1.5, "sleep": 0.5, "form": -0.4, "own_word": 1.0})

    assert found.score == pytest.approx(50 - 10 - 12 + 3 - 2 + 10)
    assert found.level is Level.EASY
    assert [(part.key, round(part.points, 6)) for part in found.parts] == [
        ("resting_hr", -12.0),
        ("hrv", -10.0),
        ("own_word", 10.0),
        ("sleep", 3.0),
        ("form", -2.0),
    ]


def test_it_abstains_with_one_part_and_says_what_is_missing():
    found = readiness({"form": 1.0, "hrv": np.nan})

    assert found.score is None
    assert found.level is None
    assert found.missing == ("hrv", "resting_hr", "sleep", "own_word")
    assert [part.key for part in found.parts] == ["form"]


def test_a_missing_part_counts_nothing_and_lowers_the_coverage():
    found = readiness({"hrv": 1.0, "resting_hr": 0.0})

    assert found.score == 60.0
    assert found.coverage == pytest.approx(1.8 / 3.9)
    assert found.caveats == (Caveat.FEW_PARTS,)


def test_no_part_counts_more_than_three_deviations():
    found = readiness({**USUAL, "sleep": -9.0})

    assert found.score == pytest.approx(50 - 18)
    assert found.parts[0].z == -9.0


def test_the_score_stays_between_0_and_100():
    assert readiness({key: -3.0 * np.sign(weight) for key, weight in WEIGHTS.items()}).score == 0.0
    assert readiness({key: 3.0 * np.sign(weight) for key, weight in WEIGHTS.items()}).score == 100.0


def test_each_part_speaks_in_its_own_direction():
    for key, weight in WEIGHTS.items():
        found = readiness({**USUAL, key: 1.0})
        assert found.score == pytest.approx(50 + 10 * weight), key


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, "rest"), (24.9, "rest"), (25, "easy"), (39.9, "easy"), (40, "normal"), (65, "hard"), (100, "hard")],
)
def test_levels_begin_at_their_bounds(score, level):
    assert level_of(score) == level


@pytest.mark.parametrize(
    ("z", "context"),
    [
        ({**USUAL, "hrv": 2.0}, Context(is_hrv_high=True, efficiency_pct=-4.0)),
        ({**USUAL, "hrv": 2.0, "own_word": -1.0}, Context(is_hrv_high=True)),
    ],
)
def test_a_high_hrv_with_poor_performance_is_not_green(z, context):
    found = readiness(z, context)

    assert found.caveats == (Caveat.HIGH_HRV,)
    assert found.level is Level.EASY
    assert found.score <= 50
    assert next(part.points for part in found.parts if part.key == "hrv") == 0.0


def test_a_high_hrv_alone_is_good_news():
    found = readiness({**USUAL, "hrv": 2.0}, Context(is_hrv_high=True, efficiency_pct=-1.0))

    assert found.caveats == ()
    assert found.score == 70.0
    assert found.level is Level.HARD


def test_falling_efficiency_without_a_high_hrv_changes_nothing():
    assert readiness(USUAL, Context(efficiency_pct=-8.0)) == readiness(USUAL)


def test_illness_means_rest_whatever_the_numbers_say():
    found = readiness({**USUAL, "hrv": 3.0}, Context(is_ill=True))

    assert found.level is Level.REST
    assert found.score == 80.0
    assert found.caveats == (Caveat.ILL,)


def test_a_form_that_is_a_signal_makes_the_day_easy_at_best():
    found = readiness({**USUAL, "hrv": 3.0, "form": -9.0}, Context(is_form_low=True))

    assert (found.score, found.level, found.caveats) == (65.0, Level.EASY, (Caveat.LOW_FORM,))
    assert readiness({**USUAL, "hrv": -3.0, "sleep": -3.0}, Context(is_form_low=True)).level is Level.REST


def test_form_is_measured_against_its_own_last_sixty_days():
    form = np.append(np.tile([-20.0, 0.0], 30), -30.0)

    assert form_z(form)[-1] == pytest.approx((-30 + 10) / np.std(form[:60], ddof=1))
    assert np.isnan(form_z(form)[13])
    assert form_z(np.append(np.full(60, 4.0), 14.0))[-1] == 2.0


def test_the_first_mornings_are_measured_against_the_middle_of_the_scale():
    assert own_word_z(np.array([4.0, 2.5])) == pytest.approx([1.0, -0.5])


def test_later_mornings_are_measured_against_what_one_usually_says():
    answers = np.append(np.full(7, 4.0), 3.0)

    assert own_word_z(answers)[-1] == -2.0
    assert np.isnan(own_word_z(np.array([np.nan]))[0])
