"""Track points of TCX and GPX to columns, pauses and warnings: what both formats share."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.errors import FILE_TOO_LARGE, FileError
from athletes.sources.files.limits import GAP_S, LONG_S, MAX_POINTS
from athletes.sources.files.motion import with_motion
from athletes.sources.files.samples import advancing, clean, fill_from_repeats, largest_piece
from athletes.sources.files.timer import explain_timer
from athletes.sources.records import CHANNELS, Column, Interval, Samples, Warning

FIELDS = ("time", *CHANNELS, "piece")
PLACE = {name: place for place, name in enumerate(FIELDS)}
"""Where a point's value goes; `time` is Unix seconds, `piece` the number of its track or segment."""

_WARM_UP_S = 900.0
"""A lap may start this long before its first point; an earlier start is a wrong zone or a wrong clock."""

_UNKNOWN = [float("nan")] * len(FIELDS)


class Points:
    """Rows of one activity, in file order."""

    def __init__(self) -> None:
        self._values = array("d")
        self._row: list[float] | None = None
        self.pieces = 0

    def __len__(self) -> int:
        return len(self._values) // len(FIELDS)

    def start_piece(self) -> None:
        self.pieces += 1

    def start(self) -> None:
        self._row = _UNKNOWN.copy()
        self._row[PLACE["piece"]] = self.pieces

    @property
    def is_open(self) -> bool:
        return self._row is not None

    def put(self, name: str, value: float) -> None:
        """Set a value of the open point; the first value that is known wins."""
        if self._row is not None and self._row[PLACE[name]] != self._row[PLACE[name]]:
            self._row[PLACE[name]] = value

    def end(self) -> None:
        if self._row is not None:
            self._values.extend(self._row)
            self._row = None
        if len(self) > MAX_POINTS:
            raise FileError(FILE_TOO_LARGE, f"This file has more than {MAX_POINTS:,} points. Split it.")

    def columns(self) -> dict[str, Column]:
        table = np.frombuffer(self._values, dtype=np.float64).reshape(-1, len(FIELDS))
        return {name: table[:, place].copy() for name, place in PLACE.items()}


@dataclass(frozen=True, slots=True)
class Track:
    """`start` and `end` are Unix seconds; everything else counts from `start`."""

    start: float
    end: float
    samples: Samples
    pauses: tuple[Interval, ...] = ()
    has_breaks: bool = False
    warnings: tuple[Warning, ...] = field(default=())


def make_track(points: Points, stated_start: float | None, timer_s: float | None) -> Track | None:
    """Return the samples with the pauses between pieces; None when no point has a time."""
    columns = points.columns()
    dated = np.isfinite(columns["time"])
    columns = {name: values[dated] for name, values in columns.items()}
    times, pieces = columns.pop("time"), columns.pop("piece")
    if times.size == 0:
        return None
    kept = advancing(times)
    lost = times[fill_from_repeats(times, columns, kept)]
    times, pieces, columns = times[kept], pieces[kept], _pick(columns, kept)
    piece = largest_piece(times)
    times, pieces, columns = times[piece], pieces[piece], _pick(columns, piece)
    start = float(times[0])
    if stated_start is not None and 0.0 <= start - stated_start <= _WARM_UP_S:
        start = stated_start
    cleaned = clean(np.round(times - start, 3), columns)
    samples = with_motion(cleaned.samples, pieces)
    pauses = _pauses(samples.time_s, pieces)
    warnings = _warnings(lost - start, not bool(piece.all()), samples)
    has_breaks = bool(pauses) and explain_timer(samples.time_s, pauses, timer_s)
    return Track(
        start=start,
        end=float(times[-1]),
        samples=samples,
        pauses=pauses if has_breaks else (),
        has_breaks=has_breaks,
        warnings=(*warnings, *cleaned.warnings),
    )


def _pick(columns: dict[str, Column], mask: np.ndarray) -> dict[str, Column]:
    return {name: values[mask] for name, values in columns.items()}


def _pauses(time_s: Column, pieces: Column) -> tuple[Interval, ...]:
    """Gaps of more than 10 s where a new piece starts; shorter ones are laps, not pauses."""
    breaks = np.flatnonzero((np.diff(pieces) != 0) & (np.diff(time_s) > GAP_S))
    return tuple(Interval(float(time_s[i]), float(time_s[i + 1])) for i in breaks)


def _warnings(behind: Column, is_cut: bool, samples: Samples) -> list[Warning]:
    found = []
    if behind.size:
        found.append(Warning(notes.TIME_WENT_BACK, start_s=max(float(behind[0]), 0.0)))
    if is_cut:
        found.append(Warning(notes.TIME_JUMPED))
    if samples.time_s[-1] > LONG_S:
        found.append(Warning(notes.DURATION_IMPLAUSIBLE, start_s=0.0, end_s=float(samples.time_s[-1])))
    return found


def number(text: str) -> float:
    """Return the number that `text` spells, NaN for anything else."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def moment(text: str) -> datetime | None:
    """Return an ISO 8601 date and time with its offset; without one it is UTC. None for anything else."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return None
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)


def unix(text: str) -> float:
    """Return an ISO 8601 instant as Unix seconds, NaN for anything else."""
    parsed = moment(text)
    try:
        return float("nan") if parsed is None else parsed.timestamp()
    except (OverflowError, ValueError):
        return float("nan")


def offset_s(text: str) -> int | None:
    """Return the UTC offset that an instant states; `Z` states none, since most exporters convert."""
    parsed = moment(text)
    offset = None if parsed is None else parsed.utcoffset()
    return int(offset.total_seconds()) if offset else None
