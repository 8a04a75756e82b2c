"""How the wish that a plan was made for differs from that of today: races, time, thresholds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from athletes.models import Athlete
from config.core import dates, formatting
from config.core.formatting import Units
from metrics.science.signals.model import Evidence
from plans.engine.adapt import Event

type Wish = Mapping[str, Any]
type Row = Mapping[str, Any]

DAY = timedelta(days=1)
WEEK = ("availability", "long_day", "weekly_cap_min")
THRESHOLDS: Mapping[str, tuple[str, str]] = {
    "ftp_w": ("threshold power", "W"),
    "lthr_bpm": ("threshold heart rate", "bpm"),
    "threshold_pace_s_per_km": ("threshold pace", "s/km"),
    "css_s_per_100m": ("critical swim speed", "s/100 m"),
}
OF_SPORT = {"running": "threshold_pace_s_per_km", "cycling": "ftp_w", "swimming": "css_s_per_100m"}


@dataclass(frozen=True, slots=True)
class News:
    """What changed, and by the kind of event the parts of the wish that would hold then."""

    events: tuple[Event, ...]
    parts: Mapping[str, dict[str, Any]]


NO_NEWS = News((), {})


def news(athlete: Athlete, old: Wish, new: Wish, start: date, end: date) -> News:
    """From the wish `old` to `new`, both in the shape of a specification; `start` and `end` are the plan's.

    What lies in the past is no news, nor what lies before the plan: it was not made for those days.
    """
    today = athlete.today()
    found = {
        "race": list(_races(old["races"], new["races"], max(today, start))),
        "availability": [*_week(old, new), *_blackouts(old, new, today, (start, end))],
        "threshold": list(_thresholds(old, new, cast(Units, athlete.units), today)),
    }
    parts: dict[str, dict[str, Any]] = {
        "race": {"races": [*(row for row in old["races"] if _day(row) <= today), *new["races"]]},
        "availability": {name: new[name] for name in (*WEEK, "blackouts")},
        "threshold": {"athlete": {"thresholds": new["athlete"]["thresholds"]}},
    }
    return News(tuple(each for rows in found.values() for each in rows), parts)


def _races(old: Sequence[Row], new: Sequence[Row], today: date) -> Iterator[Event]:
    before = {_race_key(row): row for row in old if _day(row) > today}
    after = {_race_key(row): row for row in new if _day(row) > today}
    gone = [row for key, row in before.items() if key not in after]
    for key, row in after.items():
        if key in before:
            continue
        same = next((each for each in gone if _is_same_race(each, row)), None)
        if same is not None:
            gone.remove(same)
        yield _race_event(row, same, "changed" if same else "added")
    for row in gone:
        yield _race_event(row, None, "removed")


def _race_event(row: Row, before: Row | None, what: str) -> Event:
    days = sorted(_day(each) for each in (row, before) if each)
    is_goal = "A" in (row["priority"], before and before["priority"])
    name = f"the race {row['name']}" if row.get("name") else "the race"
    return Event(
        "race",
        _key(what, _race_key(row), before and _race_key(before)),
        f"{name} on {dates.full_day(_day(row))} was {what}",
        first=None if is_goal else days[0],
        last=None if is_goal else days[-1],
    )


def _race_key(row: Row) -> tuple[str, str, float]:
    return (row["date"], row["priority"], float(row["distance_m"]))


def _is_same_race(one: Row, other: Row) -> bool:
    return one["date"] == other["date"] or (bool(one.get("name")) and one.get("name") == other.get("name"))


def _day(row: Row) -> date:
    return date.fromisoformat(row["date"])


def _week(old: Wish, new: Wish) -> Iterator[Event]:
    before, after = ({name: each.get(name) for name in WEEK} for each in (old, new))
    if _opened(before) != _opened(after):
        yield Event("availability", _key("week", after), "your week changed")


def _opened(week: Wish) -> Wish:
    """Days without room are as good as not said."""
    room = {name: row for name, row in week["availability"].items() if row["minutes"]}
    return {**week, "availability": room}


def _blackouts(old: Wish, new: Wish, today: date, of: tuple[date, date]) -> Iterator[Event]:
    before, after = (_closed(each["blackouts"], *of) for each in (old, new))
    for days, words in (
        (after - before, "{} cannot be trained on"),
        (before - after, "{} can be trained on again"),
    ):
        for first, last in _runs(days):
            if last > today:
                said = words.format(dates.days(first, last + DAY))
                yield Event("availability", _key(words, first, last), said, first=first, last=last)


def _closed(rows: Iterable[Row], start: date, end: date) -> set[date]:
    """Of the days [start, end)."""
    found: set[date] = set()
    for row in rows:
        first = max(date.fromisoformat(row["start"]), start)
        until = min(date.fromisoformat(row["end"]), end)
        found |= {first + each * DAY for each in range((until - first).days)}
    return found


def _runs(days: set[date]) -> Iterator[tuple[date, date]]:
    """Days in a row as (first, last)."""
    for first in sorted(day for day in days if day - DAY not in days):
        last = first
        while last + DAY in days:
            last += DAY
        yield first, last


def _thresholds(old: Wish, new: Wish, units: Units, today: date) -> Iterator[Event]:
    before, after = (each["athlete"].get("thresholds") or {} for each in (old, new))
    for name in (OF_SPORT[str(new["sport"])], "lthr_bpm"):
        value, was = after.get(name), before.get(name)
        if value is not None and value != was:
            words, unit = THRESHOLDS[name]
            yield Event(
                "threshold",
                _key(name, value),
                f"your {words} is {_shown(name, value, units)} now",
                (Evidence(name, today, float(value), unit, was),),
            )


def _shown(name: str, value: float, units: Units) -> str:
    ways: Mapping[str, Callable[[float], object]] = {
        "ftp_w": formatting.power,
        "lthr_bpm": formatting.heart_rate,
        "threshold_pace_s_per_km": lambda each: formatting.pace(each, units),
        "css_s_per_100m": lambda each: formatting.swim_pace(each, units),
    }
    return str(ways[name](value))


def _key(*values: object) -> str:
    return json.dumps(values, sort_keys=True, default=str)
