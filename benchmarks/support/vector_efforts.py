"""Ours beside the vectors: power, heart rate, pace and load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.support.vector_rows import CLOSED, ROUNDED, Row, held, known
from metrics.science import alternatives, effort, heart, load, pace, power, swim, workload
from metrics.science.distribution import polarisation_index
from metrics.science.thresholds import Thresholds

HUNDRED = np.full(42, 100.0)
WEEK = np.array([80.0, 120, 0, 60, 150, 90, 0])
FOSTER = np.array([400.0, 0, 600, 300, 500, 800, 200])
WORKLOAD = np.array([50.0] * 21 + [100.0] * 7)
POWER = {
    "power:const300_3600s": held((3600, 300)),
    "power:30x(60@300,60@100)": held((60, 300), (60, 100), times=30),
    "power:ramp100..399": np.arange(100.0, 400.0),
    "power:10x(60@400,60@150)": held((60, 400), (60, 150), times=10),
    "power:200W_with_60s_zero": held((1200, 200), (60, 0), (1200, 200)),
}


def powers() -> Iterator[Row]:
    for key, watts in POWER.items():
        weighted, average = power.weighted_power(watts), power.average_power(watts)
        intensity = power.intensity(weighted, 250)
        figures = {
            "n": watts.size,
            "AP": average,
            "NP": weighted,
            "VI": power.variability(weighted, average),
            "IF_ftp250": intensity,
            "TSS_ftp250": power.load(watts.size, intensity),
            "work_kJ": power.work_kj(watts),
            "xPower_exp25_seed0": alternatives.exponential_power(watts),
            "xPower_GC": alternatives.exponential_power(watts, alternatives.GOLDEN_CHEETAH_ALPHA),
        }
        for field, ours in figures.items():
            yield key, field, known(ours), CLOSED


def hearts() -> Iterator[Row]:
    for minutes, beats in ((60, 150), (90, 130), (30, 170), (45, 100)):
        key = f"trimp_{minutes}min_{beats}_rest50_max190"
        yield key, "male", _trimp(minutes, beats, "male"), CLOSED
        yield key, "female_0_86", _trimp(minutes, beats, "female"), CLOSED
    athlete = Thresholds(lthr_bpm=165, hr_rest_bpm=50, hr_max_bpm=190, sex="male")
    by_heart = heart.heart_rate_load(np.full(3600, 150.0), athlete)
    running = np.ones(3600, dtype=bool)
    coupled = heart.decoupling(np.full(3600, 200.0), np.linspace(140, 160, 3600), running)
    yield "trimp_1h_at_LTHR165_rest50_max190_m", None, _trimp(60, 165, "male"), CLOSED
    yield "hrTSS_(TRIMPratio)_60min150_LTHR165", None, known(by_heart), CLOSED
    squared = alternatives.squared_heart_rate_load(150, 165, 1)
    yield "hrTSS_(EF2)_60min150_LTHR165", None, squared, CLOSED
    zones = [60 * minutes for minutes in (10, 20, 15, 10, 5)]
    yield "edwards_minutes_10_20_15_10_5", None, alternatives.edwards_load(zones), CLOSED
    yield "lucia_minutes_40_15_5", None, alternatives.lucia_load([2400, 900, 300]), CLOSED
    yield "sRPE_7x75", None, effort.session_rpe(7, 75), CLOSED
    yield "decoupling_200W_HR140to160", "PwHR_pct", known(coupled.pct), CLOSED


def _trimp(minutes: int, beats: float, sex: Any) -> float:
    return heart.trimp(np.full(minutes * 60, float(beats)), rest_bpm=50, max_bpm=190, sex=sex)


def paces() -> Iterator[Row]:
    for grade in (-0.45, -0.3, -0.2, -0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45):
        cost = float(pace.grade_cost(np.array(float(grade))))
        yield f"minetti_{grade:+.2f}", "C", cost, CLOSED
        yield f"minetti_{grade:+.2f}", "ratio", cost / pace.FLAT_COST, CLOSED
    speed, running = np.full(600, 10 / 3), np.ones(600, dtype=bool)
    graded = pace.graded_speed(speed, np.arange(600.0) * (10 / 3) * 0.10, running)
    yield "NGP_5:00/km_+10%", "ngp_speed", known(pace.weighted_speed(graded, running)), CLOSED
    run = power.load(3000, power.intensity(1000 / 270, pace.threshold_speed(255)))
    yield "rTSS_50min_NGP4:30_thr4:15", None, known(run), CLOSED
    css = swim.critical_swim_speed(368, 176)
    intensity = swim.intensity(3000, 3600, 100 / css)
    yield "CSS_400in368_200in176", "css", css, CLOSED
    yield "CSS_400in368_200in176", "pace100", 100 / css, CLOSED
    yield "sTSS_3000m_in_3600s_css", "IF", known(intensity), CLOSED
    yield "sTSS_3000m_in_3600s_css", "sTSS", known(swim.load(3600, intensity)), CLOSED


def loads() -> Iterator[Row]:
    forms: tuple[tuple[str, load.Form], ...] = (("exp", "exponential"), ("lin", "linear"))
    for name, form in forms:
        fitness, fatigue = (load.decaying_mean(HUNDRED, days, form=form) for days in (42, 7))
        key = f"PMC_100x42_seed0_{name}"
        for field, ours in (("CTL7", fitness[6]), ("CTL28", fitness[27]), ("CTL42", fitness[41])):
            yield key, field, float(ours), CLOSED
        for field, ours in (("ATL7", fatigue[6]), ("ATL42", fatigue[41])):
            yield key, field, float(ours), CLOSED
        yield key, "TSB_day43_morning", float(fitness[41] - fatigue[41]), CLOSED
        for field, days, start in (("CTL", 42, 50.0), ("ATL", 7, 60.0)):
            for index, ours in enumerate(load.decaying_mean(WEEK, days, start, form)):
                yield f"PMC_week_seed50_60_{name}", f"{field}/{index}", float(ours), ROUNDED
    yield "steady_daily_load_for_+5CTL/wk from 50", None, load.steady_load(50, 5), CLOSED
    foster = "foster_400_0_600_300_500_800_200"
    yield foster, "mono_pop", float(load.monotony(FOSTER)[6]), CLOSED
    yield foster, "strain_pop", float(load.strain(FOSTER)[6]), CLOSED
    yield foster, "sum", float(load.weekly_load(FOSTER)[6]), CLOSED
    acwr = "acwr_21x50_7x100"
    yield acwr, "coupled", known(workload.coupled_ratio(WORKLOAD)), CLOSED
    yield acwr, "uncoupled", known(workload.uncoupled_ratio(WORKLOAD)), CLOSED
    yield acwr, "ewma", known(workload.weighted_ratio(WORKLOAD)), CLOSED
    yield acwr, "ewma_acute", workload.weighted_mean(WORKLOAD, 7), CLOSED
    yield acwr, "ewma_chronic", workload.weighted_mean(WORKLOAD, 28), CLOSED
    for z1, z2, z3 in (
        (0.8, 0.05, 0.15),
        (0.77, 0.03, 0.2),
        (0.68, 0.06, 0.26),
        (0.8, 0.15, 0.05),
        (0.46, 0.35, 0.19),
        (0.75, 0.05, 0.2),
    ):
        yield f"PI_({z1}, {z2}, {z3})", None, known(polarisation_index(z1, z2, z3)), CLOSED
