import numpy as np
import pytest

from tests.metrics.science.signals.conftest import day


def resting(columns: dict, start: int, end: int) -> dict:
    columns["load"][start:end] = 0
    return columns


def test_a_lay_off_is_told_within_ten_days_and_lasts_until_training_is_back(quiet, found) -> None:
    (signal,) = found("detraining", resting(quiet(160), 91, 119))
    assert day(96) < signal.start <= day(101)
    assert day(119) < signal.end < day(133)
    assert (signal.severity, signal.confidence) == ("watch", "medium")


def test_the_evidence_is_the_load_of_ten_days_and_what_is_left_of_fitness(quiet, found) -> None:
    columns = resting(quiet(160), 91, 119)
    (signal,) = found("detraining", columns)
    load, fitness = signal.evidence
    index = (load.date - day(0)).days
    assert load.value == columns["load"][index - 9 : index + 1].sum()
    assert load.baseline == pytest.approx(columns["load"][index - 51 : index - 9].mean() * 10)
    assert fitness.value < 0.7 * fitness.baseline


def test_a_short_lay_off_is_good_to_know(quiet, found) -> None:
    (signal,) = found("detraining", resting(quiet(104), 91, 104))
    assert (signal.severity, signal.end) == ("watch", None)
    (signal,) = found("detraining", resting(quiet(101), 91, 101))
    assert (signal.severity, signal.end) == ("info", None)


def test_a_week_off_and_a_taper_are_no_lay_off(quiet, found) -> None:
    assert found("detraining", resting(quiet(160), 91, 98)) == []
    tapered = quiet(160)
    tapered["load"][91:112] *= 0.5
    assert found("detraining", tapered) == []


def test_days_on_which_nothing_arrived_prove_no_rest(quiet, found) -> None:
    columns = resting(quiet(160), 91, 105)
    for name in ("resting_hr_bpm", "hrv_rmssd_ms", "respiration_rpm", "sleep_s"):
        columns[name][91:105] = np.nan
    assert found("detraining", columns) == []
    columns = quiet(160)
    columns["load"][91:105] = np.nan
    assert found("detraining", columns) == []


def test_who_hardly_trains_has_little_to_lose(quiet, found) -> None:
    columns = resting(quiet(160), 91, 119)
    columns["load"] *= 0.1
    assert found("detraining", columns) == []


def test_without_wearable_the_load_alone_is_enough(quiet, found) -> None:
    columns = {"load": resting(quiet(160), 91, 119)["load"]}
    assert len(found("detraining", columns)) == 1
