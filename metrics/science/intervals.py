"""Intervals: repeated stretches of like length and effort, with easier ones between them.

The signal is smoothed and cut at many levels; at each level the stretches above it are looked at, and the
level wins whose stretches are most regular and stand out most. Each edge is then moved to the change point of
the signal as recorded (the step that leaves the least squared error). Hills, traffic and coasting make
stretches too, but of all lengths: what is not regular is no session, and a steady one has none. The limits
below are conventions, chosen on generated sessions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

import numpy as np

from metrics.science.segments import Column, Index, cumulative, span_edges

LEVELS = 16
SMOOTHING_S = ((5, 5, 15), (21, 15, 60))
"""Width of the running mean, longest dip within a stretch, shortest stretch: once for short and once for long
intervals."""

FEWEST, FEWEST_LONG, LONG_S = 3, 2, 240
"""Two stretches make a session only when they are long, and alike to a tenth."""

LENGTH_RATIO, FEW_LENGTH_RATIO, PAIR_RATIO = 1.35, 1.15, 1.1
REGULAR_SHARE = 0.65
LEAST_WORK_S, LEAST_WORK_SHARE = 120, 0.025
MOST_CONTRAST = 3.0
LONGEST_REST_S = 900


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts as an interval in one kind of signal.

    `contrast` is the least ratio of a stretch to what surrounds it, `hardness` to the mean of the whole while
    moving, `spread` how far levels of one set may lie apart, as a share; `shortest_s` the shortest stretch.
    """

    contrast: float
    hardness: float
    spread: float
    shortest_s: int


BY_POWER = Rule(contrast=1.25, hardness=1.08, spread=0.14, shortest_s=15)
BY_SPEED = Rule(contrast=1.15, hardness=1.05, spread=0.08, shortest_s=15)
BY_HEART_RATE = Rule(contrast=1.06, hardness=1.03, spread=0.05, shortest_s=90)


@dataclass(frozen=True, slots=True)
class FoundInterval:
    """A stretch of work, or the recovery after it; seconds count from the activity's start."""

    kind: Literal["work", "recover"]
    start_s: float
    duration_s: float
    distance_m: float | None = None
    avg_power_w: float | None = None
    avg_speed_mps: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None


type Span = tuple[int, int]


def work_spans(signal: Column, rule: Rule) -> list[Span]:
    """The stretches of work as half-open seconds, in order; empty when there is no session of intervals.

    `signal` is 1 Hz, shape (n,); unknown seconds and pauses (NaN) are rest.
    """
    values = np.nan_to_num(signal)
    total = cumulative(values, np.ones(values.size, dtype=bool))
    moving_s = int(np.count_nonzero(values))
    if moving_s == 0:
        return []
    hard = rule.hardness * float(total[-1]) / moving_s
    least_s = max(LEAST_WORK_S, LEAST_WORK_SHARE * moving_s)
    best: list[Span] = []
    best_score = 0.0
    for width, dip_s, shortest_s in SMOOTHING_S:
        smooth = _smoothed(total, width)
        for level in _levels(smooth):
            starts, ends = span_edges(smooth >= level, merge_s=dip_s)
            long = ends - starts >= max(shortest_s, rule.shortest_s)
            chosen, score = _regular(starts[long], ends[long], total, rule, hard, least_s)
            if score > best_score:
                best, best_score = chosen, score
    return _refined(best, values)


def found_intervals(work: Sequence[Span], channels: dict[str, Column]) -> tuple[FoundInterval, ...]:
    """The stretches and the recoveries between them with their figures; `channels` are those of the grid."""
    found: list[FoundInterval] = []
    for index, (start, end) in enumerate(work):
        found.append(_described("work", start, end, channels))
        following = work[index + 1][0] if index + 1 < len(work) else end
        if 0 < following - end <= LONGEST_REST_S:
            found.append(_described("recover", end, following, channels))
    return tuple(found)


