"""Workouts that an analyst proposes, checked as the planner checks its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from analysis.analysts.base import Workout
from analysis.analysts.claude.convert import day_of
from analysis.analysts.claude.schema import StepOut, WorkoutOut
from analysis.evidence import Pack
from analysis.grounding.rest import is_strained
from analysis.grounding.verify import text_violations
from analysis.selectors.markers import is_marked
from analysis.services.replacing import kind_meant, replacement
from athletes.models import Athlete
from config.core.errors import DataValidationError
from plans.engine.rules import Session
from plans.models import TrainingPreferences
from plans.services.rechecking import newly_broken
from plans.services.sessions.writing import written
from plans.titles import title_of

MOST, FARTHEST_DAYS = 3, 14
OVER_LONGEST, OVER_MONTH = 1.1, 1.3
TEMPLATE_MIN = 20
MOST_STEPS = 100
UNKNOWN_LONGEST_MIN = 60
TITLES = {"running": "Run", "cycling": "Ride", "swimming": "Swim"}


def checked_workouts(athlete: Athlete, proposed: Sequence[WorkoutOut], pack: Pack) -> tuple[Workout, ...]:
    """Those that fit, with zones, minutes and load by code; what breaks a rule or cannot be read becomes the
    library's session of the same purpose.

    Nothing while the athlete is marked as ill or injured on that day, and nothing outside two weeks.
    """
    found = (_checked(athlete, index, each, pack) for index, each in enumerate(proposed[:MOST], start=1))
    return tuple(each for each in found if each is not None)


def nested(steps: Sequence[StepOut]) -> list[dict[str, Any]]:
    """The flat steps in the grammar of workouts. Raises ValueError for repeats without end, and too many."""
    if len(steps) > MOST_STEPS:
        raise ValueError("more steps than anybody can follow")
    stack: list[list[dict[str, Any]]] = [[]]
    counts: list[int] = []
    for step in steps:
        if step.kind == "repeat_start":
            counts.append(step.repeats)
            stack.append([])
        elif step.kind == "repeat_end":
            if not counts:
                raise ValueError("a repeat ends that never began")
            inner = stack.pop()
            stack[-1].append({"kind": "repeat", "repeats": counts.pop(), "steps": inner})
        else:
            stack[-1].append(_leaf(step))
    if counts:
        raise ValueError("a repeat never ends")
    return stack[0]


def _leaf(step: StepOut) -> dict[str, Any]:
    length = {"duration_s": step.duration_s} if step.duration_s > 0 else {"distance_m": step.distance_m}
    if step.duration_s > 0 and step.distance_m > 0:
        raise ValueError("a step has a duration or a distance, not both")
    aim = {} if step.target == "none" else {"target": step.target, "low": step.low, "high": step.high}
    return {"kind": step.kind, **length, **aim}


def _checked(athlete: Athlete, index: int, out: WorkoutOut, pack: Pack) -> Workout | None:
    today = pack.end - timedelta(days=1)
    day = day_of(out.date, today)
    if day is None or not today <= day <= today + timedelta(days=FARTHEST_DAYS) or is_marked(athlete, day):
        return None
    longest = _longest_min(out.sport, pack)
    try:
        fields = written(athlete, day, out.sport, "other", text=None, steps=nested(out.steps))
        fits = _fits(athlete, fields, day, longest, pack)
    except (DataValidationError, ValueError):
        fits = False
    if not fits:
        return _template(athlete, index, out, day, longest, pack)
    return Workout(
        id=f"W{index}",
        date=day,
        title=_words(out.title, TITLES[out.sport]),
        purpose=_words(out.purpose, ""),
        easier_option=_words(out.easier_option, ""),
        **_numbers(fields),
    )


def _fits(athlete: Athlete, fields: Mapping[str, Any], day: date, longest_min: float, pack: Pack) -> bool:
    """Within the room of that weekday, the longest of the month and the load of the month."""
    room = _room_min(athlete, day)
    month = pack.get("load.30")
    week_load = None if month is None else month.value / 30 * 7 * OVER_MONTH
    return (
        fields["minutes"] <= longest_min * OVER_LONGEST
        and (room is None or fields["minutes"] <= room)
        and (week_load is None or fields["load"] <= week_load)
        and not (fields["hard"] and (is_strained(pack) or _has_hard_beside(pack, day)))
        and not newly_broken(athlete, _session(fields, day))
    )


def _session(fields: Mapping[str, Any], day: date) -> Session:
    """As the planner's checker judges it, the second of its day so that it replaces nothing."""
    names = ("sport", "kind", "minutes", "load", "hard", "z1_min", "z2_min", "z3_min")
    return Session(day=day, slot=2, **{name: fields[name] for name in names})


def _has_hard_beside(pack: Pack, day: date) -> bool:
    """Hard sessions need two days between them."""
    return any(each.is_hard and abs((each.date - day).days) < 2 for each in pack.planned)


def _longest_min(sport: str, pack: Pack) -> float:
    """Of the last weeks, in that sport."""
    names = (f"{each.id}.duration" for each in pack.activities if each.sport == sport)
    known = [value.value / 60 for name in names if (value := pack.get(name)) is not None]
    return max(known, default=UNKNOWN_LONGEST_MIN)


def _room_min(athlete: Athlete, day: date) -> int | None:
    """Minutes of that weekday; None where nobody has said."""
    preferences = TrainingPreferences.objects.for_athlete(athlete).first()
    if preferences is None:
        return None
    room = preferences.rooms.filter(weekday=day.weekday()).first()
    return room.minutes if room else 0


def _template(
    athlete: Athlete, index: int, out: WorkoutOut, day: date, longest_min: float, pack: Pack
) -> Workout | None:
    """The library's session of the same purpose instead, marked as such; nothing where none fits."""
    around = min([longest_min * OVER_LONGEST, *filter(None, [_room_min(athlete, day), _minutes(out)])])
    found = replacement(
        athlete,
        day,
        out.sport,
        kind_meant(out.title, out.purpose),
        around_min=max(around, TEMPLATE_MIN),
        fits=lambda fields: _fits(athlete, fields, day, max(longest_min, TEMPLATE_MIN), pack),
    )
    if found is None:
        return None
    entry, fields = found
    return Workout(
        id=f"W{index}",
        date=day,
        title=title_of(entry.kind, out.sport),
        purpose=entry.purpose,
        is_template=True,
        **_numbers(fields),
    )


def _minutes(out: WorkoutOut) -> float | None:
    """What its timed steps add up to, repeats counted once; None where there is none."""
    return sum(max(step.duration_s, 0) for step in out.steps) / 60 or None


def _numbers(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "sport": fields["sport"],
        "steps": tuple(fields["steps"]),
        "text": fields["text"],
        "minutes": fields["minutes"],
        "load": fields["load"],
        "is_hard": fields["hard"],
    }


def _words(text: str, instead: str) -> str:
    """The model's words where they keep the rules of every text."""
    plain = " ".join(text.split())
    return instead if not plain or text_violations(plain, allows_question=False) else plain
