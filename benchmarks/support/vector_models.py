"""Ours beside the vectors: models, races, estimates and recovery."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.support.vector_rows import CLOSED, FITTED, SECONDS, Row, clock, held, known
from metrics.science import aerobic, vdot
from metrics.science.critical_power import MaximalEffort, fit_morton, fit_two
from metrics.science.critical_speed import FastestTime
from metrics.science.critical_speed import fit as fit_speed
from metrics.science.prediction import cameron, riegel
from metrics.science.recovery.hrv import rmssd, weekly_cv
from metrics.science.recovery.sleep import asleep_by_minute, regularity_index
from metrics.science.response import Response
from metrics.science.training_paces import pace_at
from metrics.science.w_balance import recovery_s, w_balance, w_balance_integral

BEATS_MS = (1000, 1020, 990, 1010, 1005, 995, 1030, 970, 1000, 1015, 985, 1025)
LN_WEEK = np.array([4.10, 4.05, 4.20, 4.15, 4.00, 4.12, 4.18])
DISTANCES = {"1500": 1500, "mile": 1609.344, "3k": 3000, "5k": 5000, "10k": 10_000, "15k": 15_000}
DISTANCES |= {"half": 21_097.5, "marathon": 42_195}
BALANCE = {
    "wbal_10x(60@400,60@150)_CP250_W20000": held((60, 400), (60, 150), times=10),
    "wbal_4x(180@300,180@150)_CP250_W20000": held((180, 300), (180, 150), times=4),
}


def models() -> Iterator[Row]:
    efforts = [MaximalEffort(t, p) for t, p in ((120, 380), (300, 310), (720, 272), (1200, 262))]
    by_power, by_work = fit_two(efforts), fit_two(efforts, "work_time")
    for name, model in (("inv_time", by_power), ("work_time", by_work)):
        yield "CP_2p", f"{name}/CP", model.cp_w, CLOSED
        yield "CP_2p", f"{name}/W", model.w_prime_j, CLOSED
    pairs = ((5, 950), (30, 640), (120, 395), (300, 315), (720, 275), (1200, 264))
    three = fit_morton([MaximalEffort(t, p) for t, p in pairs])
    fields = {"CP": three.cp_w, "W": three.w_prime_j, "Pmax": three.pmax_w, "k": three.k_s}
    for field, ours in (fields | {"P60min": three.power_w(3600)}).items():
        yield "CP_3p_Morton", field, known(ours), FITTED
    speed = fit_speed([FastestTime(d, t) for d, t in ((1200, 234), (2400, 504), (3600, 780))])
    key = "CS_1200in3:54_2400in8:24_3600in13:00"
    figures = {"CS": speed.cs_mps, "Dprime": speed.d_prime_m, "pace_s_km": 1000 / speed.cs_mps}
    for field, ours in (figures | {"t5000": speed.time_s(5000), "t10000": speed.time_s(10_000)}).items():
        yield key, field, ours, CLOSED


def balances() -> Iterator[Row]:
    for key, watts in BALANCE.items():
        differential = w_balance(watts, cp_w=250, w_prime_j=20_000)
        integral = w_balance_integral(watts, cp_w=250, w_prime_j=20_000)
        yield key, "tau", recovery_s(watts, 250), CLOSED
        for name, balance in (("diff", differential), ("int", integral)):
            yield key, f"{name}_min", float(balance.min()), CLOSED
            yield key, f"{name}_end", float(balance[-1]), CLOSED


def races() -> Iterator[Row]:
    for metres, told in (
        ("1500", "05:00"),
        ("1609.344", "05:00"),
        ("3000", "10:00"),
        ("5000", "20:00"),
        ("10000", "40:00"),
        ("10000", "50:00"),
        ("21097.5", "1:30:00"),
        ("42195", "3:00:00"),
        ("42195", "4:00:00"),
    ):
        yield f"vdot_{metres}_in_{told}", None, vdot.vdot(float(metres), clock(told)), CLOSED
    for value in range(30, 90, 5):
        for name, metres in DISTANCES.items():
            yield f"vdot_times_{value}", name, vdot.time_for(value, metres), SECONDS
    fractions = {"E59": 0.59, "E74": 0.74, "M84": 0.84, "T88": 0.88, "I975": 0.975, "I100": 1.0}
    for name, fraction in fractions.items():
        yield "vdot50_paces_s_per_km", name, pace_at(50, fraction), CLOSED
    yield "riegel_10k40:00_to_half_1.06", None, riegel(2400, 10_000, 21_097.5), CLOSED
    yield "riegel_10k40:00_to_marathon_1.06", None, riegel(2400, 10_000, 42_195), CLOSED
    yield "riegel_5k20:00_to_10k", None, riegel(1200, 5000, 10_000), CLOSED
    yield "cameron_10k40:00_to_marathon", None, cameron(2400, 10_000, 42_195), CLOSED


def estimates() -> Iterator[Row]:
    yield "uth_HRmax190_rest50", None, aerobic.vo2max_from_heart_rates(190, 50), CLOSED
    yield "cooper_2800m", None, aerobic.vo2max_from_12_minutes(2800), CLOSED
    yield "ACSM_run_200mpm_flat", None, aerobic.vo2_of_running(200), CLOSED
    yield "ACSM_run_200mpm_5pct", None, aerobic.vo2_of_running(200, 0.05), CLOSED
    yield "ACSM_cycle_250W_70kg", None, aerobic.vo2_of_cycling(250, 70), CLOSED
    yield "hawley_noakes_Wpeak350_kg70", None, aerobic.vo2max_from_peak_power(350, 70), CLOSED
    yield "tanaka_hrmax_40", None, aerobic.hr_max_by_age(40), CLOSED
    yield "fox_hrmax_40", None, aerobic.hr_max_by_age_fox(40), CLOSED
    yield "karvonen_70pct_rest50_max190", None, aerobic.heart_rate_of_reserve(0.7, 50, 190), CLOSED
    yield "altitude_VO2max_factor_2000m_Wehrlin", None, aerobic.vo2max_factor_at(2000), CLOSED


def recoveries() -> Iterator[Row]:
    beats = rmssd(BEATS_MS)
    yield "rmssd_12beats", "rmssd", beats, CLOSED
    yield "rmssd_12beats", "ln", float(np.log(beats)), CLOSED
    yield "lnrmssd_week", "mean", float(np.mean(LN_WEEK)), CLOSED
    yield "lnrmssd_week", "cv_pct", float(weekly_cv(LN_WEEK)[-1]), CLOSED
    nights = {
        "SRI_8h_vs_9h_sleep": ((660.0, 1140.0), (660.0, 1200.0)),
        "SRI_identical": ((660.0, 1140.0), (660.0, 1140.0)),
        "SRI_inverse": ((0.0, 720.0), (720.0, 1440.0)),
    }
    for key, (first, second) in nights.items():
        asleep = asleep_by_minute(np.array([first[0], second[0]]), np.array([first[1], second[1]]))
        index = regularity_index(asleep, known=np.ones(2, dtype=bool), least=1)
        yield key, None, float(index[-1]), CLOSED


def responses() -> Iterator[Row]:
    for slow, fast, up, down in (("45", "15", "1", "2"), ("42", "7", "1", "2"), ("50", "11", "1", "2")):
        yield from _days(f"banister_tn_tg_{slow}_{fast}_{up}_{down}", slow, fast, up, down)
    yield from _days("banister_tn_tg_36_21_0.18_0.23", "36", "21", "0.18", "0.23")


def _days(key: str, slow: str, fast: str, up: str, down: str) -> Iterator[Row]:
    response = Response(0, float(up), float(down), float(slow), float(fast))
    yield key, "tn", known(response.days_until_helpful), CLOSED
    yield key, "tg", known(response.days_of_most_help), CLOSED
