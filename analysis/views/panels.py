"""Activities and gaps of the dashboard as the panels of Today show them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from metrics.models import Activity
from metrics.science.recovery.readiness import Level
from metrics.selectors.quality import ChannelDays
from metrics.selectors.readiness import assemble
from metrics.views.quality_words import notes, strips
from metrics.views.readiness_words import hero, picture

ICONS = {"running": "run", "cycling": "bike", "swimming": "swim"}
METHODS = dict(Activity.LoadMethod.choices)
MOST_NOTES = 3


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
    if not sentence:
        return None
    is_rest = found.level == Level.REST
    return {"hero": sentence, "picture": picture(found), "override": found.override, "is_rest": is_rest}


def gap_panel(summary: Mapping[str, Any], may: Mapping[str, bool], today: date) -> dict[str, Any] | None:
    """The channels with gaps that this viewer may see: strips, and the newest reasons; None without any."""
    rows = [ChannelDays.from_plain(each) for each in summary["gaps"]]
    rows = [row for row in rows if may[row.data_class]]
    if not may["connections"]:
        rows = [row.without_causes() for row in rows]
    if not rows:
        return None
    return {"strips": strips(rows, today), "notes": notes(rows, today)[:MOST_NOTES]}
