"""Streams of one activity that follow from what was recorded."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from athletes.sources.records import Sport
from metrics.models import Activity
from metrics.science.critical_power import CriticalPower
from metrics.science.pace import graded_speed
from metrics.science.segments import Mask
from metrics.science.w_balance import w_balance
from metrics.selectors.curves import power_model

MODEL_DAYS = 90

type Column = NDArray[np.float64]


def power_model_of(activity: Activity) -> CriticalPower | None:
    """Critical power from the 90 days up to and with the activity's day; None for other sports."""
    if activity.sport != Sport.CYCLING:
        return None
    day = activity.local_date
    found = power_model(
        activity.athlete, start=day - timedelta(days=MODEL_DAYS - 1), end=day + timedelta(days=1)
    )
    return found.two.model


def derived_channels(activity: Activity, channels: dict[str, Column], running: Mask) -> dict[str, Column]:
    """Streams that follow from others: `w_balance_j` of a ride, `graded_speed_mps` of a run with hills."""
    derived: dict[str, Column] = {}
    power_w, speed = channels.get("power_w"), channels.get("speed_mps")
    if power_w is not None and (model := power_model_of(activity)) is not None:
        derived["w_balance_j"] = w_balance(
            power_w, cp_w=model.cp_w, w_prime_j=model.w_prime_j, running=running
        )
    if activity.sport == Sport.RUNNING and speed is not None and "altitude_m" in channels:
        derived["graded_speed_mps"] = graded_speed(speed, channels["altitude_m"], running)
    return derived
