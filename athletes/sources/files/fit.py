"""FIT files: bytes to one neutral activity, with a leg per session when there are several."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.dates import check_date
from athletes.sources.files.fit_content import FitContent, Message
from athletes.sources.files.fit_date import set_date
from athletes.sources.files.fit_decode import decode
from athletes.sources.files.fit_hr import merge_heart_rate
from athletes.sources.files.fit_kinds import check_kind, undated
from athletes.sources.files.fit_legs import read_legs
from athletes.sources.files.fit_records import as_number
from athletes.sources.files.fit_sessions import build
from athletes.sources.files.fit_timeline import SportPart
from athletes.sources.files.fit_values import device_name, utc_offset_s
from athletes.sources.files.summary import summarise
from athletes.sources.records import Column, RecordedActivity, Warning

_DEGREES = 180.0 / 2**31


def read_fit(content: bytes, now: datetime) -> RecordedActivity:
    """Read a FIT file; raises FileError. What came before a fault is kept and marked."""
    found = decode(content)
    check_kind(found)
    set_date(found)
    times, columns, stored = _columns(found)
    sessions = _sessions(found)
    if len(sessions) > 1:
        activity = read_legs(found, sessions, times, columns)
    else:
        activity = _single(found, sessions, times, columns)
    if activity is None:
        raise undated(found)
    check_date(activity.start_time, now)
    return replace(
        activity,
        utc_offset_s=utc_offset_s(found.messages["activity"]),
        device_name=device_name(found),
        warnings=(*(Warning(code) for code in (*found.notes, *stored)), *activity.warnings),
    )


def _columns(found: FitContent) -> tuple[Column, dict[str, Column], list[str]]:
    """Return (times, channels in our units, notes): degrees, cadence with its fraction."""
    columns = dict(found.columns)
    times = columns.pop("time", np.full(found.records, np.nan))
    part = columns.pop("fractional_cadence", None)
    if part is not None and "cadence_rpm" in columns:
        columns["cadence_rpm"] = columns["cadence_rpm"] + np.nan_to_num(part)
    for name in ("latitude_deg", "longitude_deg"):
        if name in columns:
            columns[name] = columns[name] * _DEGREES
    if not found.heart_rates or found.records == 0:
        return times, columns, []
    own = columns.get("heart_rate_bpm", np.full(found.records, np.nan))
    columns["heart_rate_bpm"], is_complete = merge_heart_rate(times, own, found.heart_rates)
    return times, columns, [] if is_complete else [notes.HEART_RATE_INCOMPLETE]


def _sessions(found: FitContent) -> list[Message]:
    """The sessions in order of time, each once, without a summary of the whole."""
    unique = {(s.get("start_time"), s.get("sport"), s.get("_part")): s for s in found.messages["session"]}
    sessions = list(unique.values())
    if len(sessions) > 1:
        sessions = [s for s in sessions if s.get("sport") != "multisport"] or sessions[:1]
    return sorted(sessions, key=lambda s: (np.nan_to_num(as_number(s.get("start_time"))), s.get("_part", 0)))


def _single(
    found: FitContent, sessions: list[Message], times: Column, columns: dict[str, Column]
) -> RecordedActivity | None:
    session = dict(sessions[0]) if sessions else {}
    for source in (*found.messages["sport"], *found.messages["lap"]):
        for name in ("sport", "sub_sport"):
            if name in source:
                session.setdefault(name, source[name])
    if not sessions and found.messages["activity"]:
        session["total_timer_time"] = found.messages["activity"][-1].get("total_timer_time")
    part = SportPart(
        session=session,
        times=times,
        columns=columns,
        laps=found.messages["lap"],
        lengths=found.messages["length"],
        events=found.messages["event"],
    )
    activity = build(part)
    if activity is None or sessions:
        return activity
    noted = replace(activity, warnings=(Warning(notes.NO_SESSION), *activity.warnings))
    return summarise(noted)
