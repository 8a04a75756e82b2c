"""What the values of a finding must be about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.evidence import Pack, Value
from analysis.grounding.directions import is_good
from analysis.grounding.subjects import is_of

LOAD = ("load", "weekly_load", "two_week_load")
BODY = ("hrv", "resting_hr", "sleep", "body_battery", "stress", "respiration", "own_")
SENSORS = ("device", "fault", "heart_rate", "power", "cadence", "speed", "altitude", "position", "sensor")

KINDS: Mapping[str, tuple[str, ...]] = {
    "illness_onset": BODY,
    "overreaching": (*BODY, *LOAD, "fatigue", "form", "fitness", "strain", "ramp", "duration"),
    "under_recovery": (*BODY, "form", "fatigue"),
    "detraining": (*LOAD, "fitness", "form", "duration", "activities", "days", "distance"),
    "sleep_debt": ("sleep",),
    "load_spike": (*LOAD, "distance", "run_distance", "duration"),
    "ramp_high": (*LOAD, "ramp", "fitness"),
    "monotony_high": (*LOAD, "monotony", "strain"),
    "intensity_mix": ("easy_share", "medium_share", "hard_share", "duration", *LOAD),
    "form_low": (*LOAD, "form", "fatigue", "fitness"),
    "form_high": (*LOAD, "form", "fatigue", "fitness"),
    "data_gap": ("days", "days_", "gap", "activities"),
    "threshold_change": ("ftp_w", "lthr", "threshold", "css", "power", "pace", "heart_rate", "running_ftp"),
    "personal_best": ("power", "pace", "speed", "distance", "run_distance", "duration"),
    **dict.fromkeys(("device_change", "sensor_dropout", "cadence_lock"), SENSORS),
    **dict.fromkeys(("sensor_spike", "sensor_stuck", "gps_jump"), SENSORS),
}
"""Kinds that are not here may rest on anything; `progress` on anything that went the better way."""

GROWING = ("fitness", "power", "pace", "speed", "load", "duration", "distance", "activities")


def misfit(kind: str, values: Sequence[Value], pack: Pack) -> str:
    """What a finding of this kind needs and these values are not; "" when they fit, or there are none.

    What a detector gave as evidence for a signal of the kind fits by itself.
    """
    given = {ref for signal in pack.signals if signal.kind == kind for ref in signal.refs}
    if not values or any(value.id in given for value in values):
        return ""
    if kind == "progress":
        grows = any(is_good(each) or is_of(each, GROWING) for each in values)
        return "" if grows else "a value that went the better way"
    allowed = KINDS.get(kind)
    if allowed is None or any(is_of(value, allowed) for value in values):
        return ""
    return ", ".join(allowed)
