"""What a row of the vectors is, and what rows share."""

from __future__ import annotations

import numpy as np

CLOSED, ROUNDED, FITTED, SECONDS = (1e-9, 0.0), (0.0, 1e-6), (1e-4, 0.0), (0.0, 1.0)
"""Tolerances (relative, absolute) of the classes T1 to T4 in the vectors' own description."""

type Tolerance = tuple[float, float]
type Row = tuple[str, str | None, float, Tolerance]


def held(*parts: tuple[int, float], times: int = 1) -> np.ndarray:
    return np.tile(np.concatenate([np.full(seconds, float(value)) for seconds, value in parts]), times)


def clock(text: str) -> float:
    seconds = 0.0
    for part in text.split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def known(value: float | None) -> float:
    return float("nan") if value is None else value
