"""What of this app is in the change feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from athletes.feed import DATA, PLAN, ChangeType
from metrics.models import (
    Activity,
    Annotation,
    CheckIn,
    CycleDay,
    Day,
    Race,
    ReadinessOverride,
    Signal,
    ThresholdProposal,
)
from metrics.selectors.proposals import visible_to


def _is_gone(activity: Mapping[str, Any]) -> bool:
    """What was merged into another is told as that other one."""
    return activity["deleted_at"] is not None or activity["merged_into"] is not None


def _whole(rows: QuerySet[Any], _: frozenset[str]) -> QuerySet[Any]:
    return rows.filter(parent=None)


def _explained(rows: Any, classes: frozenset[str]) -> QuerySet[Any]:
    return rows.without({"activities", "heart", "sleep", "body", "profile"} - classes)


def _kept(rows: QuerySet[Any], _: frozenset[str]) -> QuerySet[Any]:
    return rows.filter(athlete__keeps_cycle_log=True)


def _day(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"from": row["date"], "to": row["date"] + timedelta(days=1)}


NOTES = frozenset({"notes"})
TYPES = (
    ChangeType(
        "activity",
        Activity,
        frozenset({"activities"}),
        DATA,
        "activity",
        columns=("merged_into",),
        is_gone=_is_gone,
        visible=_whole,
    ),
    ChangeType(
        "day",
        Day,
        frozenset({"heart", "sleep", "body"}),
        DATA,
        "day-list",
        columns=("date",),
        by_uid=False,
        query=_day,
    ),
    ChangeType("check_in", CheckIn, NOTES, DATA, "check-in"),
    ChangeType("marker", Annotation, NOTES, DATA, "marker"),
    ChangeType("cycle_day", CycleDay, frozenset({"cycle"}), DATA, "cycle", visible=_kept),
    ChangeType(
        "readiness_override",
        ReadinessOverride,
        frozenset({"heart"}),
        DATA,
        "readiness",
        columns=("date",),
        by_uid=False,
        query=_day,
    ),
    ChangeType("signal", Signal, frozenset({"load"}), DATA, "signal", visible=_explained),
    ChangeType(
        "threshold_proposal",
        ThresholdProposal,
        frozenset({"profile"}),
        DATA,
        "proposal",
        visible=visible_to,  # type: ignore[arg-type]
    ),
    ChangeType("race", Race, frozenset({"plan"}), PLAN, "race"),
)
