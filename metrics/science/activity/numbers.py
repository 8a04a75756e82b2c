"""What is known of an activity once it is measured, and its JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from athletes.sources.records import DeviceFigures, Sport, Warning
from metrics.science.efforts import BestEffort
from metrics.science.intervals import FoundInterval

type LoadMethod = Literal["power", "pace", "running_power", "heart_rate", "rpe", "duration", "legs"]


@dataclass(frozen=True, slots=True)
class LapNumbers:
    """A lap: the device's figure where it gave one, else ours over the lap's seconds."""

    start_s: float
    elapsed_s: float
    timer_s: float | None = None
    distance_m: float | None = None
    avg_speed_mps: float | None = None
    avg_power_w: float | None = None
    weighted_power_w: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    avg_cadence_rpm: float | None = None
    ascent_m: float | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityNumbers:
    """The numbers of one activity, or of a multisport parent with its `legs`; None is "not known".

    `intensity` belongs to the method that gave the load (weighted power over FTP, graded speed over threshold
    speed, swim speed over CSS). `load_reason` says why no better method applied; None when the first one did.
    `pace_load` is the load by running or swimming pace, whichever sport it is. `efficiency` is W/bpm, for
    running yards a minute of graded speed per bpm (the field's unit). Mean-max keys are seconds. Average
    cadence leaves out the seconds without turning.
    """

    sport: Sport
    sub_sport: str | None
    start_time: datetime
    utc_offset_s: int | None
    elapsed_s: float | None
    timer_s: float | None
    moving_s: float | None
    distance_m: float | None = None
    ascent_m: float | None = None
    avg_power_w: float | None = None
    weighted_power_w: float | None = None
    intensity: float | None = None
    load: float | None = None
    load_method: LoadMethod | None = None
    load_reason: str | None = None
    trimp: float | None = None
    hr_load: float | None = None
    pace_load: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    variability: float | None = None
    efficiency: float | None = None
    decoupling_pct: float | None = None
    work_kj: float | None = None
    mean_max_power_w: dict[int, float] | None = None
    mean_max_speed_mps: dict[int, float] | None = None
    power_zones_s: list[int] | None = None
    hr_zones_s: list[int] | None = None
    pace_zones_s: list[int] | None = None
    device: DeviceFigures = field(default_factory=DeviceFigures)
    legs: tuple[ActivityNumbers, ...] = ()
    warnings: tuple[Warning, ...] = ()
    descent_m: float | None = None
    avg_speed_mps: float | None = None
    max_speed_mps: float | None = None
    graded_speed_mps: float | None = None
    max_power_w: float | None = None
    avg_cadence_rpm: float | None = None
    calories_kcal: float | None = None
    rpe: float | None = None
    laps: tuple[LapNumbers, ...] = ()
    decoupling_reason: str | None = None
    mean_max_heart_rate_bpm: dict[int, float] | None = None
    bests: tuple[BestEffort, ...] = ()
    intervals: tuple[FoundInterval, ...] = ()


NOT_INSPECTED = {
    "descent_m",
    "avg_speed_mps",
    "max_speed_mps",
    "graded_speed_mps",
    "max_power_w",
    "avg_cadence_rpm",
    "calories_kcal",
    "rpe",
    "laps",
    "decoupling_reason",
    "mean_max_heart_rate_bpm",
    "bests",
    "intervals",
}
INSPECTED = tuple(f.name for f in fields(ActivityNumbers) if f.name not in NOT_INSPECTED)
"""The keys of `inspect_activity --json`, in its order."""


def to_json(numbers: ActivityNumbers) -> dict[str, Any]:
    """The answer of `inspect_activity --json`: plain values only, null for unknown, never NaN."""
    answer: dict[str, Any] = {name: getattr(numbers, name) for name in INSPECTED}
    answer["sport"] = numbers.sport.value
    answer["start_time"] = numbers.start_time.isoformat()
    answer["mean_max_power_w"] = _with_text_keys(numbers.mean_max_power_w)
    answer["mean_max_speed_mps"] = _with_text_keys(numbers.mean_max_speed_mps)
    answer["device"] = asdict(numbers.device)
    answer["legs"] = [to_json(leg) for leg in numbers.legs]
    answer["warnings"] = [asdict(warning) for warning in numbers.warnings]
    return answer


def _with_text_keys(curve: dict[int, float] | None) -> dict[str, float] | None:
    return None if curve is None else {str(seconds): value for seconds, value in curve.items()}
