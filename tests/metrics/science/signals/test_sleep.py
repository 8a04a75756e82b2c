import numpy as np
import pytest

from tests.metrics.science.signals.conftest import day


def short(columns: dict, hours: float, start: int = 80, nights: int = 7) -> dict:
    columns["sleep_s"][start : start + nights] -= hours * 3600
    return columns


def test_six_hours_missing_in_a_week_are_a_debt(quiet, found) -> None:
    (signal,) = found("sleep_debt", short(quiet(120), 1.2))
    assert day(83) < signal.start < day(87)
    assert (signal.severity, signal.confidence) == ("watch", "high")
    debt, night = signal.evidence
    assert (debt.metric, debt.unit, debt.baseline) == ("sleep_debt", "s", 0)
    assert 6 * 3600 <= debt.value < 10 * 3600
    assert (night.metric, night.unit) == ("sleep_s", "s")
    assert debt.value == pytest.approx(7 * (night.baseline - night.value), rel=0.05)
    assert night.z < -3.5


def test_ten_hours_ask_for_action(quiet, found) -> None:
    (signal,) = found("sleep_debt", short(quiet(120), 2))
    assert signal.severity == "act"


def test_half_an_hour_a_night_and_two_bad_nights_are_no_debt(quiet, found) -> None:
    assert found("sleep_debt", short(quiet(120), 0.5)) == []
    assert found("sleep_debt", short(quiet(120), 2.5, nights=2)) == []


def test_who_always_sleeps_unevenly_has_no_debt_by_it(quiet, found) -> None:
    columns = quiet(120)
    columns["sleep_s"] += 3600 * np.resize([2.0, -2, 1, -1, 2.5, -2.5], 120)
    assert found("sleep_debt", short(columns, 1.2)) == []


def test_five_of_seven_nights_must_be_known(quiet, found) -> None:
    columns = short(quiet(120), 2)
    columns["sleep_s"][75:95][np.arange(20) % 2 == 0] = np.nan
    assert found("sleep_debt", columns) == []
