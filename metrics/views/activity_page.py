"""What the template of an activity is given."""

from __future__ import annotations

from typing import Any, cast

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.formatting import Units
from metrics.models import Activity
from metrics.selectors.activity_depth import found_intervals, ranked_bests, similar_activities
from metrics.selectors.derived import decoupling_of
from metrics.selectors.details import activity_details
from metrics.selectors.own_word import MANUAL
from metrics.selectors.streams import load_grid
from metrics.views.depth_words import effort_rows, interval_table, similar_table
from metrics.views.figures import all_figures, device_rows, headline
from metrics.views.laps import lap_table
from metrics.views.load_words import load_words
from metrics.views.rights import Rights
from metrics.views.sports import kind_words
from metrics.views.zones import zones


def activity_context(activity: Activity, athlete: Athlete, rights: Rights) -> dict[str, Any]:
    """Numbers, zones, laps, words and origins of one activity, without what the viewer may not see."""
    units = cast(Units, athlete.units)
    seen = rights.sees_heart
    details = activity_details(activity, hidden=rights.hidden)
    head = headline(activity, units, with_heart=seen)
    large = {(figure.label, figure.value) for figure in head}
    return {
        "athlete": athlete,
        "activity": activity,
        "kind": kind_words(activity),
        "rights": rights,
        "details": details,
        "headline": head,
        "figures": [
            figure
            for figure in all_figures(activity, units, with_heart=seen)
            if (figure.label, figure.value) not in large
        ],
        "why": load_words(activity, details.legs),
        "zones": zones(activity, units, with_heart=seen),
        "laps": lap_table(details.laps, activity.sport, units, with_heart=seen),
        "device": device_rows(activity),
        "by_hand": any(each.source == MANUAL and each.activity == activity for each in details.origins),
        **_depth(activity, units, with_heart=seen),
    }


def _depth(activity: Activity, units: Units, *, with_heart: bool) -> dict[str, Any]:
    """What it held and how that compares; nothing for a multisport activity, whose legs say it."""
    if activity.sport == Sport.MULTISPORT:
        return {}
    bests = ranked_bests(activity, with_heart=with_heart)
    found, similar = found_intervals(activity, with_heart=with_heart), list(similar_activities(activity))
    return {
        "efforts": effort_rows(bests, activity.sport, units),
        "intervals": interval_table(found, activity.sport, units, with_heart=with_heart),
        "similar": similar_table(activity, similar, units, with_heart=with_heart) if similar else None,
        "has_curve": bool(bests),
        "decoupling_reason": _decoupling_reason(activity) if with_heart else "",
    }


def _decoupling_reason(activity: Activity) -> str:
    """Why a session with heart rate has no decoupling; empty when it has one."""
    if activity.decoupling_pct is not None or activity.avg_hr_bpm is None:
        return ""
    return decoupling_of(activity, load_grid(activity)).reason or ""
