"""Several sessions in one file: one leg each, under a parent that spans them.

Transitions stay as legs (family `other`, sub sport `transition`), so that the legs make the whole race.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import inf

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.errors import FILE_TOO_LARGE, FileError
from athletes.sources.files.fit_content import FitContent, Message
from athletes.sources.files.fit_sessions import build
from athletes.sources.files.fit_timeline import SportPart
from athletes.sources.files.fit_values import instant, positive
from athletes.sources.files.limits import MAX_SESSIONS, MAX_SPAN_S
from athletes.sources.records import Column, RecordedActivity, Warning

type Columns = dict[str, Column]

_GLUE_S = 1.0
"""A session's last record may lie on its very end."""
_SUMMED = ("total_timer_time", "total_distance", "total_calories", "total_ascent")


def read_legs(
    found: FitContent, sessions: list[Message], times: Column, columns: Columns
) -> RecordedActivity | None:
    """Return the parent with its legs, or the one leg that has a date, or None.

    `sessions` are in order of time. Sessions of one part share its records, cut by start and elapsed time;
    chained parts keep their own. Raises FileError with FILE_TOO_LARGE for more than MAX_SESSIONS.
    """
    if len(sessions) > MAX_SESSIONS:
        raise FileError(FILE_TOO_LARGE, f"This file has more than {MAX_SESSIONS} activities. Split it.")
    windows = _windows(sessions)
    shared = Counter(session["_part"] for session in sessions)
    parts = [
        _own_part(found, session, times, columns)
        if shared[session["_part"]] == 1 and (found.parts == session["_part"]).any()
        else _cut(found, session, window, times, columns)
        for session, window in zip(sessions, windows, strict=True)
    ]
    legs = tuple(leg for leg in map(build, parts) if leg is not None)
    if len(legs) < 2:
        return legs[0] if legs else None
    is_chained = len(shared) > 1 and len(np.unique(found.parts)) > 1
    parent = _separate(sessions) if is_chained else _whole(found, sessions, windows, times, columns)
    built = build(parent)
    if built is None:
        return None
    warnings = (Warning(notes.SEVERAL_ACTIVITIES),) if is_chained else built.warnings
    return replace(built, name=None, legs=legs, warnings=warnings)


def _windows(sessions: list[Message]) -> list[tuple[float, float]]:
    """Half-open [start, end) of each session in FIT seconds; a next start cuts the one before."""
    windows = []
    for session in sessions:
        start = instant(session, "start_time") or instant(session, "timestamp") or 0.0
        elapsed_s = positive(session, "total_elapsed_time", high=MAX_SPAN_S)
        windows.append((start, inf if elapsed_s is None else start + elapsed_s + _GLUE_S))
    cut = [(start, min(end, later)) for (start, end), (later, _) in pairwise(windows)]
    return [*cut, windows[-1]]


def _own_part(found: FitContent, session: Message, times: Column, columns: Columns) -> SportPart:
    part = session["_part"]
    own = found.parts == part
    chosen = {
        name: [message for message in found.messages[name] if message["_part"] == part]
        for name in ("lap", "length", "event")
    }
    return SportPart(
        session=session,
        times=times[own],
        columns={name: values[own] for name, values in columns.items()},
        laps=chosen["lap"],
        lengths=chosen["length"],
        events=chosen["event"],
    )


def _cut(
    found: FitContent, session: Message, window: tuple[float, float], times: Column, columns: Columns
) -> SportPart:
    start, end = window
    inside = (times >= start) & (times < end)
    own = found.parts == session["_part"]
    if own.any():
        inside &= own
    return SportPart(
        session=session,
        times=times[inside],
        columns={name: values[inside] for name, values in columns.items()},
        laps=_starting_in(found.messages["lap"], window),
        lengths=_starting_in(found.messages["length"], window),
        events=found.messages["event"],
    )


def _starting_in(messages: list[Message], window: tuple[float, float]) -> list[Message]:
    start, end = window
    return [message for message in messages if start <= (instant(message, "start_time") or 0.0) < end]


def _whole(
    found: FitContent,
    sessions: list[Message],
    windows: list[tuple[float, float]],
    times: Column,
    columns: Columns,
) -> SportPart:
    """The parent over all records: totals are sums, elapsed time runs to the last session's end."""
    session = _separate(sessions).session
    start, end = windows[0][0], windows[-1][1] - _GLUE_S
    if 0.0 < end - start < MAX_SPAN_S:
        session["total_elapsed_time"] = round(end - start, 3)
    return SportPart(
        session=session,
        times=times,
        columns=columns,
        laps=found.messages["lap"],
        events=found.messages["event"],
    )


def _separate(sessions: list[Message]) -> SportPart:
    """The parent of activities that only share a file: their sums, no samples."""
    session: Message = {"sport": "multisport", "start_time": sessions[0].get("start_time")}
    for name in _SUMMED:
        known = [value for one in sessions if (value := positive(one, name, high=inf)) is not None]
        if known:
            session[name] = round(sum(known), 3)
    peaks = [value for one in sessions if (value := positive(one, "max_heart_rate", high=250.0)) is not None]
    if peaks:
        session["max_heart_rate"] = max(peaks)
    return SportPart(session=session, times=np.empty(0), columns={})
