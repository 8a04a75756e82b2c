"""Session, lap and event messages beside the columns of one sport: one neutral activity."""

from __future__ import annotations

from typing import Any

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.fit_clock import clip, timer_pauses
from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_timeline import SportPart, Timeline, lay_out
from athletes.sources.files.fit_values import instant, number, positive, to_datetime
from athletes.sources.files.limits import LONG_S, MAX_SPAN_S
from athletes.sources.files.motion import with_motion
from athletes.sources.files.samples import clean
from athletes.sources.files.sports import from_fit
from athletes.sources.files.texts import printable
from athletes.sources.files.timer import explain_timer
from athletes.sources.records import (
    DeviceFigures,
    Interval,
    RecordedActivity,
    RecordedLap,
    Samples,
    Sport,
    Warning,
)

_MOVING = (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING, Sport.WALKING, Sport.ROWING, Sport.SKIING)
_SWAP_S = 2.0
_SWAP_SHARE = 0.01
_MAX_DISTANCE_M = 20_000_000.0


def build(part: SportPart) -> RecordedActivity | None:
    """Return the activity of one session; None when neither a sample nor a summary has a date."""
    session = part.session
    sport, sub_sport = from_fit(session.get("sport"), session.get("sub_sport"))
    elapsed_s, timer_s, is_swapped = _totals(session)
    pool_length_m = positive(session, "pool_length", high=1000.0)
    timeline = lay_out(
        part, is_swim=sport is Sport.SWIMMING, pool_length_m=pool_length_m, elapsed_s=elapsed_s
    )
    if timeline is None:
        return None
    cleaned = clean(np.round(timeline.times - timeline.start, 3), timeline.columns)
    end_s = _end(cleaned.samples, elapsed_s)
    pauses, has_timer_events, event_notes = _pauses(part, timeline, cleaned.samples, end_s, timer_s)
    own_notes = _own_notes(cleaned.samples, end_s, is_swapped)
    return RecordedActivity(
        sport=sport,
        sub_sport=sub_sport,
        start_time=to_datetime(timeline.start),
        samples=with_motion(cleaned.samples) if sport in _MOVING else cleaned.samples,
        name=printable(session.get("sport_profile_name")),
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        pool_length_m=pool_length_m,
        pauses=pauses,
        has_timer_events=has_timer_events,
        laps=_laps(part.laps, timeline),
        device=_device_figures(session),
        warnings=(*own_notes, *timeline.warnings, *event_notes, *cleaned.warnings),
        **_summary(session),
    )


def _totals(session: Message) -> tuple[float | None, float | None, bool]:
    """Return (elapsed, timer, whether the file had them exchanged); timer time never exceeds elapsed time."""
    elapsed_s = positive(session, "total_elapsed_time", high=MAX_SPAN_S)
    timer_s = positive(session, "total_timer_time", high=MAX_SPAN_S)
    if elapsed_s is None or timer_s is None or timer_s <= elapsed_s:
        return elapsed_s, timer_s, False
    if timer_s - elapsed_s > max(_SWAP_S, _SWAP_SHARE * elapsed_s):
        return timer_s, elapsed_s, True
    return timer_s, timer_s, False


def _end(samples: Samples, elapsed_s: float | None) -> float:
    last = 0.0 if samples.is_empty else float(samples.time_s[-1])
    return max(elapsed_s or 0.0, last)


def _own_notes(samples: Samples, end_s: float, is_swapped: bool) -> list[Warning]:
    found = []
    if is_swapped:
        found.append(Warning(notes.TOTALS_SWAPPED))
    if samples.is_empty:
        found.append(Warning(notes.NO_RECORDS))
    if end_s > LONG_S:
        found.append(Warning(notes.DURATION_IMPLAUSIBLE, start_s=0.0, end_s=end_s))
    return found


def _pauses(
    part: SportPart, timeline: Timeline, samples: Samples, end_s: float, timer_s: float | None
) -> tuple[tuple[Interval, ...], bool, list[Warning]]:
    stops = timer_pauses(part.events)
    if stops is None:
        return (), False, []
    mended = [(timeline.mend(stop), timeline.mend(start)) for stop, start in stops]
    pauses = clip(mended, timeline.start, timeline.start + end_s)
    if explain_timer(samples.time_s, pauses, timer_s):
        return pauses, True, []
    return (), False, [Warning(notes.TIMER_EVENTS_INCOMPLETE)]


def _laps(laps: list[Message], timeline: Timeline) -> tuple[RecordedLap, ...]:
    made = [_lap(lap, timeline) for lap in laps]
    return tuple(sorted((lap for lap in made if lap is not None), key=lambda lap: lap.start_s))


def _lap(lap: Message, timeline: Timeline) -> RecordedLap | None:
    start = instant(lap, "start_time")
    elapsed_s, timer_s, _ = _totals(lap)
    if start is None or elapsed_s is None:
        return None
    summary = _summary(lap)
    trigger = lap.get("lap_trigger")
    return RecordedLap(
        start_s=max(timeline.mend(start) - timeline.start, 0.0),
        elapsed_s=elapsed_s,
        timer_s=timer_s,
        distance_m=summary["distance_m"],
        avg_power_w=summary["avg_power_w"],
        avg_heart_rate_bpm=summary["avg_heart_rate_bpm"],
        max_heart_rate_bpm=summary["max_heart_rate_bpm"],
        avg_speed_mps=summary["avg_speed_mps"],
        avg_cadence_rpm=_cadence(lap),
        ascent_m=summary["ascent_m"],
        trigger=trigger if isinstance(trigger, str) else None,
    )


def _cadence(lap: Message) -> float | None:
    whole = positive(lap, "avg_cadence", "avg_running_cadence", "avg_swimming_cadence", high=300.0)
    part = number(lap, "avg_fractional_cadence", low=0.0, high=1.0)
    return None if whole is None else whole + (part or 0.0)


def _summary(message: Message) -> dict[str, Any]:
    """The figures that a session and a lap have alike, by the names of `RecordedActivity`."""
    effort = number(message, "workout_rpe", low=0.0, high=100.0)
    feel = number(message, "workout_feel", low=0.0, high=100.0)
    return {
        "distance_m": positive(message, "total_distance", high=_MAX_DISTANCE_M),
        "ascent_m": number(message, "total_ascent", low=0.0, high=60_000.0),
        "avg_heart_rate_bpm": positive(message, "avg_heart_rate", high=250.0),
        "max_heart_rate_bpm": positive(message, "max_heart_rate", high=250.0),
        "avg_power_w": positive(message, "avg_power", high=65_534.0),
        "avg_speed_mps": positive(message, "enhanced_avg_speed", "avg_speed", high=150.0),
        "calories_kcal": positive(message, "total_calories", high=65_534.0),
        "rpe": None if effort is None else effort / 10.0,
        "feel": None if feel is None else 1 + round(feel / 25.0),
    }


def _device_figures(session: Message) -> DeviceFigures:
    return DeviceFigures(
        weighted_power_w=positive(session, "normalized_power", high=5_000.0),
        load=positive(session, "training_stress_score", high=6_000.0),
        intensity=positive(session, "intensity_factor", high=10.0),
        ftp_w=positive(session, "threshold_power", high=2_000.0),
    )
