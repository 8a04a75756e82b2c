import numpy as np
import pytest

from tests.metrics.science.signals.conftest import day


def overloaded(columns: dict, pulse: float, hrv: float) -> dict:
    """Three weeks of nearly twice the load, under which the body moves."""
    rows = slice(100, 121)
    columns["load"][rows] *= 1.8
    columns["resting_hr_bpm"][rows] += pulse
    columns["hrv_rmssd_ms"][rows] *= np.exp(hrv)
    return columns


@pytest.mark.parametrize(("pulse", "hrv"), [(1.5, -0.1), (-1.5, 0.1)])
def test_overreaching_shows_in_either_direction(quiet, found, pulse: float, hrv: float) -> None:
    (signal,) = found("overreaching", overloaded(quiet(150), pulse, hrv))
    assert day(103) < signal.start < day(114)
    assert signal.end is not None
    assert signal.confidence == "medium"
    load, beats, variability = signal.evidence
    assert (load.metric, load.unit) == ("two_week_load", "load")
    assert load.value > 1.25 * load.baseline
    assert (beats.metric, variability.metric) == ("resting_hr_bpm_7d", "hrv_rmssd_ms_7d")
    assert np.sign(beats.z) == np.sign(pulse)
    assert np.sign(variability.z) == np.sign(hrv)


def test_much_load_that_the_body_bears_is_no_overreaching(quiet, found) -> None:
    assert found("overreaching", overloaded(quiet(150), 0.0, 0.0)) == []


def test_a_tired_body_without_much_load_is_no_overreaching(quiet, found) -> None:
    columns = overloaded(quiet(150), 1.5, -0.1)
    columns["load"] = quiet(150)["load"]
    assert found("overreaching", columns) == []


def test_overload_needs_ten_weeks_to_compare_with(quiet, found) -> None:
    columns = {name: values[60:] for name, values in overloaded(quiet(150), 1.5, -0.1).items()}
    assert found("overreaching", columns) == []


def test_a_week_of_high_pulse_and_low_hrv_is_under_recovery(quiet, found) -> None:
    columns = quiet(150)
    columns["resting_hr_bpm"][100:112] += 2
    columns["hrv_rmssd_ms"][100:112] *= np.exp(-0.17)
    (signal,) = found("under_recovery", columns)
    assert day(104) < signal.start < day(112)
    pulse, hrv = signal.evidence
    index = (pulse.date - day(0)).days
    assert pulse.value == pytest.approx(columns["resting_hr_bpm"][index - 6 : index + 1].mean())
    assert hrv.value == pytest.approx(np.exp(np.log(columns["hrv_rmssd_ms"][index - 6 : index + 1]).mean()))
    assert pulse.z > 0 > hrv.z


def test_a_low_hrv_alone_is_no_under_recovery(quiet, found) -> None:
    columns = quiet(150)
    columns["hrv_rmssd_ms"][100:112] *= np.exp(-0.14)
    assert found("under_recovery", columns) == []


def test_without_one_of_the_two_channels_nothing_is_said(quiet, found) -> None:
    columns = overloaded(quiet(150), 1.5, -0.1)
    del columns["hrv_rmssd_ms"]
    assert found("overreaching", columns) == []
    assert found("under_recovery", columns) == []
