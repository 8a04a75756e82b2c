"""Each way to a load, tried on one activity: what it gives, or what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from athletes.sources.records import Sport
from metrics.science import effort, heart, pace, power, swim
from metrics.science.activity.basis import Basis
from metrics.science.activity.load_choice import COVERAGE, Candidate, Choice, choose, methods
from metrics.science.activity.numbers import LoadMethod
from metrics.science.segments import Column


def load_numbers(basis: Basis) -> dict[str, Any]:
    """The load by the first method that applies to the sport, and the load by pace, as fields."""
    choice = _choice(basis)
    return {
        "load": choice.load,
        "intensity": choice.intensity,
        "load_method": choice.method,
        "load_reason": choice.reason,
        "pace_load": by_pace(basis).load if "pace" in methods(basis.sport) else None,
    }


def _choice(basis: Basis) -> Choice:
    if not basis.totals.timer_s:
        return Choice(None, None, None, "no duration")
    return choose([(method, TRIED[method](basis)) for method in methods(basis.sport)])


def by_power(basis: Basis) -> Candidate:
    """Cycling power against the cycling FTP."""
    return _by_power(basis, basis.thresholds.ftp_w, "no FTP")


def by_running_power(basis: Basis) -> Candidate:
    """Running power against its own threshold."""
    return _by_power(basis, basis.thresholds.running_ftp_w, "no running power threshold")


def by_pace(basis: Basis) -> Candidate:
    """Running by graded speed, swimming by distance over timer time."""
    return _by_swim_pace(basis) if basis.sport is Sport.SWIMMING else _by_running_pace(basis)


def by_heart_rate(basis: Basis) -> Candidate:
    """TRIMP against an hour at the threshold heart rate."""
    beats = basis.beats_bpm
    lacks = _lacks(basis, beats, "heart rate")
    if lacks or beats is None:
        return Candidate(lacks=lacks)
    load = heart.heart_rate_load(beats, basis.thresholds)
    return Candidate(load, lacks=None if load is not None else "no maximum and resting heart rate")


def by_rpe(basis: Basis) -> Candidate:
    """The athlete's rating of the session."""
    load = effort.rpe_load(basis.recorded.rpe, basis.totals.timer_s)
    return Candidate(load, lacks=None if load is not None else "not rated")


def by_duration(basis: Basis) -> Candidate:
    """The clock and the sport's average."""
    load = effort.duration_load(basis.sport, basis.totals.timer_s)
    return Candidate(load, lacks=None if load is not None else "no average for this sport")


TRIED: Mapping[LoadMethod, Callable[[Basis], Candidate]] = {
    "power": by_power,
    "pace": by_pace,
    "running_power": by_running_power,
    "heart_rate": by_heart_rate,
    "rpe": by_rpe,
    "duration": by_duration,
}


def _by_power(basis: Basis, threshold_w: float | None, no_threshold: str) -> Candidate:
    lacks = _lacks(basis, basis.power_w, "power")
    intensity = power.intensity(basis.weighted_power_w, threshold_w)
    if lacks or intensity is None:
        return Candidate(lacks=lacks or (no_threshold if not threshold_w else "shorter than 30 s"))
    return Candidate(power.load(basis.totals.timer_s, intensity), intensity)


def _by_running_pace(basis: Basis) -> Candidate:
    lacks = _lacks(basis, basis.graded_mps, "speed")
    threshold = pace.threshold_speed(basis.thresholds.threshold_pace_s_per_km)
    intensity = power.intensity(basis.weighted_speed_mps, threshold)
    if lacks or intensity is None:
        return Candidate(lacks=lacks or ("no threshold pace" if not threshold else "shorter than 30 s"))
    return Candidate(power.load(basis.totals.timer_s, intensity), intensity)


def _by_swim_pace(basis: Basis) -> Candidate:
    distance, css = basis.totals.distance_m, basis.thresholds.css_s_per_100m
    intensity = swim.intensity(distance, basis.totals.timer_s, css)
    if intensity is None:
        return Candidate(lacks="no distance" if not distance else "no critical swim speed")
    return Candidate(swim.load(basis.totals.timer_s, intensity), intensity)


def _lacks(basis: Basis, values: Column | None, what: str) -> str | None:
    if values is None:
        return f"no {what} recorded"
    return f"{what} for less than half of the time" if basis.coverage(values) < COVERAGE else None
