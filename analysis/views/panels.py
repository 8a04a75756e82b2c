"""Activities and gaps of the dashboard as the panels of Today show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.models import Activity

ICONS = {"running": "run", "cycling": "bike", "swimming": "swim"}
METHODS = dict(Activity.LoadMethod.choices)
GAPS = {
    "sleep_s": ("sleep", "is-sleep"),
    "resting_hr_bpm": ("heart", "is-heart"),
    "hrv_rmssd_ms": ("heart", "is-heart"),
}
"""Data class and tone of each channel."""


def activity_rows(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The last activities with an icon and the words of their load method."""
    return [
        {
            **each,
            "date": date.fromisoformat(each["date"]),
            "icon": ICONS.get(each["sport"], "activity"),
            "method": METHODS.get(each["load_method"], ""),
        }
        for each in summary["activities"]
    ]


def gap_rows(summary: Mapping[str, Any], may: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The channels with gaps that this viewer may see, each with a tone and a sentence."""
    rows = []
    for gap in summary["gaps"]:
        data, tone = GAPS[gap["channel"]]
        if may[data]:
            words = f"{gap['label']} is missing on {gap['missing']} of {len(gap['days'])} days."
            rows.append({**gap, "tone": tone, "words": words})
    return rows
