"""A multisport activity as the sum of its legs."""

from __future__ import annotations

from collections.abc import Iterable

from athletes.sources.records import RecordedActivity
from metrics.science.activity.numbers import ActivityNumbers


def combine(recorded: RecordedActivity, legs: tuple[ActivityNumbers, ...]) -> ActivityNumbers:
    """The parent's numbers: sums of what the legs know, means weighted by timer time, curves and zones None.

    A load is the sum of the legs' loads; `load_reason` names the legs without one, whose load is missing in
    the sum.
    """
    distance, timer = _sum(leg.distance_m for leg in legs), _sum(leg.timer_s for leg in legs)
    load = _sum(leg.load for leg in legs)
    return ActivityNumbers(
        sport=recorded.sport,
        sub_sport=recorded.sub_sport,
        start_time=recorded.start_time,
        utc_offset_s=recorded.utc_offset_s,
        elapsed_s=_elapsed(recorded, legs),
        timer_s=timer,
        moving_s=_sum(leg.moving_s for leg in legs),
        distance_m=distance,
        ascent_m=_sum(leg.ascent_m for leg in legs),
        descent_m=_sum(leg.descent_m for leg in legs),
        avg_speed_mps=distance / timer if distance is not None and timer else None,
        load=load,
        load_method=None if load is None else "legs",
        load_reason=_reason(legs),
        trimp=_sum(leg.trimp for leg in legs),
        hr_load=_sum(leg.hr_load for leg in legs),
        avg_hr_bpm=_mean_heart_rate(legs),
        max_hr_bpm=max((leg.max_hr_bpm for leg in legs if leg.max_hr_bpm is not None), default=None),
        work_kj=_sum(leg.work_kj for leg in legs),
        calories_kcal=_sum(leg.calories_kcal for leg in legs),
        rpe=recorded.rpe,
        device=recorded.device,
        legs=legs,
        warnings=recorded.warnings,
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _elapsed(recorded: RecordedActivity, legs: tuple[ActivityNumbers, ...]) -> float | None:
    last = legs[-1]
    if last.elapsed_s is None:
        return recorded.elapsed_s
    return (last.start_time - recorded.start_time).total_seconds() + last.elapsed_s


def _reason(legs: tuple[ActivityNumbers, ...]) -> str | None:
    silent = [f"{leg.sport} ({leg.load_reason})" for leg in legs if leg.load is None]
    return "without " + ", ".join(silent) if silent else None


def _mean_heart_rate(legs: tuple[ActivityNumbers, ...]) -> float | None:
    known = [(leg.avg_hr_bpm, leg.timer_s) for leg in legs if leg.avg_hr_bpm is not None and leg.timer_s]
    seconds = sum(timer for _, timer in known)
    return sum(beats * timer for beats, timer in known) / seconds if seconds else None