def _smoothed(total: Column, width: int) -> Column:
    """Running means over about `width` seconds of what was summed up, narrower at the ends."""
    index = np.arange(total.size - 1)
    low, high = np.maximum(index - width // 2, 0), np.minimum(index + width // 2 + 1, index.size)
    smooth: Column = (total[high] - total[low]) / (high - low)
    return smooth


def _levels(smooth: Column) -> list[float]:
    moving = smooth[smooth > 0]
    if moving.size == 0:
        return []
    low, high = np.quantile(moving, (0.1, 0.99))
    return np.linspace(low, high, LEVELS + 1, endpoint=False)[1:].tolist()


def _regular(
    starts: Index, ends: Index, total: Column, rule: Rule, hard: float, least_s: float
) -> tuple[list[Span], float]:
    """The stretches [start, end) that belong to regular sets, and how convincing they are; 0 if they are not.

    `total` is the running total of the signal, `hard` the least level of a set, `least_s` of the whole work.
    """
    if starts.size < FEWEST_LONG:
        return [], 0.0
    lengths = (ends - starts).astype(np.float64)
    levels = (total[ends] - total[starts]) / lengths
    contrasts = levels / _surroundings(starts, ends, total)
    members: list[int] = []
    for first, end in _sets(lengths.tolist(), levels.tolist(), rule):
        if fmean(levels[first:end]) >= hard and median(contrasts[first:end].tolist()) >= rule.contrast:
            members += range(first, end)
    if not members:
        return [], 0.0
    worked = float(lengths[members].sum())
    share = worked / float(lengths.sum())
    if worked < least_s or share < REGULAR_SHARE:
        return [], 0.0
    contrast = min(float(np.average(contrasts[members], weights=lengths[members])), MOST_CONTRAST)
    chosen = list(zip(starts[members].tolist(), ends[members].tolist(), strict=True))
    return chosen, worked * (contrast - 1) ** 2 * share**2


def _sets(lengths: list[float], levels: list[float], rule: Rule) -> Iterator[Span]:
    """Runs of neighbours that are alike in length and level and make a session, as half-open indices."""
    first = 0
    shortest = longest = lengths[0]
    lowest = highest = levels[0]
    # No min and max: this runs for every stretch at every level, and the calls cost three times as much.
    for index, (length, level) in enumerate(zip(lengths, levels, strict=True)):
        shorter, longer = length if length < shortest else shortest, length if length > longest else longest
        lower, higher = level if level < lowest else lowest, level if level > highest else highest
        if longer <= LENGTH_RATIO * shorter and higher - lower <= rule.spread * lower:
            shortest, longest, lowest, highest = shorter, longer, lower, higher
            continue
        if _is_session(index - first, shortest, longest, highest / lowest):
            yield first, index
        first, shortest, longest, lowest, highest = index, length, length, level, level
    if _is_session(len(lengths) - first, shortest, longest, highest / lowest):
        yield first, len(lengths)


def _is_session(count: int, shortest_s: float, longest_s: float, level_ratio: float) -> bool:
    """Few stretches must be more alike than many: two or three are so by chance."""
    if count > FEWEST:
        return True
    if count == FEWEST:
        return longest_s <= FEW_LENGTH_RATIO * shortest_s
    alike = longest_s <= PAIR_RATIO * shortest_s and level_ratio <= PAIR_RATIO
    return count == FEWEST_LONG and shortest_s >= LONG_S and alike


def _surroundings(starts: Index, ends: Index, total: Column) -> Column:
    """The mean level around each stretch: as long as itself on both sides, without the others."""
    before = np.maximum(np.concatenate([[0], ends[:-1]]), 2 * starts - ends)
    after = np.minimum(np.concatenate([starts[1:], [total.size - 1]]), 2 * ends - starts)
    around = total[starts] - total[before] + total[after] - total[ends]
    return np.maximum(around / np.maximum(starts - before + after - ends, 1), 1e-9)


def _refined(work: list[Span], values: Column) -> list[Span]:
    """Both edges of every stretch moved to the change point near them."""
    refined = []
    for index, (start, end) in enumerate(work):
        half = (end - start) // 2
        before = (work[index - 1][1] + start) // 2 if index else 0
        after = (end + work[index + 1][0]) // 2 if index + 1 < len(work) else values.size
        refined.append(
            (
                _change_point(values, max(before, start - half), start + half),
                _change_point(values, end - half, min(after, end + half)),
            )
        )
    return refined


def _change_point(values: Column, low: int, high: int) -> int:
    """The second in (low, high) that parts [low, high) into two levels with the least squared error."""
    part = values[low:high]
    if part.size < 2:
        return low
    left = np.cumsum(part)[:-1]
    count = np.arange(1, part.size)
    rest = part.size - count
    gain = (left * part.size - part.sum() * count) ** 2 / (count * rest)
    return low + 1 + int(np.argmax(gain))


def _described(
    kind: Literal["work", "recover"], start: int, end: int, channels: dict[str, Column]
) -> FoundInterval:
    names = ("speed_mps", "heart_rate_bpm", "power_w")
    speed, beats, power = (_known(channels.get(name), start, end) for name in names)
    return FoundInterval(
        kind=kind,
        start_s=float(start),
        duration_s=float(end - start),
        distance_m=float(speed.sum()) if speed.size else None,
        avg_power_w=_mean(power),
        avg_speed_mps=_mean(speed),
        avg_hr_bpm=_mean(beats),
        max_hr_bpm=float(beats.max()) if beats.size else None,
    )


def _mean(values: Column) -> float | None:
    return float(values.sum()) / values.size if values.size else None


def _known(values: Column | None, start: int, end: int) -> Column:
    if values is None:
        return np.empty(0)
    part = values[start:end]
    return part[~np.isnan(part)]
