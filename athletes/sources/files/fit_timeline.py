"""Records of one session on one clock that advances."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.fit_clock import ClockJump, find_jump
from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_swim import needs_lengths, swim_columns
from athletes.sources.files.fit_values import FIRST_DATE, instant
from athletes.sources.files.samples import Mask, advancing, fill_from_repeats, largest_piece
from athletes.sources.records import Column, Warning

_A_DAY_S = 86_400.0

type Columns = dict[str, Column]


@dataclass(slots=True)
class SportPart:
    """What belongs to one session. `times` (FIT seconds) and `columns` are in file order, shape (n,)."""

    session: Message
    times: Column
    columns: Columns
    laps: list[Message] = field(default_factory=list)
    lengths: list[Message] = field(default_factory=list)
    events: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Timeline:
    """`times` are strictly increasing FIT seconds, none before `start`; `jump` is already mended in them."""

    start: float
    times: Column
    columns: Columns
    jump: ClockJump | None
    warnings: tuple[Warning, ...]

    def mend(self, fit_s: float) -> float:
        """Return a time of the file (a lap's, an event's) on this timeline."""
        return fit_s if self.jump is None else self.jump.mend(fit_s)


def lay_out(
    part: SportPart, *, is_swim: bool, pool_length_m: float | None, elapsed_s: float | None
) -> Timeline | None:
    """Keep what advances, rebuild a pool swim, close a clock jump; None when nothing has a date."""
    times, columns, behind = _dated(part)
    if is_swim and needs_lengths(part.lengths, times, columns):
        times, columns = swim_columns(part.lengths, pool_length_m, times, columns)
    jump = find_jump(times, elapsed_s)
    if jump is not None:
        times = np.where(times >= jump.at, times - jump.by, times)
    piece = largest_piece(times)
    times, columns = _pick(times, columns, piece)
    start = _start(part.session, times, elapsed_s)
    if start is None:
        return None
    warnings = []
    if behind.size:
        warnings.append(Warning(notes.TIME_WENT_BACK, start_s=max(float(behind[0]) - start, 0.0)))
    if jump is not None:
        warnings.append(Warning(notes.TIME_JUMPED, start_s=jump.at - jump.by - start))
    elif not piece.all():
        warnings.append(Warning(notes.TIME_JUMPED))
    return Timeline(start, times, columns, jump, tuple(warnings))


def _dated(part: SportPart) -> tuple[Column, Columns, Column]:
    """Return (times, columns) that advance, and the times at which something was lost."""
    dated = part.times >= FIRST_DATE
    times, columns = _pick(part.times, part.columns, dated)
    kept = advancing(times)
    if kept.all():
        return times, columns, times[:0]
    lost = fill_from_repeats(times, columns, kept)
    return *_pick(times, columns, kept), times[lost]


def _pick(times: Column, columns: Columns, mask: Mask) -> tuple[Column, Columns]:
    if mask.all():
        return times, dict(columns)
    return times[mask], {name: values[mask] for name, values in columns.items()}


def _start(session: Message, times: Column, elapsed_s: float | None) -> float | None:
    """The session's own start unless the samples prove it wrong; never after the first sample."""
    stated = instant(session, "start_time")
    if times.size == 0:
        return stated
    first, last = float(times[0]), float(times[-1])
    if stated is None or stated > last or first - stated > max(elapsed_s or 0.0, _A_DAY_S):
        return first
    return min(stated, first)
