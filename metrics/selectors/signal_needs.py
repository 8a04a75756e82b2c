"""Which data class one must be allowed to read to see a value that a signal rests on."""

from __future__ import annotations

from collections.abc import Iterable

TOKENS = {
    "heart": "heart",
    "hr": "heart",
    "hrv": "heart",
    "bpm": "heart",
    "lthr": "heart",
    "rmssd": "heart",
    "respiration": "heart",
    "stress": "heart",
    "battery": "heart",
    "readiness": "heart",
    "decoupling": "heart",
    "efficiency": "heart",
    "illness": "heart",
    "recovery": "heart",
    "sleep": "sleep",
    "weight": "body",
    "load": "load",
    "fitness": "load",
    "fatigue": "load",
    "form": "load",
    "ramp": "load",
    "monotony": "load",
    "strain": "load",
}
"""A metric needs the class of each of these words in its name."""

THRESHOLDS = frozenset({"threshold", "ftp", "lthr", "css"})
"""Words of what somebody is measured against, which the profile holds, whatever it is measured in."""

FREE = frozenset({"days_without_data"})
"""Counts of days, which the load shows as well."""


def classes_of(metric: str) -> frozenset[str]:
    """ "sleep_debt_s" needs sleep, "hrv_rmssd_ms" heart; what names no such word is about activities."""
    if metric in FREE:
        return frozenset({"load"})
    words = metric.split("_")
    # How long a heart rate strap was silent says nothing about the heart.
    if words[-1] == "fault":
        return frozenset({"activities"})
    # Time in zones: where neither power nor pace tells them, they are the heart's.
    if words[-1] == "share":
        return frozenset({"activities", "heart"})
    found = {TOKENS[word] for word in words if word in TOKENS}
    if not THRESHOLDS.isdisjoint(words):
        found.add("profile")
    return frozenset(found) or frozenset({"activities"})


def needs_of(metrics: Iterable[str]) -> str:
    """The classes of all metrics, sorted and comma separated, as `Signal.needs` holds them."""
    return ",".join(sorted({data for metric in metrics for data in classes_of(metric)}))
