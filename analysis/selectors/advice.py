"""What became of what an analysis advised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analysis.models import Advice


def with_states(body: Mapping[str, Any], rows: Iterable[Advice]) -> dict[str, Any]:
    """The body of an analysis with the `state` of each recommendation and workout.

    A workout that became a session of the calendar names it: `session_uid`, else None.
    """
    known = {row.key: row for row in rows}
    workouts = [
        {**_stated(each, known), "session_uid": _session(known.get(each.get("id", "")))}
        for each in body.get("workouts", ())
    ]
    advice = [_stated(each, known) for each in body.get("recommendations", ())]
    return {**body, "recommendations": advice, "workouts": workouts}


def advised(body: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """The recommendation or workout of that id."""
    parts = (*body.get("recommendations", ()), *body.get("workouts", ()))
    return next((each for each in parts if each.get("id") == key), None)


def is_workout(part: Mapping[str, Any]) -> bool:
    return "steps" in part


def _stated(part: Mapping[str, Any], known: Mapping[str, Advice]) -> dict[str, Any]:
    row = known.get(part.get("id", ""))
    return {**part, "state": row.state if row else Advice.State.OPEN.value}


def _session(row: Advice | None) -> str | None:
    return str(row.session_uid) if row and row.session_uid else None
