"""Straight lines through a few points, with what is left over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.science.segments import Column


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """y = intercept + slope · x by least squares; the standard errors are None for two points."""

    intercept: float
    slope: float
    intercept_se: float | None
    slope_se: float | None
    residuals: Column


def line_through(x: Column, y: Column) -> Line:
    """The least-squares line; `x` needs two different values, or ValueError."""
    deviations = x - np.mean(x)
    spread = float(np.sum(deviations**2))
    if x.size < 2 or spread == 0:
        raise ValueError("a line needs two different points")
    slope = float(np.sum(deviations * (y - np.mean(y)))) / spread
    intercept = float(np.mean(y)) - slope * float(np.mean(x))
    residuals = y - intercept - slope * x
    if x.size == 2:
        return Line(intercept, slope, None, None, residuals)
    variance = float(np.sum(residuals**2)) / (x.size - 2)
    intercept_se = float(np.sqrt(variance * (1 / x.size + np.mean(x) ** 2 / spread)))
    return Line(intercept, slope, intercept_se, float(np.sqrt(variance / spread)), residuals)
