"""What keeps activities without a load: numbers about the athlete that nobody has given yet."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from athletes.models import Athlete, Threshold
from config.core import cache
from metrics.models import Activity
from metrics.selectors.suggestions import Suggestion, suggest

HEART = ("hr_max_bpm", "hr_rest_bpm")
SPORT_OF = {
    Threshold.Kind.FTP.value: Threshold.Sport.CYCLING,
    Threshold.Kind.PACE.value: Threshold.Sport.RUNNING,
    Threshold.Kind.CSS.value: Threshold.Sport.SWIMMING,
}
"""Thresholds that are asked for, and the sport of each."""

RECORDED = {
    "heart": Q(avg_hr_bpm__isnull=False),
    "ftp_w": Q(sport="cycling", weighted_power_w__isnull=False),
    "threshold_pace_s_per_km": Q(sport="running", avg_speed_mps__isnull=False),
    "css_s_per_100m": Q(sport="swimming", distance_m__gt=0),
}
"""What an activity must have recorded for a value to give it a load."""


@dataclass(frozen=True)
class StartingValues:
    """`missing` are names of `HEART` and `SPORT_OF` that would give an activity without load one.

    `suggestions` are SI values, only for what is missing and where the recordings say something.
    `without_load` and `measured` count the activities that lists show; a load that rests on the clock alone
    is not measured. `first_day` is that of the first activity.
    """

    without_load: int
    measured: int
    first_day: date | None
    missing: tuple[str, ...]
    suggestions: dict[str, Suggestion]


def starting_values(athlete: Athlete) -> StartingValues:
    """What is missing, with suggestions; those are kept for half an hour or until data changes."""
    found = lacking(athlete)
    missing = tuple(found.pop("missing"))
    return StartingValues(**found, missing=missing, suggestions=_suggestions(athlete, missing))


def lacking(athlete: Athlete) -> dict[str, Any]:
    """The fields of `StartingValues` without the suggestions: one query, two when a load is lacking."""
    no_load, whole = Q(load__isnull=True), Q(parent__isnull=True)
    by_clock = Q(load_method=Activity.LoadMethod.DURATION)
    counts = _measured_rows(athlete).aggregate(
        without_load=Count("pk", filter=no_load & whole),
        measured=Count("pk", filter=~no_load & ~by_clock & whole),
        first=Min("local_date"),
        **{f"can_{name}": Count("pk", filter=no_load & recorded) for name, recorded in RECORDED.items()},
    )
    useful = {name for name in RECORDED if counts[f"can_{name}"]} if counts["without_load"] else set()
    return {
        "without_load": counts["without_load"],
        "measured": counts["measured"],
        "first_day": counts["first"],
        "missing": _missing(athlete, useful),
    }


def _measured_rows(athlete: Athlete) -> QuerySet[Activity]:
    """What lists show, and the legs of it: a load can be lacking for want of a value for one leg."""
    leg = Q(parent__deleted_at__isnull=True, parent__merged_into__isnull=True)
    living: QuerySet[Activity] = (
        Activity.objects.for_athlete(athlete).alive().filter(merged_into__isnull=True)
    )
    return living.filter(Q(parent__isnull=True) | leg)


def _missing(athlete: Athlete, useful: set[str]) -> list[str]:
    if not useful:
        return []
    heart = [name for name in HEART if "heart" in useful and getattr(athlete, name) is None]
    given = set(Threshold.objects.for_athlete(athlete).values_list("kind", "sport"))
    return heart + [
        kind for kind, sport in SPORT_OF.items() if kind in useful and (kind, sport.value) not in given
    ]


def _suggestions(athlete: Athlete, missing: tuple[str, ...]) -> dict[str, Suggestion]:
    kept = cache.remember(
        athlete.pk,
        "suggestions",
        cache.STATISTICS_S,
        lambda: {name: asdict(found) for name, found in suggest(athlete, missing).items()},
        *missing,
    )
    return {name: Suggestion(**found) for name, found in kept.items()}
