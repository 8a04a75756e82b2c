"""Seconds in three zones as whole minutes that still add up."""

from __future__ import annotations

import math

type Three = tuple[int, int, int]


def split_minutes(seconds: tuple[float, float, float], minutes: int) -> Three:
    """Whole minutes that sum to `minutes`: rounded down, and the rest to the largest remainders.

    Of equal remainders the easier zone comes first. (0, 0, 0) seconds give all minutes to the first zone.
    """
    total = sum(seconds)
    if total <= 0:
        return minutes, 0, 0
    exact = [each * minutes / total for each in seconds]
    whole = [math.floor(round(each, 9)) for each in exact]
    order = sorted(range(3), key=lambda zone: (round(whole[zone] - exact[zone], 9), zone))
    for zone in order[: minutes - sum(whole)]:
        whole[zone] += 1
    return whole[0], whole[1], whole[2]
