"""Markers, races, sessions to come and who trains: facts with their numbers as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from analysis.evidence.context import MarkerRow, RaceRow, SessionRow
from analysis.evidence.inputs import Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import (
    EventFact,
    MarkerFact,
    NoteFact,
    PastAdvice,
    PlannedFact,
    Profile,
    Remembered,
    Value,
)

MARKER_DAYS = 42
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CYCLE = "cycle"

type Told[Fact] = tuple[Fact, tuple[Value, ...]]


def planned_facts(inputs: Inputs) -> Iterator[Told[PlannedFact]]:
    for index, row in enumerate(inputs.context.sessions, start=1):
        values = tuple(_of_session(inputs, f"P{index}", row))
        refs = tuple(value.id for value in values)
        yield PlannedFact(f"P{index}", row.sport, row.kind, row.day, row.hard, refs), values


def event_facts(inputs: Inputs) -> Iterator[Told[EventFact]]:
    """Races of the next year and of the last six weeks, the earliest first."""
    for index, row in enumerate(inputs.context.races, start=1):
        values = tuple(_of_race(inputs, f"E{index}", row))
        refs = tuple(value.id for value in values)
        yield EventFact(f"E{index}", row.sport, row.priority, row.day, refs), values


def marker_facts(inputs: Inputs) -> Iterator[Told[MarkerFact]]:
    """What held within the last six weeks, the oldest first, and by leave the day of the cycle."""
    rows = [row for row in inputs.context.markers if _is_recent(inputs, row)]
    day = inputs.context.private.cycle_day
    if day is not None:
        rows.append(MarkerRow(CYCLE, inputs.today - timedelta(days=day - 1), None))
    for index, row in enumerate(rows, start=1):
        values = tuple(_of_marker(inputs, f"H{index}", row))
        is_active = row.end is None or row.end >= inputs.end
        refs = tuple(value.id for value in values)
        yield MarkerFact(f"H{index}", row.kind, row.start, row.end, is_active, refs), values


def room_values(inputs: Inputs) -> Iterator[Value]:
    """How long there is time on each weekday, and in a week at most, as the athlete said."""
    room, span = inputs.context.room, (inputs.today, inputs.end)
    if room is None:
        return
    url = Links(inputs.athlete_uid).preferences()
    for weekday, minutes in zip(WEEKDAYS, room.minutes, strict=True):
        yield Value(f"room.{weekday}", "time_to_train", minutes * 60.0, "s", *span, url)
    if room.weekly_cap_min is not None:
        yield Value("room.week", "time_to_train", room.weekly_cap_min * 60.0, "s", *span, url)


def profile(inputs: Inputs) -> Profile:
    room, private = inputs.context.room, inputs.context.private
    days = [] if room is None or room.long_day is None else [WEEKDAYS[room.long_day]]
    return Profile(
        age_band=private.age_band,
        sex=private.sex,
        experience="" if room is None else room.experience,
        long_day=days[0] if days else "",
        sports=tuple(_sports(inputs)),
    )


def remembered(inputs: Inputs) -> tuple[Remembered, ...]:
    return tuple(
        Remembered(f"K{index}", text) for index, text in enumerate(inputs.context.private.memory, start=1)
    )


def notes(inputs: Inputs) -> tuple[NoteFact, ...]:
    return tuple(
        NoteFact(f"N{index}", row.about, row.day, row.text)
        for index, row in enumerate(inputs.context.private.notes, start=1)
    )


def previous(inputs: Inputs) -> tuple[PastAdvice, ...]:
    return tuple(
        PastAdvice(f"B{index}", row.kind, row.category, row.state, row.day)
        for index, row in enumerate(inputs.context.advice, start=1)
    )


def _is_recent(inputs: Inputs, row: MarkerRow) -> bool:
    return row.end is None or row.end > inputs.end - timedelta(days=MARKER_DAYS)


def _of_session(inputs: Inputs, name: str, row: SessionRow) -> Iterator[Value]:
    span = (row.day, row.day + timedelta(days=1), Links(inputs.athlete_uid).session(row.uid))
    yield Value(f"{name}.duration", "duration", row.minutes * 60.0, "s", *span)
    yield Value(f"{name}.load", "load", float(row.load), "load", *span)


def _of_race(inputs: Inputs, name: str, row: RaceRow) -> Iterator[Value]:
    span = (row.day, row.day + timedelta(days=1), Links(inputs.athlete_uid).races())
    if row.day >= inputs.today:
        yield Value(f"{name}.days", "days_to_race", float((row.day - inputs.today).days), "d", *span)
    if row.distance_m is not None:
        yield Value(f"{name}.distance", "distance", row.distance_m, "m", *span)
    if row.goal_s is not None:
        yield Value(f"{name}.goal", "race_goal", row.goal_s, "s", *span)


def _of_marker(inputs: Inputs, name: str, row: MarkerRow) -> Iterator[Value]:
    links = Links(inputs.athlete_uid)
    url = links.cycle() if row.kind == CYCLE else links.markers()
    end = min(row.end or inputs.end, inputs.end)
    span: tuple[date, date, str] = (row.start, end, url)
    metric = "cycle_day" if row.kind == CYCLE else "marked_days"
    yield Value(f"{name}.days", metric, float((end - row.start).days), "d", *span)
    if row.altitude_m is not None:
        yield Value(f"{name}.altitude", "altitude", row.altitude_m, "m", *span)


def _sports(inputs: Inputs) -> Iterator[str]:
    since = inputs.end - timedelta(days=MARKER_DAYS)
    counts = Counter(row.sport for row in inputs.activities if row.day >= since)
    for sport, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        yield sport
