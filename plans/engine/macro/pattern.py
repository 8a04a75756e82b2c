"""Which weeks of a stretch recover: every fourth (third), and never the first nor the last before a taper."""

from __future__ import annotations

from itertools import accumulate


def recovery_weeks(count: int, cycle: int) -> frozenset[int]:
    """Positions 0… of the recovery weeks among `count` full weeks.

    The last week of each cycle is easy; where cycles of `cycle` weeks do not come out, some are a week
    shorter (longer, when they have three). One to `cycle - 1` building weeks follow the last recovery week.
    """
    other = cycle - 1 if cycle > 3 else cycle + 1
    for others in range(count // other + 1):
        for tail in range(cycle - 1, 0, -1):
            rest = count - tail - others * other
            if rest >= 0 and rest % cycle == 0:
                lengths = [other] * others + [cycle] * (rest // cycle)
                return frozenset(end - 1 for end in accumulate(lengths))
    return frozenset()
