"""What a plan is beside its sessions: the wish it stands for, its season, its last day.

A frame is some of `{spec, phases, weeks, relaxed, end}`, where `spec` holds the parts of the wish that
change. Accepting what was planned anew puts one in force, undoing that puts the former one back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from plans.engine.answer import answer
from plans.engine.plan import Plan as Made
from plans.engine.spec import parse
from plans.errors import PlanSpecError
from plans.models import Plan

type Frame = Mapping[str, Any]
type Rows = Sequence[Mapping[str, Any]]

SEASON = ("phases", "weeks", "relaxed")


def frame_of(
    plan: Plan, part: Mapping[str, Any], made: Made | None, touched: Collection[str] = ()
) -> dict[str, Any] | None:
    """`{before, after}` for a wish that changes in `part` and a season that was planned anew, if it was.

    `touched` are Mondays of weeks whose sessions change: the others keep what they aim at. None when the
    wish would contradict itself over the whole of the plan.
    """
    after: dict[str, Any] = {"spec": part} | (_season(plan, made, touched) if made else {})
    try:
        parse(_merged(plan.spec, part))
    except PlanSpecError:
        return None
    spec = {name: plan.spec.get(name) for name in part}
    stored = {name: getattr(plan, name) for name in SEASON if name in after}
    before = {"spec": spec, **stored} | ({"end": plan.end.isoformat()} if "end" in after else {})
    return {"before": before, "after": after}


def put_frame(plan: Plan, frame: Frame) -> None:
    """Put it in force, and save it. Needs the caller's transaction and lock."""
    set_frame(plan, frame)
    plan.save(update_fields=["spec", *SEASON, "end"])


def set_frame(plan: Plan, frame: Frame) -> None:
    """The plan as it would be, in memory alone."""
    plan.spec = _merged(plan.spec, frame["spec"])
    for name in SEASON:
        if name in frame:
            setattr(plan, name, frame[name])
    if "end" in frame:
        plan.end = date.fromisoformat(frame["end"])


def _merged(spec: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """The wish with a part of it replaced; of the athlete only what the part names."""
    athlete = {**spec["athlete"], **(part.get("athlete") or {})}
    return {**spec, **part, "athlete": athlete}


def _season(plan: Plan, made: Made, touched: Collection[str]) -> dict[str, Any]:
    """The season so far, and from the first day that was planned anew on the new one."""
    told = answer(made)
    start = made.judged.season.start.isoformat()
    return {
        "phases": _phases(plan.phases, told["phases"], start),
        "weeks": [_aimed(row, plan.weeks, touched) for row in _weeks(plan.weeks, told["weeks"], start)],
        "relaxed": told["relaxed"],
        "end": made.judged.season.end.isoformat(),
    }


def _phases(old: Rows, new: Rows, start: str) -> list[dict[str, Any]]:
    kept = [{**row, "end": min(row["end"], start)} for row in old if row["start"] < start]
    fresh = [dict(row) for row in new]
    if kept and fresh and kept[-1]["name"] == fresh[0]["name"]:
        fresh[0]["start"] = kept.pop()["start"]
    return [*kept, *fresh]


def _weeks(old: Rows, new: Rows, start: str) -> list[dict[str, Any]]:
    """A week that has begun keeps its first day and its target."""
    kept = [dict(row) for row in old if row["start"] < start]
    fresh = [dict(row) for row in new]
    if kept and fresh and date.fromisoformat(start).weekday():
        kept[-1]["kind"] = fresh.pop(0)["kind"]
    return [*kept, *fresh]


def _aimed(row: Mapping[str, Any], old: Rows, touched: Collection[str]) -> dict[str, Any]:
    """The week as it was where none of its sessions change and it is of the same kind."""
    same = next((each for each in old if (each["start"], each["kind"]) == (row["start"], row["kind"])), None)
    return dict(row if same is None or row["start"] in touched else same)
