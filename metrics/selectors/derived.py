"""Streams that are not stored because what they rest on changes: computed when a page asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from athletes.sources.records import Sport
from metrics.models import Activity
from metrics.science.critical_power import WITHIN_DAYS, CriticalPower
from metrics.science.heart import Decoupling, decoupling
from metrics.science.pace import graded_speed
from metrics.science.streams import Grid
from metrics.science.w_balance import w_balance
from metrics.selectors.curves import power_model

type Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class BalanceStream:
    """W′ balance in J, one value a second, with the model it rests on; or the reason why there is none."""

    values: Column | None
    model: CriticalPower | None
    reason: str | None


def graded_speed_of(activity: Activity, grid: Grid) -> Column | None:
    """Speed on the flat that costs the same, m/s a second; None for all but running and without speed."""
    speed = grid.channels.get("speed_mps")
    if activity.sport != Sport.RUNNING or speed is None:
        return None
    return graded_speed(speed, grid.channels.get("altitude_m"), grid.running)


def w_balance_of(activity: Activity, grid: Grid) -> BalanceStream:
    """W′ balance of a ride, by the critical power of the 90 days up to and with its own.

    Below zero where the ride was harder than the model allows.
    """
    power = grid.channels.get("power_w")
    if activity.sport != Sport.CYCLING or power is None:
        return BalanceStream(None, None, "no power was recorded")
    end = activity.local_date + timedelta(days=1)
    fitted = power_model(activity.athlete, start=end - timedelta(days=WITHIN_DAYS), end=end).two
    if fitted.model is None:
        return BalanceStream(None, None, fitted.reason)
    model = fitted.model
    values = w_balance(power, cp_w=model.cp_w, w_prime_j=model.w_prime_j, running=grid.running)
    return BalanceStream(values, model, None)


def decoupling_of(activity: Activity, grid: Grid) -> Decoupling:
    """The activity's decoupling with the reason where it means nothing, and the warm-up it leaves out."""
    beats, output = grid.channels.get("heart_rate_bpm"), graded_speed_of(activity, grid)
    output = grid.channels.get("power_w") if output is None else output
    if beats is None or output is None:
        return Decoupling(None, "it needs heart rate, and power or a run's speed", 0)
    return decoupling(output, beats, grid.running)


def derived_channels(activity: Activity, grid: Grid) -> dict[str, Column]:
    """What charts draw beside the recorded: `w_balance_j` of a ride, `graded_speed_mps` of a hilly run."""
    graded = graded_speed_of(activity, grid) if "altitude_m" in grid.channels else None
    found = {"w_balance_j": w_balance_of(activity, grid).values, "graded_speed_mps": graded}
    return {name: values for name, values in found.items() if values is not None}
