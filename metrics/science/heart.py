"""Heart rate: training impulse, load and decoupling. Arrays are 1 Hz, shape (n,), bpm; NaN is unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from metrics.science.segments import Column, Mask, weighted_mean, window_means
from metrics.science.thresholds import Sex, Thresholds

BANISTER: Final[dict[Sex, tuple[float, float]]] = {"male": (0.64, 1.92), "female": (0.86, 1.67)}
"""A and b of A·x·e^(b·x) (Banister; Morton, Fitz-Clarke & Banister 1990). Some tools use .64 for women too;
we keep the published .86."""

DEFAULT_LTHR_FRACTION = 0.85
"""Of the heart rate reserve: stands in for an unknown threshold heart rate (as Elevate does)."""

DECOUPLING_SHORTEST_S = 1200
DECOUPLING_VARIABILITY = 1.1
DECOUPLING_COVERAGE = 0.8
WARM_UP_WINDOW_S = 60
WARM_UP_SHARE = 0.8
"""Of the median output: what is easier at the start is warming up, and is left out of decoupling. An effort
that begins as it goes on has none. A convention, as are the limits above."""


@dataclass(frozen=True, slots=True)
class Decoupling:
    """Decoupling in %, or the reason why it means nothing here: exactly one of the two.

    `warm_up_s` is how much of the start was left out.
    """

    pct: float | None
    reason: str | None
    warm_up_s: int


def trimp(heart_rate_bpm: Column, *, rest_bpm: float, max_bpm: float, sex: Sex) -> float:
    """Banister's training impulse, summed second by second over the known seconds.

    Minutes · x · A · e^(b·x) with x the fraction of the heart rate reserve, never below 0.
    """
    scale, rate = BANISTER[sex]
    known = heart_rate_bpm[~np.isnan(heart_rate_bpm)]
    reserve = np.maximum((known - rest_bpm) / (max_bpm - rest_bpm), 0.0)
    return float(np.sum(reserve * scale * np.exp(rate * reserve))) / 60


def activity_trimp(heart_rate_bpm: Column, thresholds: Thresholds) -> float | None:
    """TRIMP with the athlete's own heart rates; None without sex, rest, maximum or any known second."""
    reserve = _reserve(thresholds)
    if reserve is None or thresholds.sex is None or np.isnan(heart_rate_bpm).all():
        return None
    return trimp(heart_rate_bpm, rest_bpm=reserve[0], max_bpm=reserve[1], sex=thresholds.sex)


def heart_rate_load(heart_rate_bpm: Column, thresholds: Thresholds) -> float | None:
    """100 · TRIMP / TRIMP of an hour at the threshold heart rate (the open form of hrTSS).

    Without sex the mean of both sexes' values. None without rest, maximum or any known second, and for a
    threshold that is not above rest.
    """
    reserve, threshold = _reserve(thresholds), threshold_heart_rate(thresholds)
    if reserve is None or threshold is None or np.isnan(heart_rate_bpm).all():
        return None
    rest, highest = reserve
    if threshold <= rest:
        return None
    hour = np.full(3600, threshold)
    sexes: tuple[Sex, ...] = (thresholds.sex,) if thresholds.sex else ("female", "male")
    ratios = [
        trimp(heart_rate_bpm, rest_bpm=rest, max_bpm=highest, sex=sex)
        / trimp(hour, rest_bpm=rest, max_bpm=highest, sex=sex)
        for sex in sexes
    ]
    return 100 * float(np.mean(ratios))


def threshold_heart_rate(thresholds: Thresholds) -> float | None:
    """The athlete's LTHR in bpm, else rest + .85 · (max − rest), else None."""
    if thresholds.lthr_bpm:
        return thresholds.lthr_bpm
    reserve = _reserve(thresholds)
    if reserve is None:
        return None
    rest, highest = reserve
    return rest + DEFAULT_LTHR_FRACTION * (highest - rest)


def decoupling(output: Column, heart_rate_bpm: Column, running: Mask) -> Decoupling:
    """Aerobic decoupling in %, positive when output per heartbeat falls from the first half to the second.

    100·(E1 − E2)/E1 with E = weighted output (power in W or graded speed in m/s) over mean heart rate
    (Friel). Halves are by time with the timer running, after the warm-up. It means something only when both
    are known for 80 % of at least 20 min and the output is steady (weighted over mean below 1.1).
    """
    warm_up_s = _warm_up_s(output, running)
    steady = running & (np.arange(running.size) >= warm_up_s)
    known = steady & ~np.isnan(output) & ~np.isnan(heart_rate_bpm)
    seconds = int(np.count_nonzero(steady))
    if seconds < DECOUPLING_SHORTEST_S:
        return Decoupling(None, "shorter than 20 min after the warm-up", warm_up_s)
    if np.count_nonzero(known) < DECOUPLING_COVERAGE * seconds:
        return Decoupling(None, "heart rate or effort known for less than 80 % of the time", warm_up_s)
    whole, mean = weighted_mean(output, known), float(np.mean(output[known]))
    if whole is None or mean <= 0 or whole / mean >= DECOUPLING_VARIABILITY:
        return Decoupling(None, "the effort was not steady", warm_up_s)
    first = np.cumsum(steady) <= seconds // 2
    before = _efficiency(output, heart_rate_bpm, known & first)
    after = _efficiency(output, heart_rate_bpm, known & ~first)
    if not before or after is None:
        return Decoupling(None, "a half without 30 s in one piece", warm_up_s)
    return Decoupling(100 * (before - after) / before, None, warm_up_s)


def _warm_up_s(output: Column, running: Mask) -> int:
    """Seconds until a minute's mean output first reaches 80 % of the median, a third of the whole at most."""
    known = running & ~np.isnan(output)
    means = window_means(np.nan_to_num(output), np.ones(output.size, dtype=bool), WARM_UP_WINDOW_S)
    if means.size == 0 or not known.any():
        return 0
    reached = means[: output.size // 3] >= WARM_UP_SHARE * np.median(output[known])
    return int(np.argmax(reached)) if reached.any() else 0


def _efficiency(output: Column, heart_rate_bpm: Column, mask: Mask) -> float | None:
    weighted = weighted_mean(output, mask)
    return None if weighted is None else weighted / float(np.mean(heart_rate_bpm[mask]))


def _reserve(thresholds: Thresholds) -> tuple[float, float] | None:
    """Resting and maximum heart rate, when both are known and in order."""
    rest, highest = thresholds.hr_rest_bpm, thresholds.hr_max_bpm
    return None if rest is None or highest is None or rest >= highest else (rest, highest)
