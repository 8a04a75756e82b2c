"""What the chart of fitness shows, in a sentence."""

from __future__ import annotations

from datetime import date

from config.core.dates import full_day
from config.core.formatting import load
from metrics.selectors.load import LoadWindow

NOTICED = 2
"""The least change of fitness that is worth a verb."""


def fitness_caption(window: LoadWindow, start: date | None) -> str:
    """Where fitness stood at `start` (None: the first day of the window) and where it stands now."""
    if window.load.size < 2:
        return ""
    first = max(start or window.start, window.first_day or window.start)
    index = min((first - window.start).days, window.load.size - 1)
    before, now = round(window.fitness[index]), round(window.fitness[-2])
    since = f"since {full_day(first)}"
    if abs(now - before) < NOTICED:
        return f"Fitness held at {load(now)} {since}."
    verb = "rose" if now > before else "fell"
    return f"Fitness {verb} by {load(abs(now - before))} {since}, from {load(before)} to {load(now)}."
