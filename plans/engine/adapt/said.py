"""Words for days and numbers in reasons."""

from __future__ import annotations

from datetime import date


def said_day(day: date) -> str:
    """ "Tue 5 Jan"."""
    return f"{day:%a} {day.day} {day:%b}"


def said_days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
