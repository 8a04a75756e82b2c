"""Where a load comes from, in words: the method, and what better ones lacked."""

from __future__ import annotations

from dataclasses import dataclass

from config.core import formatting
from metrics.models import Activity

SOURCES = {
    "power": "power",
    "running_power": "running power",
    "pace": "pace",
    "heart_rate": "heart rate",
    "rpe": "how hard it felt",
    "duration": "its duration and the average of the sport, the roughest way there is",
}
LACKS = {
    "no FTP": "no threshold power (FTP) is set",
    "no threshold pace": "no threshold pace is set",
    "no critical swim speed": "no critical swim speed is set",
    "no running power threshold": "no threshold of running power is set",
    "no maximum and resting heart rate": "highest and resting heart rate are not set",
    "no distance": "no distance was recorded",
    "not rated": "it was not rated",
    "no average for this sport": "the sport has no average",
    "shorter than 30 s": "it is shorter than 30 s",
}
IN_PROFILE = ("no FTP", "no threshold pace", "no critical swim speed", "no running power", "no maximum")
"""What the athlete can mend on the page of thresholds."""


@dataclass(frozen=True)
class LoadWords:
    """`sentence` says what the load was taken from, `skipped` why not from something better."""

    sentence: str
    skipped: list[str]
    needs_profile: bool = False
    needs_rating: bool = False


def load_words(activity: Activity, legs: list[Activity]) -> LoadWords:
    """The origin of an activity's load, with what the athlete could do for a better one."""
    if legs:
        return _of_legs(activity, legs)
    reason = activity.load_reason
    return LoadWords(
        sentence=_sentence(activity, f"taken from {SOURCES.get(activity.load_method, 'the device')}"),
        skipped=[_skipped(part) for part in reason.split("; ") if ": " in part],
        needs_profile=any(lack in reason for lack in IN_PROFILE),
        needs_rating=activity.load is None and "not rated" in reason,
    )


def _sentence(activity: Activity, origin: str) -> str:
    return (
        f"Load {formatting.load(activity.load)}, {origin}." if activity.load is not None else "No load yet."
    )


def _of_legs(activity: Activity, legs: list[Activity]) -> LoadWords:
    silent = [leg.get_sport_display().lower() for leg in legs if leg.load is None]
    skipped = [f"Not in it: {', '.join(silent)}, still without a load."] if silent else []
    return LoadWords(_sentence(activity, "the sum of its legs"), skipped)


def _skipped(part: str) -> str:
    """ "power: no FTP" as a sentence."""
    method, lack = part.split(": ", 1)
    name = "perceived effort" if method == "RPE" else method
    return f"Not by {name}: {LACKS.get(lack) or _in_words(lack)}."


def _in_words(lack: str) -> str:
    recorded = lack.removeprefix("no ").removesuffix(" recorded")
    if lack == f"no {recorded} recorded":
        return f"no {recorded} was recorded"
    known = lack.removesuffix(" for less than half of the time")
    return f"{known} was recorded for less than half of the time" if known != lack else lack
