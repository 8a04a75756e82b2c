"""One door from an answer as it came to parts of days: for the sources and for reading old answers again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from athletes.sources.garmin import answers, values
from athletes.sources.garmin.days import DayPart, DayParts, failed
from athletes.sources.garmin.lenient import Answer
from athletes.sources.garmin.values import Found
from athletes.sources.records import DailyChannel, FieldWarning

DAILY_SUMMARIES: Final = "daily_summaries"
DAILY_SUMMARY: Final = "daily_summary"
SLEEP: Final = "sleep"
SLEEP_RANGE: Final = "sleep_range"
HRV: Final = "hrv"
HRV_RANGE: Final = "hrv_range"
HEART_RATE: Final = "heart_rate"
STRESS_RANGE: Final = "stress_range"
STEPS_RANGE: Final = "steps_range"
BODY_BATTERY: Final = "body_battery"
WEIGHT: Final = "weight"
SPO2: Final = "spo2"
FITNESS_AGE: Final = "fitness_age"

_SUMMARY = frozenset(
    {
        DailyChannel.HEART,
        DailyChannel.STRESS,
        DailyChannel.BODY_BATTERY,
        DailyChannel.RESPIRATION,
        DailyChannel.SPO2,
        DailyChannel.STEPS,
    }
)


class Unreadable(Exception):
    """An answer that is not what was asked for; `name` is the member that is missing or odd."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name, self.problem = name, problem


@dataclass(frozen=True, slots=True)
class Reader[M: Answer]:
    """How an endpoint's answer is read.

    `rows` takes an answer that is not empty apart into its rows, and raises Unreadable; `model` reads one row
    and `found` says what it holds. `channels` is what the endpoint is asked for.
    """

    channels: frozenset[DailyChannel]
    rows: Callable[[Any], list[Any]]
    model: type[M]
    found: Callable[[M], Found]


def rows_in(*names: str) -> Callable[[Any], list[Any]]:
    """Rows as a bare list, or in the first of `names` that the object has."""

    def rows(payload: Any) -> list[Any]:
        if isinstance(payload, list):
            return payload
        if not isinstance(payload, dict):
            raise Unreadable("", "not an object")
        for name in names:
            if name in payload:
                if isinstance(payload[name], list):
                    return payload[name]
                if payload[name] is None:
                    return []
                raise Unreadable(name, "not a list")
        raise Unreadable(names[0] if names else "", "missing" if names else "not a list")

    return rows


def one_object(payload: Any) -> list[Any]:
    """The object itself; a list is taken as the newest first."""
    if isinstance(payload, dict):
        return [payload]
    if isinstance(payload, list):
        return payload[:1]
    raise Unreadable("", "not an object")


def nights(payload: Any) -> list[Any]:
    """One night or several, each with or without its wrapper."""
    if isinstance(payload, dict) and isinstance(payload.get("data"), list):
        payload = payload["data"]
    if not isinstance(payload, dict | list):
        raise Unreadable("", "not an object")
    found = payload if isinstance(payload, list) else [payload]
    bare = [each.get("dailySleepDTO", each) if isinstance(each, dict) else each for each in found]
    return [each for each in bare if each is not None]


def _hrv_summary(payload: Any) -> list[Any]:
    if not isinstance(payload, dict):
        raise Unreadable("", "not an object")
    if "hrvSummary" not in payload:
        raise Unreadable("hrvSummary", "missing")
    return [] if payload["hrvSummary"] is None else [payload["hrvSummary"]]


def _weighings(payload: Any) -> list[Any]:
    """Days with their weighings, or weighings alone, which stand for a day each."""
    if isinstance(payload, dict) and "dailyWeightSummaries" not in payload and "dateWeightList" in payload:
        return [{"latestWeight": each} for each in rows_in("dateWeightList")(payload)]
    return rows_in("dailyWeightSummaries")(payload)


def _asks(*channels: DailyChannel) -> frozenset[DailyChannel]:
    return frozenset(channels)


READERS: Mapping[str, Reader[Any]] = {
    DAILY_SUMMARIES: Reader(_SUMMARY, rows_in("data"), answers.DailySummary, values.daily_summary),
    DAILY_SUMMARY: Reader(_SUMMARY, one_object, answers.FlatSummary, values.flat_summary),
    SLEEP: Reader(_asks(DailyChannel.SLEEP), nights, answers.Sleep, values.sleep),
    SLEEP_RANGE: Reader(_asks(DailyChannel.SLEEP), nights, answers.Sleep, values.sleep),
    HRV: Reader(_asks(DailyChannel.HRV), _hrv_summary, answers.HrvSummary, values.hrv),
    HRV_RANGE: Reader(_asks(DailyChannel.HRV), rows_in("hrvSummaries"), answers.HrvSummary, values.hrv),
    HEART_RATE: Reader(_asks(DailyChannel.HEART), one_object, answers.HeartRateDay, values.heart_rate),
    STRESS_RANGE: Reader(_asks(DailyChannel.STRESS), rows_in(), answers.StressDay, values.stress),
    STEPS_RANGE: Reader(_asks(DailyChannel.STEPS), rows_in(), answers.StepsDay, values.steps),
    BODY_BATTERY: Reader(
        _asks(DailyChannel.BODY_BATTERY), rows_in(), answers.BodyBatteryDay, values.body_battery
    ),
    WEIGHT: Reader(_asks(DailyChannel.WEIGHT), _weighings, answers.WeightDay, values.weight),
    SPO2: Reader(_asks(DailyChannel.SPO2), one_object, answers.SpO2Day, values.spo2),
    FITNESS_AGE: Reader(_asks(), one_object, answers.FitnessAge, values.fitness_age),
}
"""By endpoint name; a way in with answers of its own passes a larger table to `map_answer`."""


def map_answer(
    endpoint: str, payload: Any, *, start: date, end: date, readers: Mapping[str, Reader[Any]] = READERS
) -> DayParts:
    """What `payload`, the answer of `endpoint` about the local days [start, end), says of these days.

    Never raises for what an answer holds. An empty answer (None, {} or []) is a good one that says "nothing";
    one that cannot be read at all has no channels and a warning.
    """
    reader = readers.get(endpoint)
    if reader is None:
        return failed(endpoint, start, end, "not known")
    try:
        rows = [] if payload in (None, {}, [], "") else reader.rows(payload)
    except Unreadable as fault:
        return failed(endpoint, start, end, fault.problem, fault.name)
    parts: list[DayPart] = []
    loose: list[FieldWarning] = []
    for row in rows:
        warnings: list[FieldWarning] = []
        if part := _part(reader, row, endpoint, start, end, warnings):
            parts.append(part)
        else:
            loose += warnings
    inside = tuple(part for part in parts if start <= part.date < end)
    return DayParts(endpoint, start, end, reader.channels, inside, tuple(dict.fromkeys(loose)))


def _part(
    reader: Reader[Any], row: Any, endpoint: str, start: date, end: date, warnings: list[FieldWarning]
) -> DayPart | None:
    answer = reader.model.read(row, endpoint, warnings)
    if answer is None:
        return None
    found = reader.found(answer)
    when = found.date or (start if end - start == timedelta(days=1) else None)
    if when is None:
        return None
    known = {name: value for name, value in found.values.items() if value is not None}
    return DayPart(when, known, found.estimates, tuple(warnings))
