from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.science.load import load_series
from metrics.science.signals import DailySeries, Run, Signal, detect, distance_spikes

FIRST = date(2026, 1, 1)
WEEK = [60.0, 100.0, 0.0, 80.0, 40.0, 120.0, 0.0]


def day(index: int) -> date:
    return FIRST + timedelta(days=index)


def weeks(count: int) -> np.ndarray:
    return np.tile(WEEK, count)


def found(kind: str, columns: dict, history_days: int = 0) -> list[Signal]:
    return [s for s in detect(DailySeries(FIRST, columns, history_days)) if s.kind == kind]


def test_even_training_raises_nothing() -> None:
    assert detect(DailySeries(FIRST, {"load": weeks(30)})) == []


def test_a_new_athlete_who_starts_hard_gets_no_ramp_and_no_form_alarm() -> None:
    daily = np.concatenate([np.zeros(5), np.resize([200.0, 90.0, 0.0], 41)])
    assert found("ramp_high", {"load": daily}) == []
    assert found("form_low", {"load": daily}) == []


@pytest.mark.parametrize(("load", "severity"), [(132, None), (133, "info"), (157, "watch"), (241, "act")])
def test_a_days_load_against_the_highest_of_thirty_days(load: float, severity: str | None) -> None:
    daily = weeks(10)
    daily[60] = load
    signals = found("load_spike", {"load": daily})
    assert [(s.start, s.end, s.severity) for s in signals] == (
        [(day(60), day(61), severity)] if severity else []
    )


def test_a_spike_shows_the_load_and_what_it_is_compared_with() -> None:
    daily = weeks(10)
    daily[60] = 300
    (evidence,) = found("load_spike", {"load": daily})[0].evidence
    before = daily[30:60]
    assert (evidence.metric, evidence.date, evidence.value, evidence.unit) == ("load", day(60), 300, "load")
    assert evidence.baseline == 120
    assert evidence.z == pytest.approx((300 - before.mean()) / before.std())


def test_a_spike_needs_thirty_days_before_it_and_a_real_session() -> None:
    early = weeks(5)
    early[29] = 300
    assert found("load_spike", {"load": early}) == []
    light = np.full(60, 20.0)
    light[40] = 39
    assert found("load_spike", {"load": light}) == []


def test_the_first_session_after_a_month_of_rest_is_watched() -> None:
    daily = np.concatenate([weeks(10), np.zeros(31), [60.0, 0.0]])
    (signal,) = found("load_spike", {"load": daily})
    assert (signal.severity, signal.evidence[0].baseline, signal.evidence[0].z) == ("watch", 0, None)


def test_a_jump_in_training_is_a_ramp_from_its_first_day_to_its_last() -> None:
    daily = np.concatenate([weeks(20), np.resize([180.0, 120.0], 28), weeks(6)])
    (signal,) = found("ramp_high", {"load": daily})
    fitness = load_series(daily, start_fitness=daily[:28].mean()).fitness
    over = np.flatnonzero(np.r_[np.zeros(7), fitness[7:] - fitness[:-7]] > 7)
    assert (signal.start, signal.end) == (day(int(over[0])), day(int(over[-1]) + 1))
    assert signal.severity == "act"
    assert signal.confidence == "high"
    assert [e.metric for e in signal.evidence] == ["ramp", "fitness"]
    assert signal.evidence[0].value > 8


def test_what_still_holds_on_the_last_day_is_open() -> None:
    daily = np.concatenate([weeks(20), np.resize([180.0, 120.0], 10)])
    assert [s.end for s in found("ramp_high", {"load": daily})] == [None]


def test_very_low_form_asks_for_action_after_a_week() -> None:
    short = np.concatenate([weeks(20), [200.0, 200, 200], weeks(3)])
    long = np.concatenate([weeks(20), np.full(14, 170.0), weeks(3)])
    assert [s.severity for s in found("form_low", {"load": short})] == ["watch"]
    assert [s.severity for s in found("form_low", {"load": long})] == ["act"]


def test_form_evidence_is_the_worst_morning_and_the_evening_before() -> None:
    daily = np.concatenate([weeks(20), np.full(14, 170.0), weeks(3)])
    (signal,) = found("form_low", {"load": daily})
    form, fitness, fatigue = signal.evidence
    assert form.value == pytest.approx(fitness.value - fatigue.value)
    assert form.date == fitness.date + timedelta(days=1)


def test_a_long_rest_makes_form_very_high() -> None:
    daily = np.concatenate([weeks(20) * 1.5, np.zeros(20)])
    (signal,) = found("form_high", {"load": daily})
    assert (signal.severity, signal.end) == ("info", None)
    assert signal.evidence[0].value > 25


def test_the_same_load_each_day_is_monotonous() -> None:
    daily = np.concatenate([weeks(6), np.full(14, 70.0), weeks(2)])
    (signal,) = found("monotony_high", {"load": daily})
    assert signal.evidence[0].value == 10
    assert day(42) < signal.start < day(49)


def test_light_days_are_not_monotonous() -> None:
    assert found("monotony_high", {"load": np.full(30, 10.0)}) == []


