"""TCX (Garmin Training Center): bytes to one neutral activity, with a leg per sport of a multisport file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.dates import check_date
from athletes.sources.files.errors import FILE_NO_SAMPLES, FILE_NOT_ACTIVITY, FileError
from athletes.sources.files.samples import clean
from athletes.sources.files.sports import from_text
from athletes.sources.files.summary import summarise
from athletes.sources.files.tcx_walk import TcxActivity, TcxLap, TcxReader
from athletes.sources.files.xml_points import Track, make_track
from athletes.sources.files.xml_walk import XmlFault, walk
from athletes.sources.records import RecordedActivity, RecordedLap, Samples, Sport, Warning

_NEXT_LEG_S = 6 * 3600.0
"""Activities of one file further apart than this are not one multisport event."""


def read_tcx(content: bytes, now: datetime) -> RecordedActivity:
    """Read a TCX file; raises FileError. What came before a fault is kept and marked."""
    reader = TcxReader()
    fault: XmlFault | None = None
    try:
        walk(content, reader.on_start, reader.on_end)
    except XmlFault as error:
        fault = error
    legs = [leg for leg in map(_build, reader.activities) if leg is not None]
    if not legs:
        raise _nothing(reader, fault)
    for leg in legs:
        check_date(leg.start_time, now)
    activity = legs[0] if len(legs) == 1 else _parent(legs)
    if fault is None:
        return activity
    code = notes.FILE_TRUNCATED if fault.is_truncated else notes.FILE_DAMAGED
    return replace(activity, warnings=(Warning(code), *activity.warnings))


def _build(read: TcxActivity) -> RecordedActivity | None:
    timer_s = _total([lap.timer_s for lap in read.laps])
    stated = next((lap.start for lap in read.laps if lap.start == lap.start), None)
    track = make_track(read.points, stated, timer_s)
    if track is None:
        track = _without_points(read, stated, timer_s)
    if track is None:
        return None
    sport, sub_sport = from_text(read.sport)
    end_s = track.end - track.start
    activity = RecordedActivity(
        sport=sport,
        sub_sport=sub_sport,
        start_time=datetime.fromtimestamp(track.start, UTC),
        samples=track.samples,
        utc_offset_s=read.offset_s,
        elapsed_s=round(max(end_s, timer_s or 0.0), 3),
        timer_s=timer_s,
        distance_m=_total([lap.distance_m for lap in read.laps]),
        calories_kcal=_total([lap.calories_kcal for lap in read.laps]),
        max_heart_rate_bpm=_highest([lap.max_heart_rate_bpm for lap in read.laps]),
        device_name=read.creator,
        pauses=track.pauses,
        has_timer_events=track.has_breaks,
        laps=_laps(read.laps, track),
        warnings=track.warnings,
    )
    return summarise(activity)


def _without_points(read: TcxActivity, stated: float | None, timer_s: float | None) -> Track | None:
    """A summary typed in by hand, or a pool swim: laps without a single point."""
    if stated is None or not timer_s or len(read.points):
        return None
    empty = Samples(time_s=np.empty(0), channels={})
    return Track(stated, stated + timer_s, empty, warnings=(Warning(notes.NO_RECORDS),))


def _laps(laps: list[TcxLap], track: Track) -> tuple[RecordedLap, ...]:
    known = sorted((lap for lap in laps if lap.start == lap.start), key=lambda lap: lap.start)
    ends = [later.start for _, later in pairwise(known)] + [track.end]
    made = []
    for lap, end in zip(known, ends, strict=False):
        elapsed_s = max(end - lap.start, lap.timer_s or 0.0) if end <= track.end else lap.timer_s
        if elapsed_s:
            made.append(_lap(lap, max(lap.start - track.start, 0.0), elapsed_s))
    return tuple(made)


def _lap(lap: TcxLap, start_s: float, elapsed_s: float) -> RecordedLap:
    return RecordedLap(
        start_s=start_s,
        elapsed_s=elapsed_s,
        timer_s=lap.timer_s,
        distance_m=lap.distance_m,
        avg_power_w=lap.avg_power_w,
        avg_heart_rate_bpm=lap.avg_heart_rate_bpm,
        max_heart_rate_bpm=lap.max_heart_rate_bpm,
        avg_speed_mps=lap.avg_speed_mps,
        avg_cadence_rpm=lap.avg_cadence_rpm,
        trigger=lap.trigger,
    )


def _total(values: list[float | None]) -> float | None:
    """Sum when every lap has the value and it is not nothing."""
    known = [value for value in values if value is not None]
    return round(sum(known), 3) if known and len(known) == len(values) and sum(known) > 0 else None


def _highest(values: list[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _parent(legs: list[RecordedActivity]) -> RecordedActivity:
    legs = sorted(legs, key=lambda leg: leg.start_time)
    is_one_event = all(_gap_s(a, b) <= _NEXT_LEG_S for a, b in pairwise(legs))
    parent = RecordedActivity(
        sport=Sport.MULTISPORT,
        start_time=legs[0].start_time,
        samples=_joined(legs) if is_one_event else Samples(time_s=np.empty(0), channels={}),
        utc_offset_s=legs[0].utc_offset_s,
        timer_s=_total([leg.timer_s for leg in legs]),
        distance_m=_total([leg.distance_m for leg in legs]),
        calories_kcal=_total([leg.calories_kcal for leg in legs]),
        max_heart_rate_bpm=_highest([leg.max_heart_rate_bpm for leg in legs]),
        device_name=legs[0].device_name,
        legs=tuple(legs),
        warnings=() if is_one_event else (Warning(notes.SEVERAL_ACTIVITIES),),
    )
    return summarise(parent)


def _gap_s(leg: RecordedActivity, later: RecordedActivity) -> float:
    return (later.start_time - leg.start_time).total_seconds() - (leg.elapsed_s or leg.timer_s or 0.0)


def _joined(legs: list[RecordedActivity]) -> Samples:
    """The samples of all legs on the clock of the first; distance runs on from leg to leg."""
    first = legs[0].start_time
    sizes = [leg.samples.time_s.size for leg in legs]
    times = [leg.samples.time_s + (leg.start_time - first).total_seconds() for leg in legs]
    names = {name for leg in legs for name in leg.samples.channels}
    channels = {
        name: np.concatenate(
            [leg.samples.channels.get(name, np.full(n, np.nan)) for leg, n in zip(legs, sizes, strict=True)]
        )
        for name in names
    }
    channels.pop("distance_m", None)
    return clean(np.concatenate(times), channels).samples


def _nothing(reader: TcxReader, fault: XmlFault | None) -> FileError:
    if fault is not None:
        return fault.as_error()
    if reader.other is not None:
        return FileError(FILE_NOT_ACTIVITY, f"This TCX file is {reader.other}, not a recorded activity.")
    return FileError(FILE_NO_SAMPLES, "This TCX file holds no points with a time. Export the activity again.")
