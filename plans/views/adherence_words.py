"""Planned beside done, step by step. It says what differed, never that it was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Activity
from plans.engine.targets import Resolved
from plans.models import PlannedSession
from plans.views.session_words import score_of
from plans.views.step_words import KINDS, target_words


@dataclass(frozen=True, slots=True)
class AdherenceRow:
    name: str
    planned: str
    done: str
    words: str


@dataclass(frozen=True, slots=True)
class AdherenceTable:
    """`facts` are (name, done, planned) of the whole; `rows` is empty when laps tell nothing of the steps."""

    score: str
    facts: list[tuple[str, str, str]]
    rows: list[AdherenceRow]


def adherence_table(
    session: PlannedSession, activity: Activity | None, units: Units
) -> AdherenceTable | None:
    """None until an activity was matched, and for who may not see activities."""
    if session.adherence is None or activity is None:
        return None
    score = score_of(session)
    facts = [("Duration", _minutes(activity.timer_s / 60), _minutes(session.minutes))]
    if session.load and activity.load is not None:
        facts.append(("Load", formatting.load(activity.load), str(session.load)))
    rows = [_row(each, Sport(session.sport), units) for each in session.adherence.get("steps", [])]
    return AdherenceTable(f"{score} as planned" if score else "", facts, rows)


def _minutes(minutes: float) -> str:
    return formatting.duration_words(minutes * 60)


def _row(step: Mapping[str, Any], sport: Sport, units: Units) -> AdherenceRow:
    planned, done = step["planned"], step["done"]
    asked = Resolved(planned["unit"], planned["low"], planned["high"])
    return AdherenceRow(
        name=f"{step['index'] + 1}. {KINDS.get(planned['kind'], 'Go')}",
        planned=" · ".join([_length(planned, units), target_words(asked, sport, units)]),
        done=_done(done, planned["unit"], sport, units) if done else UNKNOWN,
        words="" if step["verdict"] == "as planned" else step["verdict"],
    )


def _length(planned: Mapping[str, Any], units: Units) -> str:
    if planned["duration_s"] is None:
        return formatting.distance(planned["distance_m"], units)
    return formatting.duration(planned["duration_s"])


def _done(done: Mapping[str, Any], unit: str, sport: Sport, units: Units) -> str:
    parts: list[str] = [formatting.duration(done["duration_s"])]
    measured = _measured(done, unit, sport, units)
    return " · ".join([*parts, *([measured] if measured not in (None, UNKNOWN) else [])])


def _measured(done: Mapping[str, Any], unit: str, sport: Sport, units: Units) -> Shown | None:
    """In the unit of the target; without one by what the sport is measured with."""
    if unit == "w":
        return formatting.power(done["power_w"])
    if unit == "bpm":
        return formatting.heart_rate(done["hr_bpm"])
    if unit == "rpe":
        return None
    return formatting.pace_of(done["speed_mps"], sport, units)
