"""An optical sensor that counts steps or pedal strokes instead of heart beats."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Sport
from metrics.science.cleaning import MOST_WARNINGS
from metrics.science.segments import Column, Mask, centred_means, spans

LOCK_S = 110
"""Two minutes less what smoothing takes from both ends."""

CLOSE_BPM = 5.0
HALF_WINDOW_S = 2
BRIDGED_S = 5

FOLLOWS_SHARE, SAME_SHARE = 0.6, 0.2
"""A heart rate that only happens to lie near the cadence goes its own way: the difference varies more than
the cadence. One that follows leaves less, one that is the cadence hardly anything."""

LEAST_SPREAD = 0.5
EDGE_BPM, EDGE_S = 10.0, 15
"""A sensor that locks or comes free jumps; a heart does not change so much in a quarter of a minute, then
stay beside the cadence."""

STEPS_PER_MINUTE = 120.0
"""A running cadence above counts steps already, not strides."""


def cadence_locks(channels: dict[str, Column], running: Mask, sport: Sport) -> list[tuple[int, int]]:
    """Half-open stretches in which heart rate follows the cadence for two minutes or more, within 5 bpm.

    Beats are compared with steps on foot and with revolutions else. Being close is not enough: the difference
    must vary less than the cadence itself and the heart rate jump to it or from it; or one of the two be
    beyond doubt.
    """
    if "heart_rate_bpm" not in channels or "cadence_rpm" not in channels:
        return []
    beats, turns = channels["heart_rate_bpm"], channels["cadence_rpm"]
    known = running & ~np.isnan(beats) & (turns > 0)
    if np.count_nonzero(known) < LOCK_S:
        return []
    turns = turns * _per_turn(turns[known], sport)
    off = centred_means(beats - turns, known, HALF_WINDOW_S)
    near = spans(np.abs(np.where(known, off, np.inf)) <= CLOSE_BPM, merge_s=BRIDGED_S)
    locked = [s for s in near if s[1] - s[0] >= LOCK_S and _follows(beats, turns, known, s)]
    return locked[:MOST_WARNINGS]


def _per_turn(turns: Column, sport: Sport) -> float:
    on_foot = sport in (Sport.RUNNING, Sport.WALKING)
    return 2.0 if on_foot and float(np.median(turns)) < STEPS_PER_MINUTE else 1.0


def _follows(beats: Column, turns: Column, known: Mask, span: tuple[int, int]) -> bool:
    start, end = span
    inside = slice(start, end)
    mine, its = beats[inside][known[inside]], turns[inside][known[inside]]
    left = float((mine - its).var() / its.var()) if its.std() >= LEAST_SPREAD else np.inf
    jumps = int(_jumps(beats, start)) + int(_jumps(beats, end))
    return left < SAME_SHARE or jumps == 2 or (left < FOLLOWS_SHARE and jumps == 1)


def _jumps(beats: Column, edge: int) -> bool:
    """Whether the heart rate just before and just after differ as no heart does."""
    before, after = beats[max(edge - EDGE_S, 0) : edge], beats[edge : edge + EDGE_S]
    if np.isnan(before).all() or np.isnan(after).all():
        return False
    return bool(abs(np.nanmean(before) - np.nanmean(after)) >= EDGE_BPM)
