import numpy as np
import pytest

from metrics.science.signals import DailySeries, detect
from tests.metrics.science.signals.conftest import FIRST, day


def ill(columns: dict, start: int, days: int = 6, weight: float = 1.0) -> dict:
    """An infection as Alavi 2022 describes it."""
    rows = slice(start, start + days)
    columns["resting_hr_bpm"][rows] += round(6 * weight)
    columns["hrv_rmssd_ms"][rows] *= np.exp(-0.25 * weight)
    columns["respiration_rpm"][rows] += 1.2 * weight
    return columns


def test_a_healthy_year_raises_no_alarm_of_the_body(quiet) -> None:
    kinds = {signal.kind for signal in detect(DailySeries(FIRST, quiet(365)))}
    assert kinds & {"illness_onset", "overreaching", "under_recovery", "sleep_debt", "detraining"} == set()


def test_an_infection_raises_an_alarm_on_its_second_morning_and_ends_with_it(quiet, found) -> None:
    (signal,) = found("illness_onset", ill(quiet(120), 80))
    assert signal.start == day(81)
    assert day(86) <= signal.end <= day(91)
    assert (signal.severity, signal.confidence) == ("act", "high")


def test_the_evidence_is_what_was_measured_beside_what_is_usual(quiet, found) -> None:
    columns = ill(quiet(120), 80)
    (signal,) = found("illness_onset", columns)
    pulse, hrv, breath = signal.evidence
    index = (pulse.date - FIRST).days
    assert (pulse.metric, pulse.unit, pulse.value) == (
        "resting_hr_bpm",
        "bpm",
        columns["resting_hr_bpm"][index],
    )
    assert pulse.baseline == np.median(columns["resting_hr_bpm"][index - 38 : index - 3])
    assert hrv.baseline == pytest.approx(np.median(columns["hrv_rmssd_ms"][index - 38 : index - 3]))
    assert hrv.value == pytest.approx(columns["hrv_rmssd_ms"][index])
    assert pulse.z > 2
    assert hrv.z < -2
    assert breath.z > 2


def test_one_bad_night_is_no_illness(quiet, found) -> None:
    assert found("illness_onset", ill(quiet(120), 80, days=1, weight=3.0)) == []


def test_a_week_of_short_nights_explains_a_tired_pulse(quiet, found) -> None:
    columns = quiet(120)
    columns["resting_hr_bpm"][80:84] += 3
    columns["hrv_rmssd_ms"][80:84] *= 0.85
    assert len(found("illness_onset", {**columns})) == 1
    columns["sleep_s"][80:84] -= 2.5 * 3600
    assert found("illness_onset", columns) == []


def test_without_hrv_and_breath_the_pulse_alone_must_say_more_and_is_less_sure(quiet, found) -> None:
    columns = ill(quiet(120), 80)
    del columns["hrv_rmssd_ms"], columns["respiration_rpm"]
    (signal,) = found("illness_onset", columns)
    assert (signal.confidence, len(signal.evidence)) == ("low", 1)


def test_hrv_and_breath_without_a_pulse_say_nothing(quiet, found) -> None:
    columns = ill(quiet(120), 80)
    del columns["resting_hr_bpm"]
    assert found("illness_onset", columns) == []


def test_two_weeks_of_values_are_needed_and_sparse_ones_are_less_sure(quiet, found) -> None:
    early = ill(quiet(40), 10)
    assert found("illness_onset", early) == []
    sparse = quiet(120)
    for name in ("resting_hr_bpm", "hrv_rmssd_ms", "respiration_rpm"):
        sparse[name][:78][np.arange(78) % 5 > 1] = np.nan
    (signal,) = found("illness_onset", ill(sparse, 80))
    assert signal.confidence == "low"


def test_an_alarm_that_still_holds_is_open(quiet, found) -> None:
    (signal,) = found("illness_onset", ill(quiet(84), 80))
    assert (signal.start, signal.end) == (day(81), None)


def test_ill_days_do_not_become_what_is_usual(quiet, found) -> None:
    columns = ill(ill(quiet(160), 80, days=12), 104)
    assert [signal.start for signal in found("illness_onset", columns)] == [day(81), day(105)]


def test_days_that_the_athlete_has_explained_raise_no_alarm(quiet, found) -> None:
    columns = ill(quiet(120), 80)
    explained = np.zeros(120, dtype=bool)
    explained[79:87] = True
    assert found("illness_onset", columns, explained=explained) == []


def test_an_alarm_within_a_week_is_the_same_illness(quiet, found) -> None:
    columns = ill(ill(quiet(120), 80, days=4), 90, days=4)
    (signal,) = found("illness_onset", columns)
    assert (signal.start, signal.end) == (day(81), day(94))
