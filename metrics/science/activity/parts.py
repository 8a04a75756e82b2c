"""The numbers of an activity by theme, each as the fields of `ActivityNumbers`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from athletes.sources.records import Sport
from metrics.science import heart, power, zones
from metrics.science.activity.basis import Basis
from metrics.science.activity.summary import max_of, turning_mean
from metrics.science.curves import mean_max

YARDS_A_MINUTE = 60 / 0.9144
"""Of a metre a second: the unit in which the field quotes running efficiency."""


def facts(basis: Basis) -> dict[str, Any]:
    """Who and when, totals, the device's own figures, warnings."""
    recorded = basis.recorded
    return {
        "sport": recorded.sport,
        "sub_sport": recorded.sub_sport,
        "start_time": recorded.start_time,
        "utc_offset_s": recorded.utc_offset_s,
        "device": recorded.device,
        "warnings": recorded.warnings + basis.grid.warnings,
        "avg_cadence_rpm": turning_mean(basis.grid.channels.get("cadence_rpm")),
        "calories_kcal": recorded.calories_kcal,
        "rpe": recorded.rpe,
    } | asdict(basis.totals)


def power_numbers(basis: Basis) -> dict[str, Any]:
    """Average, weighted and highest power, variability, work, curve and zones."""
    if basis.power_w is None:
        return {"avg_power_w": basis.recorded.avg_power_w}
    average, threshold = power.average_power(basis.power_w), _power_threshold(basis)
    return {
        "avg_power_w": average,
        "weighted_power_w": basis.weighted_power_w,
        "max_power_w": max_of(basis.power_w),
        "variability": power.variability(basis.weighted_power_w, average),
        "work_kj": power.work_kj(basis.power_w),
        "mean_max_power_w": mean_max(basis.power_w),
        "power_zones_s": zones.power_zones(basis.power_w, threshold) if threshold else None,
    }


def heart_numbers(basis: Basis) -> dict[str, Any]:
    """Heart rate, training impulse, zones, and output per heartbeat."""
    beats, recorded, thresholds = basis.heart_rate_bpm, basis.recorded, basis.thresholds
    if beats is None:
        told = {"avg_hr_bpm": recorded.avg_heart_rate_bpm, "max_hr_bpm": recorded.max_heart_rate_bpm}
        return told | _impulse(basis.beats_bpm, basis)
    average, coupled = float(np.nanmean(beats)), _decoupling(basis, beats)
    return {
        "avg_hr_bpm": average,
        "max_hr_bpm": max_of(beats),
        **_impulse(beats, basis),
        "hr_zones_s": zones.heart_rate_zones(beats, basis.sport, thresholds.lthr_bpm, thresholds.hr_max_bpm),
        "efficiency": _efficiency(basis, average),
        "decoupling_pct": coupled.pct,
        "decoupling_reason": coupled.reason,
    }


def _impulse(beats_bpm: np.ndarray | None, basis: Basis) -> dict[str, float | None]:
    if beats_bpm is None:
        return {}
    thresholds = basis.thresholds
    return {
        "trimp": heart.activity_trimp(beats_bpm, thresholds),
        "hr_load": heart.heart_rate_load(beats_bpm, thresholds),
    }


def speed_numbers(basis: Basis) -> dict[str, Any]:
    """Average, highest and graded speed, curve and pace zones."""
    distance, timer, speed = basis.totals.distance_m, basis.totals.timer_s, basis.speed_mps
    average = distance / timer if distance is not None and timer else basis.recorded.avg_speed_mps
    if speed is None:
        return {"avg_speed_mps": average}
    threshold = basis.thresholds.threshold_pace_s_per_km if basis.sport is Sport.RUNNING else None
    return {
        "avg_speed_mps": average,
        "max_speed_mps": max_of(speed),
        "graded_speed_mps": basis.weighted_speed_mps,
        "mean_max_speed_mps": mean_max(speed),
        "pace_zones_s": zones.pace_zones(speed, threshold) if threshold else None,
    }


def _power_threshold(basis: Basis) -> float | None:
    by_sport = {
        Sport.CYCLING: basis.thresholds.ftp_w,
        Sport.RUNNING: basis.thresholds.running_ftp_w,
    }
    return by_sport.get(basis.sport)


def _decoupling(basis: Basis, beats: np.ndarray) -> heart.Decoupling:
    """The heart works for graded speed in running, else for power."""
    output = basis.power_w if basis.graded_mps is None else basis.graded_mps
    if output is None:
        return heart.Decoupling(None, "neither power nor a run's speed was recorded", 0)
    return heart.decoupling(output, beats, basis.grid.running)


def _efficiency(basis: Basis, heart_rate_bpm: float) -> float | None:
    if basis.weighted_speed_mps is not None:
        return basis.weighted_speed_mps * YARDS_A_MINUTE / heart_rate_bpm
    return None if basis.weighted_power_w is None else basis.weighted_power_w / heart_rate_bpm
