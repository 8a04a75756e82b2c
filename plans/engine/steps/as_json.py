"""Workouts as JSON: the form of the API, of what is stored, and of what an analyst may propose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plans.engine.steps.model import Item, Repeat, Step, Workout
from plans.engine.steps.validation import Fault, InvalidWorkout, checked

STEP_FIELDS = ("kind", "duration_s", "distance_m", "target", "low", "high", "note")
REPEAT_FIELDS = ("kind", "repeats", "steps")


def to_json(items: Workout) -> list[dict[str, Any]]:
    """One object per step or repeat; what a step does not have is left out."""
    return [_repeat_out(item) if isinstance(item, Repeat) else _step_out(item) for item in items]


def from_json(data: object) -> Workout:
    """The workout of a list of steps, or of an object with `steps`. Raises InvalidWorkout.

    null is as good as leaving out, and `low` alone is a single value.
    """
    if isinstance(data, Mapping) and set(data) == {"steps"}:
        data = data["steps"]
    return checked(tuple(_item(each, f"steps[{index}]") for index, each in enumerate(_listed(data, "steps"))))


def _step_out(step: Step) -> dict[str, Any]:
    values = {name: _plain(getattr(step, name)) for name in STEP_FIELDS}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _repeat_out(item: Repeat) -> dict[str, Any]:
    return {"kind": "repeat", "repeats": item.repeats, "steps": [_step_out(step) for step in item.steps]}


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _item(data: object, path: str) -> Item:
    if not isinstance(data, Mapping):
        raise _wrong("NOT_AN_OBJECT", path, "A step is an object.")
    given = {name: value for name, value in data.items() if value is not None}
    if given.get("kind") != "repeat":
        return _step(given, path)
    _only(given, REPEAT_FIELDS, path)
    inside = [
        _item(each, f"{path}.steps[{index}]") for index, each in enumerate(_listed(given.get("steps"), path))
    ]
    if any(isinstance(each, Repeat) for each in inside):
        raise _wrong("REPEAT_NESTED", path, "A repeat holds steps, not repeats.")
    repeats = _whole(given, "repeats", path)
    return Repeat(repeats or 0, tuple(each for each in inside if isinstance(each, Step)))


def _step(given: Mapping[str, Any], path: str) -> Step:
    _only(given, STEP_FIELDS, path)
    low, high = _number(given, "low", path), _number(given, "high", path)
    return Step(
        kind=_text(given, "kind", "work", path),  # type: ignore[arg-type]
        duration_s=_whole(given, "duration_s", path),
        distance_m=_number(given, "distance_m", path),
        target=_text(given, "target", "none", path),  # type: ignore[arg-type]
        low=low,
        high=low if high is None else high,
        note=_text(given, "note", "", path),
    )


def _listed(data: object, path: str) -> list[object]:
    if not isinstance(data, list | tuple):
        raise _wrong("NOT_A_LIST", path, "Steps are a list.")
    return list(data)


def _only(given: Mapping[str, Any], fields: tuple[str, ...], path: str) -> None:
    if unknown := sorted(set(given) - set(fields)):
        raise _wrong("FIELD_UNKNOWN", path, f"No such field here: {', '.join(unknown)}.")


def _text(given: Mapping[str, Any], name: str, default: str, path: str) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise _wrong("FIELD_TYPE", f"{path}.{name}", f"{name} is text.")
    return value


def _number(given: Mapping[str, Any], name: str, path: str) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("FIELD_TYPE", f"{path}.{name}", f"{name} is a number.")
    return value


def _whole(given: Mapping[str, Any], name: str, path: str) -> int | None:
    value = _number(given, name, path)
    if value is None:
        return None
    if isinstance(value, float) and not value.is_integer():
        raise _wrong("FIELD_TYPE", f"{path}.{name}", f"{name} is a whole number.")
    return int(value)


def _wrong(code: str, path: str, message: str) -> InvalidWorkout:
    return InvalidWorkout((Fault(code, path, message),))