def test_fitness_that_is_given_is_used_as_it_is() -> None:
    daily = weeks(10)
    fitness, fatigue = np.full(70, 50.0), np.full(70, 90.0)
    columns = {"load": daily, "fitness": fitness, "fatigue": fatigue}
    (signal,) = found("form_low", columns)
    assert signal.evidence[0].value == -40
    assert signal.start == day(42)


def test_history_before_the_series_counts_as_warm_up() -> None:
    columns = {"load": weeks(4), "fitness": np.full(28, 50.0), "fatigue": np.full(28, 90.0)}
    assert found("form_low", columns) == []
    (signal,) = found("form_low", columns, history_days=400)
    assert (signal.start, signal.confidence) == (day(1), "high")


@pytest.mark.parametrize(("history", "confidence"), [(0, "low"), (50, "medium"), (90, "high")])
def test_confidence_grows_with_the_days_behind_fitness(history: int, confidence: str) -> None:
    columns = {"load": weeks(10), "fitness": np.full(70, 50.0), "fatigue": np.full(70, 20.0)}
    columns["fatigue"][49:55] = 95
    assert [s.confidence for s in found("form_low", columns, history)] == [confidence]


def wellness(days: int, empty: slice) -> np.ndarray:
    values = np.full(days, 50.0)
    values[empty] = np.nan
    return values


def test_three_days_without_anything_are_a_gap() -> None:
    columns = {"resting_hr_bpm": wellness(40, slice(20, 23)), "hrv_rmssd_ms": wellness(40, slice(19, 23))}
    (signal,) = found("data_gap", columns)
    assert (signal.start, signal.end, signal.severity) == (day(20), day(23), "info")
    assert signal.evidence[0].value == 3


def test_a_week_without_anything_is_watched_and_open_until_data_comes() -> None:
    (signal,) = found("data_gap", {"sleep_s": wellness(40, slice(33, 40))})
    assert (signal.start, signal.end, signal.severity) == (day(33), None, "watch")


def test_two_days_or_a_training_day_make_no_gap() -> None:
    assert found("data_gap", {"sleep_s": wellness(40, slice(20, 22))}) == []
    load = np.zeros(40)
    load[[21, 23]] = 80
    assert found("data_gap", {"sleep_s": wellness(40, slice(20, 25)), "load": load}) == []


def test_someone_who_hardly_wears_the_watch_has_no_gap() -> None:
    rare = np.full(60, np.nan)
    rare[::4] = 50
    assert found("data_gap", {"sleep_s": rare}) == []
    assert found("data_gap", {"load": np.zeros(60)}) == []


def test_days_come_in_any_order_and_missing_ones_are_unknown() -> None:
    series = DailySeries.of([day(3), day(0), day(3)], {"load": [5.0, 1.0, 7.0]})
    assert series.first == FIRST
    np.testing.assert_array_equal(series.columns["load"], [1, np.nan, np.nan, 7])


def test_a_series_needs_a_day() -> None:
    with pytest.raises(ValueError, match="day"):
        DailySeries.of([], {"load": []})


def test_no_load_and_no_values_give_no_signals() -> None:
    assert detect(DailySeries(FIRST, {})) == []
    assert detect(DailySeries(FIRST, {"load": np.full(60, np.nan)})) == []


def test_a_signal_is_plain_json() -> None:
    daily = weeks(10)
    daily[60] = 300
    signal = found("load_spike", {"load": daily})[0].to_json()
    assert set(signal) == {"kind", "start", "end", "severity", "confidence", "evidence"}
    assert (signal["start"], signal["end"]) == ("2026-03-02", "2026-03-03")
    assert set(signal["evidence"][0]) == {"metric", "date", "value", "unit", "baseline", "z"}
    assert signal["evidence"][0]["date"] == "2026-03-02"


@given(arrays(np.float64, st.integers(1, 200), elements=st.floats(0, 600) | st.just(np.nan)))
def test_whatever_is_missing_never_raises_and_evidence_is_always_a_number(daily: np.ndarray) -> None:
    for signal in detect(DailySeries(FIRST, {"load": daily, "sleep_s": daily[::-1].copy()})):
        assert all(np.isfinite(item.value) for item in signal.evidence)
        assert signal.end is None or signal.start < signal.end


def test_a_run_is_compared_with_the_longest_of_thirty_days() -> None:
    runs = [Run(day(0), 15_000), Run(day(20), 10_000), Run(day(31), 12_000), Run(day(40), 14_000)]
    signals = distance_spikes(runs)
    assert [(s.start, s.severity, s.evidence[0].baseline) for s in signals] == [
        (day(31), "watch", 10_000),
        (day(40), "watch", 12_000),
    ]


def test_a_run_over_twice_as_long_asks_for_action() -> None:
    (signal,) = distance_spikes([Run(day(0), 10_000), Run(day(7), 20_001)])
    assert (signal.kind, signal.severity, signal.confidence, signal.end) == (
        "load_spike",
        "act",
        "high",
        day(8),
    )


def test_ten_percent_more_a_first_run_and_a_second_run_of_the_day_are_no_spike() -> None:
    assert distance_spikes([Run(day(0), 10_000), Run(day(7), 11_000)]) == []
    assert distance_spikes([Run(day(0), 42_195)]) == []
    assert distance_spikes([Run(day(0), 5_000), Run(day(0), 20_000)]) == []
    assert distance_spikes([Run(day(0), 2_000), Run(day(3), 8_000)]) == []
