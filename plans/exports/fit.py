"""Workouts as FIT files for watches and bike computers; the only importer of `garmin_fit_sdk`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from garmin_fit_sdk import Encoder, Profile

from athletes.sources.records import Sport
from plans.engine.steps import Item, Kind, Repeat, Step
from plans.exports.aims import Aim, aim_of, note_of
from plans.exports.planned import Planned, shortened
from plans.exports.pool import LENGTH_M, distance_of, is_rest

POWER_OFFSET, HEART_RATE_OFFSET = 1000, 100
"""FIT keeps small numbers for per cent: watts and beats begin above them."""
LONGEST_NAME, LONGEST_NOTE = 47, 250
"""Bytes: what watches show of a name, and what a field of FIT holds."""

SPORTS = {
    Sport.RUNNING: ("running", "generic"),
    Sport.CYCLING: ("cycling", "generic"),
    Sport.SWIMMING: ("swimming", "lap_swimming"),
    Sport.WALKING: ("walking", "generic"),
    Sport.STRENGTH: ("training", "strength_training"),
    Sport.ROWING: ("rowing", "generic"),
    Sport.SKIING: ("cross_country_skiing", "generic"),
}
INTENSITIES: dict[Kind, str] = {
    "warmup": "warmup",
    "work": "interval",
    "recover": "recovery",
    "cooldown": "cooldown",
}


def workout_fit(planned: Planned) -> bytes:
    """The file; the same session gives the same bytes.

    Targets are absolute numbers, so that they are the athlete's whatever zones the device has. Repeats are
    those of FIT, which counts back to the first step of the group.
    """
    steps = list(_steps(planned))
    encoder = Encoder()
    for message, fields in (_head(planned), _workout(planned, len(steps)), *steps):
        encoder.on_mesg(Profile["mesg_num"][message], fields)
    return bytes(encoder.close())


def _head(planned: Planned) -> tuple[str, dict[str, Any]]:
    return "FILE_ID", {
        "type": "workout",
        "manufacturer": "development",
        "product": 0,
        "serial_number": planned.uid.int & 0xFFFFFFFF or 1,
        "time_created": planned.changed_at,
    }


def _workout(planned: Planned, count: int) -> tuple[str, dict[str, Any]]:
    sport, sub_sport = SPORTS.get(planned.sport, ("generic", "generic"))
    fields: dict[str, Any] = {
        "sport": sport,
        "sub_sport": sub_sport,
        "num_valid_steps": count,
        "wkt_name": shortened(planned.name, LONGEST_NAME),
    }
    if planned.sport is Sport.SWIMMING:
        fields |= {"pool_length": LENGTH_M, "pool_length_unit": "metric"}
    return "WORKOUT", fields


def _steps(planned: Planned) -> Iterator[tuple[str, dict[str, Any]]]:
    index = 0
    for item in planned.steps:
        for fields in _item(item, index, planned):
            yield "WORKOUT_STEP", {"message_index": index, **fields}
            index += 1


def _item(item: Item, first: int, planned: Planned) -> Iterator[dict[str, Any]]:
    if isinstance(item, Step):
        yield _step(item, planned)
        return
    yield from (_step(each, planned) for each in item.steps)
    if item.repeats > 1:
        yield _repeat(item, first)


def _repeat(item: Repeat, first: int) -> dict[str, Any]:
    return {
        "duration_type": "repeat_until_steps_cmplt",
        "duration_value": first,
        "target_type": "open",
        "target_value": item.repeats,
    }


def _step(step: Step, planned: Planned) -> dict[str, Any]:
    aim = aim_of(step, planned.sport, planned.thresholds)
    intensity = "rest" if is_rest(step, planned.sport) else INTENSITIES[step.kind]
    fields = {**_duration(step, planned.sport), **_target(aim), "intensity": intensity}
    if note := shortened(note_of(step, aim), LONGEST_NOTE):
        fields["notes"] = note
    return fields


def _duration(step: Step, sport: Sport) -> dict[str, Any]:
    """Milliseconds or centimetres."""
    if step.duration_s is not None:
        return {"duration_type": "time", "duration_value": step.duration_s * 1000}
    return {"duration_type": "distance", "duration_value": round((distance_of(step, sport) or 0) * 100)}


def _target(aim: Aim) -> dict[str, Any]:
    match aim.unit:
        case "w":
            return _custom("power", aim.low + POWER_OFFSET, aim.high + POWER_OFFSET)
        case "bpm":
            return _custom("heart_rate", aim.low + HEART_RATE_OFFSET, aim.high + HEART_RATE_OFFSET)
        case "mps":
            return _custom("speed", aim.low * 1000, aim.high * 1000)
        case "power_zone":
            return {"target_type": "power", "target_value": aim.zone}
        case "hr_zone":
            return {"target_type": "heart_rate", "target_value": aim.zone}
    return {"target_type": "open", "target_value": 0}


def _custom(kind: str, low: float, high: float) -> dict[str, Any]:
    """A range of its own: zone 0."""
    return {
        "target_type": kind,
        "target_value": 0,
        "custom_target_value_low": round(low),
        "custom_target_value_high": round(high),
    }
