"""What the evidence of a proposal is called, which data class a reader of it needs, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

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
    "ftp_w": ("Threshold power", "load"),
    "lthr_bpm": ("Threshold heart rate", "load"),
    "threshold_pace_s_per_km": ("Threshold pace", "load"),
    "css_s_per_100m": ("Critical swim speed", "load"),
}
"""How each value is called, and the data class that it is part of."""

PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "hrv_week": ("analysis:daily", {"metric": "hrv"}),
    "hrv_night": ("analysis:daily", {"metric": "hrv"}),
    "resting_hr_z": ("analysis:daily", {"metric": "resting_hr"}),
    "own_word_z": ("metrics:check-in", {}),
    "readiness": ("metrics:health", {}),
    "efficiency_change": ("metrics:activities", {}),
    "strain_days": ("analysis:signals", {}),
    "illness_signs": ("analysis:signals", {}),
    "illness_days": ("metrics:markers", {}),
    "injury_days": ("metrics:markers", {}),
    "weekly_load": ("metrics:fitness", {}),
    "ftp_w": ("athletes:profile", {}),
    "lthr_bpm": ("athletes:profile", {}),
    "threshold_pace_s_per_km": ("athletes:profile", {}),
    "css_s_per_100m": ("athletes:profile", {}),
}
"""Where each value stands; what is not listed is part of a week of the calendar."""

OF_A_DAY = {"own_word_z": "day"}
"""How the day is named to pages that show one."""

OF_A_SESSION, MISSED = "session_not_done", "missed_key:"


def named(metric: str) -> tuple[str, str]:
    """Its name and its data class; what is not listed is part of `load`."""
    return METRICS.get(metric, (metric.replace("_", " ").capitalize(), "load"))


def readable(
    rows: Iterable[Mapping[str, Any]], classes: frozenset[str], *, ref: str, fingerprint: str
) -> list[dict[str, Any]]:
    """The evidence that somebody with these data classes may read, each with its page as `url`.

    `ref` is how the reader names the athlete in addresses, `fingerprint` that of the proposal.
    """
    return [
        {**row, "url": _address(row, ref, fingerprint)}
        for row in rows
        if named(row["metric"])[1] in classes | {"plan"}
    ]


def _address(row: Mapping[str, Any], ref: str, fingerprint: str) -> str:
    metric = row["metric"]
    if metric == OF_A_SESSION and fingerprint.startswith(MISSED):
        return reverse("plans:session", kwargs={"athlete": ref, "uid": fingerprint.removeprefix(MISSED)})
    if metric in PAGES:
        name, parts = PAGES[metric]
        query = f"?{urlencode({OF_A_DAY[metric]: row['date']})}" if metric in OF_A_DAY else ""
        return reverse(name, kwargs={"athlete": ref, **parts}) + query
    query = urlencode({"view": "week", "date": row["date"]})
    return f"{reverse('plans:calendar', kwargs={'athlete': ref})}?{query}"
