"""Power: what an activity's watts say. Arrays are 1 Hz, shape (n,); zeros count, NaN is unknown.

Formulas: Allen & Coggan, Training and Racing with a Power Meter (there NP, IF, TSS, VI, EF).
"""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Mask, weighted_mean


def weighted_power(power_w: Column, running: Mask | None = None) -> float | None:
    """Weighted power in W: fourth-power mean of the 30-s rolling mean.

    Full windows only, and none across a pause or an unknown stretch. None when no 30 s hang together.
    """
    return weighted_mean(power_w, _known(power_w, running))


def average_power(power_w: Column, running: Mask | None = None) -> float | None:
    """Mean of the known seconds in W, coasting included; None when nothing is known."""
    known = _known(power_w, running)
    return float(np.mean(power_w[known])) if known.any() else None


def work_kj(power_w: Column, running: Mask | None = None) -> float | None:
    """Mechanical work in kJ over the known seconds; None when nothing is known."""
    known = _known(power_w, running)
    return float(np.sum(power_w[known])) / 1000 if known.any() else None


def intensity(weighted: float | None, threshold: float | None) -> float | None:
    """Weighted power (or speed) over its threshold; None without either."""
    if weighted is None or not threshold or threshold <= 0:
        return None
    return weighted / threshold


def load(duration_s: float | None, intensity: float | None) -> float | None:
    """Hours · intensity² · 100: an hour at the threshold is 100."""
    if duration_s is None or intensity is None:
        return None
    return duration_s / 3600 * intensity**2 * 100


def variability(weighted_w: float | None, average_w: float | None) -> float | None:
    """Weighted over average power; None without either and for an average of zero."""
    if weighted_w is None or not average_w:
        return None
    return weighted_w / average_w


def _known(power_w: Column, running: Mask | None) -> Mask:
    known = ~np.isnan(power_w)
    return known if running is None else known & running
