"""Activities and gaps of the dashboard as the panels of Today show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from metrics.models import Activity
from metrics.selectors.readiness import assemble
from metrics.views.readiness_words import hero, picture

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


def readiness_today(summary: Mapping[str, Any], may: Mapping[str, bool]) -> dict[str, Any] | None:
    """Readiness and form in one sentence and what drives it, from what this viewer may see.

    None for those who see nothing of the body, and while the day cannot be judged.
    """
    if not (may["heart"] or may["sleep"]):
        return None
    found = assemble(summary["readiness"], [data for data, allowed in may.items() if allowed])
    state = summary["state"]
    is_settled = state["has_load"] and not state["is_warming_up"] and may["load"]
    sentence = hero(found, state["form"] if is_settled else None)
    return {"hero": sentence, "picture": picture(found), "override": found.override} if sentence else None


def gap_rows(summary: Mapping[str, Any], may: Mapping[str, bool]) -> list[dict[str, Any]]:
    """The channels with gaps that this viewer may see, each with a tone and a sentence."""
    rows = []
    for gap in summary["gaps"]:
        data, tone = GAPS[gap["channel"]]
        if may[data]:
            words = f"{gap['label']} is missing on {gap['missing']} of {len(gap['days'])} days"
            rows.append({**gap, "tone": tone, "words": words})
    return rows


def gap_sentence(rows: Sequence[Mapping[str, Any]]) -> str:
    """ "In the last 14 days sleep is missing on 2 and HRV on 3."; empty without gaps."""
    if not rows:
        return ""
    parts = [
        f"{_inside(row['label'])} {'is missing ' if row is rows[0] else ''}on {row['missing']}"
        for row in rows
    ]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
    return f"In the last {len(rows[0]['days'])} days {listed}."


def _inside(label: str) -> str:
    """The label as it stands inside a sentence."""
    return label if label.isupper() else label[0].lower() + label[1:]
