"""What the evidence of a proposal is called, and which data class a reader of it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

METRICS: Mapping[str, tuple[str, str]] = {
    "hrv_week": ("HRV, mean of seven days", "heart"),
    "hrv_night": ("HRV of the last night", "heart"),
    "resting_hr_z": ("Resting heart rate against what is usual", "heart"),
    "own_word_z": ("Your own answers against what is usual", "notes"),
    "readiness": ("Readiness", "heart"),
    "efficiency_change": ("Efficiency against what is usual", "activities"),
    "strain_days": ("Signs of too much for", "load"),
    "illness_signs": ("Signs of illness for", "heart"),
    "illness_days": ("Ill for", "notes"),
    "injury_days": ("Injured for", "notes"),
    "weekly_load": ("Load of a usual week", "load"),
    "days_without_training": ("Without training for", "plan"),
    "sessions_not_done": ("Sessions not done", "plan"),
    "session_not_done": ("Session not done", "plan"),
}
"""How each value is called, and the data class that it is part of."""


def named(metric: str) -> tuple[str, str]:
    """Its name and its data class; what is not listed is part of `load`."""
    return METRICS.get(metric, (metric.replace("_", " ").capitalize(), "load"))


def readable(rows: Iterable[Mapping[str, Any]], classes: frozenset[str]) -> list[Mapping[str, Any]]:
    """The evidence that somebody with these data classes may read."""
    return [row for row in rows if named(row["metric"])[1] in classes | {"plan"}]
