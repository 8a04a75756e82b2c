"""An item of the list of activities, field by field as Garmin names them. s, m, m/s, bpm, W, kcal.

Only what is named here is kept: no name of the owner, no place, no coordinates.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from athletes.sources.garmin.answers import Bpm, Kcal
from athletes.sources.garmin.lenient import Answer, Instant, Text, measured, number, within

Duration = Annotated[float | None, within(0, 60 * 86_400)]
Length = Annotated[float | None, within(0, 20_000_000)]
Speed = Annotated[float | None, within(0, 150)]
Watts = Annotated[float | None, measured(1, 5_000)]
Count = Annotated[float | None, within(0, 1_000_000_000_000)]


def _positive(value: Any) -> int:
    """An id: a positive whole number, also written as digits."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value[:20])
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**19:
        return value
    raise PydanticCustomError("not an id", "not an id")


Id = Annotated[int | None, BeforeValidator(_positive)]


class ActivityType(Answer):
    expected = ("typeKey",)
    type_key: Text | None = None
    parent_type_id: Annotated[float | None, BeforeValidator(number)] = None


class ActivityItem(Answer):
    expected = ("activityId", "activityType", "startTimeGMT", "startTimeLocal", "duration")
    activity_id: Id = None
    activity_name: Text | None = None
    description: Text | None = None
    activity_type: ActivityType | None = None
    start_gmt: Instant | None = Field(None, alias="startTimeGMT")
    start_local: Instant | None = Field(None, alias="startTimeLocal")
    begin_timestamp: Instant | None = None
    duration: Duration = None
    elapsed_duration: Duration = None
    moving_duration: Duration = None
    distance: Length = None
    elevation_gain: Length = None
    average_speed: Speed = None
    average_hr: Bpm = Field(None, alias="averageHR")
    max_hr: Bpm = Field(None, alias="maxHR")
    calories: Kcal = None
    avg_power: Watts = None
    norm_power: Watts = None
    training_stress_score: Annotated[float | None, measured(0.1, 5_000)] = None
    intensity_factor: Annotated[float | None, measured(0.01, 5)] = None
    aerobic_training_effect: Annotated[float | None, within(0, 6)] = None
    anaerobic_training_effect: Annotated[float | None, within(0, 6)] = None
    activity_training_load: Annotated[float | None, within(0, 5_000)] = None
    vo2max: Annotated[float | None, measured(10, 100)] = Field(None, alias="vO2MaxValue")
    max_ftp: Watts = None
    lactate_threshold_bpm: Bpm = None
    lactate_threshold_speed: Annotated[float | None, measured(0.05, 1)] = Field(
        None, alias="getlactateThresholdSpeed"
    )
    """In cm/ms: ten times as many m/s."""
    pool_length: Annotated[float | None, measured(500, 50_000)] = None
    """In cm, whatever the unit beside it says."""
    body_battery_change: Annotated[float | None, within(-100, 100)] = Field(
        None, alias="differenceBodyBattery"
    )
    is_parent: StrictBool | None = None
    parent: StrictBool | None = None
    parent_id: Id = None
    manual_activity: StrictBool | None = None
