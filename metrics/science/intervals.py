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
from typing import Literal

import numpy as np

from metrics.science.segments import Column, cumulative, spans

LEVELS = 16
SMOOTHING_S = ((5, 5, 15), (21, 15, 60))
"""Width of the running mean, longest dip within a stretch, shortest stretch: once for short and once for long
intervals."""

FEWEST, FEWEST_LONG, LONG_S = 3, 2, 240
"""Two stretches make a session only when they are long, and alike to a tenth."""

LENGTH_RATIO, PAIR_LENGTH_RATIO = 1.35, 1.1
REGULAR_SHARE = 0.6
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


BY_POWER = Rule(contrast=1.25, hardness=1.08, spread=0.12, shortest_s=15)
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
    best: list[Span] = []
    best_score = 0.0
    for width, dip_s, shortest_s in SMOOTHING_S:
        smooth = _smoothed(values, width)
        for level in _levels(smooth):
            found = spans(smooth >= level, merge_s=dip_s)
            stretches = [each for each in found if each[1] - each[0] >= max(shortest_s, rule.shortest_s)]
            chosen, score = _regular(stretches, values, rule)
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


def _smoothed(values: Column, width: int) -> Column:
    total = cumulative(values, np.ones(values.size, dtype=bool))
    index = np.arange(values.size)
    low, high = np.maximum(index - width // 2, 0), np.minimum(index + width // 2 + 1, values.size)
    smooth: Column = (total[high] - total[low]) / (high - low)
    return smooth


def _levels(smooth: Column) -> list[float]:
    moving = smooth[smooth > 0]
    if moving.size == 0:
        return []
    low, high = np.quantile(moving, (0.1, 0.99))
    return np.linspace(low, high, LEVELS + 1, endpoint=False)[1:].tolist()


def _regular(stretches: list[Span], values: Column, rule: Rule) -> tuple[list[Span], float]:
    """The stretches that belong to regular sets, and how convincing they are; 0 when they are not."""
    if len(stretches) < FEWEST_LONG:
        return [], 0.0
    total = cumulative(values, np.ones(values.size, dtype=bool))
    lengths = np.array([end - start for start, end in stretches], dtype=np.float64)
    levels = np.array([(total[end] - total[start]) / (end - start) for start, end in stretches])
    sets = [each for each in _sets(lengths, levels, rule) if _is_session(lengths[each], levels[each])]
    members = [k for each in sets for k in range(each.start, each.stop)]
    if not members or lengths[members].sum() < REGULAR_SHARE * lengths.sum():
        return [], 0.0
    contrast = _contrasts(stretches, total)[members]
    moving = values[values > 0]
    if np.median(contrast) < rule.contrast or np.mean(levels[members]) < rule.hardness * np.mean(moving):
        return [], 0.0
    share = lengths[members].sum() / lengths.sum()
    score = lengths[members].sum() * (min(float(np.median(contrast)), 3.0) - 1) * share**2
    return [stretches[k] for k in members], float(score)


def _sets(lengths: Column, levels: Column, rule: Rule) -> Iterator[slice]:
    """Runs of neighbours that are alike in length and level, as slices of the stretches."""
    first = 0
    for index in range(1, lengths.size + 1):
        whole = slice(first, index + 1)
        if index < lengths.size and _alike(lengths[whole], LENGTH_RATIO, levels[whole], rule.spread):
            continue
        yield slice(first, index)
        first = index


def _alike(lengths: Column, ratio: float, levels: Column, spread: float) -> bool:
    return bool(
        lengths.max() <= ratio * lengths.min() and levels.max() - levels.min() <= spread * np.mean(levels)
    )


def _is_session(lengths: Column, levels: Column) -> bool:
    if lengths.size >= FEWEST:
        return True
    long = lengths.size == FEWEST_LONG and bool(lengths.min() >= LONG_S)
    return long and _alike(lengths, PAIR_LENGTH_RATIO, levels, PAIR_LENGTH_RATIO - 1)


def _contrasts(stretches: list[Span], total: Column) -> Column:
    """Each stretch's mean over that of its surroundings: as long as itself on both sides, without others."""
    ratios = []
    for index, (start, end) in enumerate(stretches):
        before = max(stretches[index - 1][1] if index else 0, start - (end - start))
        after = min(
            stretches[index + 1][0] if index + 1 < len(stretches) else total.size - 1, end + (end - start)
        )
        around = total[start] - total[before] + total[after] - total[end]
        seconds = start - before + after - end
        level = (total[end] - total[start]) / (end - start)
        ratios.append(level * seconds / around if around > 0 else np.inf)
    return np.array(ratios)


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
    part = {name: values[start:end] for name, values in channels.items()}
    speed, beats = _known(part.get("speed_mps")), _known(part.get("heart_rate_bpm"))
    power = _known(part.get("power_w"))
    return FoundInterval(
        kind=kind,
        start_s=float(start),
        duration_s=float(end - start),
        distance_m=float(np.sum(speed)) if speed.size else None,
        avg_power_w=float(np.mean(power)) if power.size else None,
        avg_speed_mps=float(np.mean(speed)) if speed.size else None,
        avg_hr_bpm=float(np.mean(beats)) if beats.size else None,
        max_hr_bpm=float(np.max(beats)) if beats.size else None,
    )


def _known(values: Column | None) -> Column:
    return np.empty(0) if values is None else values[~np.isnan(values)]
