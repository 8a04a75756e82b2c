"""What the body says in the morning, each channel beside this athlete's own past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from metrics.science.baselines import Baseline, robust_baseline
from metrics.science.segments import Column, Mask
from metrics.science.signals.model import Confidence, DailySeries, Evidence

CENTER_DAYS = 35
SPREAD_DAYS = 60
SKIP_DAYS = 3
"""The last days do not count: an illness that begins slowly must not become what is usual."""

LEAST_DAYS = 14
WELL_COVERED, HARDLY_COVERED = 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Channel:
    """A measured column: `strain` is the direction in which it moves when the body is strained."""

    name: str
    unit: str
    strain: int
    floor: float
    scale: Callable[[Column], Column] = np.asarray
    unscale: Callable[[float], float] = float

    def on_scale(self, series: DailySeries) -> Column:
        """The column on the scale that is compared, NaN where nothing usable was measured."""
        given = series.columns.get(self.name)
        if given is None:
            return np.full(series.n, np.nan)
        return self.scale(np.where(np.isfinite(given) & (given > 0), given, np.nan))


RESTING_HR = Channel("resting_hr_bpm", "bpm", +1, 1.0)
HRV = Channel("hrv_rmssd_ms", "ms", -1, 0.03, np.log, lambda value: float(np.exp(value)))
"""Compared as ln RMSSD (Plews 2014)."""

RESPIRATION = Channel("respiration_rpm", "rpm", +1, 0.2)
SLEEP = Channel("sleep_s", "s", -1, 1200.0)
CHANNELS = (RESTING_HR, HRV, RESPIRATION, SLEEP)


@dataclass(frozen=True, slots=True, eq=False)
class Vital:
    """One channel on its scale; `z` has its own sign, `strain` is positive when the body is strained."""

    channel: Channel
    series: DailySeries
    values: Column
    baseline: Baseline
    z: Column

    @property
    def strain(self) -> Column:
        return self.channel.strain * self.z

    def confidence(self, day: int) -> Confidence:
        """By the share of the days behind the median of `day` that were measured."""
        share = float(self.baseline.count[day]) / CENTER_DAYS
        return "high" if share >= WELL_COVERED else "medium" if share >= HARDLY_COVERED else "low"

    def evidence(self, day: int) -> Evidence | None:
        """The measured value of a day beside the median before it; None where either is unknown."""
        if np.isnan(self.z[day]):
            return None
        unscale = self.channel.unscale
        return Evidence(
            self.channel.name,
            self.series.day(day),
            unscale(self.values[day]),
            self.channel.unit,
            unscale(self.baseline.center[day]),
            float(self.z[day]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Vitals:
    """All channels of a series, by which days their baselines leave out."""

    series: DailySeries
    resting_hr: Vital
    hrv: Vital
    respiration: Vital
    sleep: Vital


def least_confident(*of: Confidence) -> Confidence:
    """The lowest of several confidences: a finding is as sure as its weakest leg."""
    order: tuple[Confidence, ...] = ("low", "medium", "high")
    return min(of, key=order.index)


def read_vitals(series: DailySeries, left_out: Mask) -> Vitals:
    """Each channel's z against the days before: median of 35 days, spread of 60, the last 3 never counted.

    Days of `left_out` are no part of a baseline, and have their z all the same.
    """
    return Vitals(series, *(_vital(channel, series, left_out) for channel in CHANNELS))


def _vital(channel: Channel, series: DailySeries, left_out: Mask) -> Vital:
    values = channel.on_scale(series)
    usual = np.where(left_out, np.nan, values)
    center = robust_baseline(usual, days=CENTER_DAYS, skip=SKIP_DAYS, least=LEAST_DAYS)
    spread = robust_baseline(usual, days=SPREAD_DAYS, skip=SKIP_DAYS, least=LEAST_DAYS, floor=channel.floor)
    baseline = Baseline(center.center, spread.spread, center.count)
    return Vital(channel, series, values, baseline, baseline.z(values))
