"""From "it is so today" to events with a first and a last day, without ever looking ahead."""

from __future__ import annotations

from metrics.science.segments import Mask

JOINED_DAYS = 7
"""What comes back within a week was never over."""


def episodes(
    opens: Mask, holds: Mask, *, patience: int = 2, joined: int = JOINED_DAYS
) -> list[tuple[int, int]]:
    """Half-open intervals of days, the end being n while an event goes on.

    An event starts on a day of `opens` and goes on until `holds` was False on more than `patience` days
    running; its end is the day after the last that held. One that opens again `joined` or fewer days after
    the end goes on. Later days can move the end of the last event, never a start.
    """
    found: list[tuple[int, int]] = []
    start = held = -1
    for day, (opening, holding) in enumerate(zip(opens.tolist(), holds.tolist(), strict=True)):
        if start < 0:
            if not opening:
                continue
            start = found.pop()[0] if found and day - found[-1][1] <= joined else day
            held = day
        elif opening or holding:
            held = day
        elif day - held > patience:
            found.append((start, held + 1))
            start = -1
    if start >= 0:
        found.append((start, opens.size))
    return found
