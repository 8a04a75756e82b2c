"""Days written by hand: quiet ones, on which a test lets one thing happen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from metrics.science.signals import DailySeries, Signal, detect

FIRST = date(2026, 1, 5)
WEEK = [0.0, 70.0, 40.0, 80.0, 30.0, 110.0, 90.0]


def day(index: int) -> date:
    return FIRST + timedelta(days=index)


@pytest.fixture
def quiet() -> Callable[[int], dict[str, Any]]:
    """`quiet(n)`: n days of a healthy athlete, everything measured, a little everyday variation."""

    def columns(n: int) -> dict[str, Any]:
        draws = np.random.default_rng(7)
        return {
            "resting_hr_bpm": np.round(50 + draws.normal(0, 1.2, n).clip(-2, 2)),
            "hrv_rmssd_ms": np.round(np.exp(4.1 + draws.normal(0, 0.08, n).clip(-0.15, 0.15)), 1),
            "respiration_rpm": np.round(14 + draws.normal(0, 0.3, n).clip(-0.5, 0.5), 1),
            "sleep_s": 60 * np.round(60 * (7.5 + draws.normal(0, 0.5, n).clip(-0.8, 0.8))),
            "load": np.resize(WEEK, n),
        }

    return columns


@pytest.fixture
def found() -> Callable[..., list[Signal]]:
    """`found(kind, columns, **series)`: the signals of one kind."""

    def signals(kind: str, columns: dict[str, Any], **given: Any) -> list[Signal]:
        return [each for each in detect(DailySeries(FIRST, columns, **given)) if each.kind == kind]

    return signals
